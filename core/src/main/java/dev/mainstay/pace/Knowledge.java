package dev.mainstay.pace;

import dev.mainstay.provider.KnownLimit;
import dev.mainstay.provider.KnownLimit.Source;
import dev.mainstay.provider.Quantity;
import dev.mainstay.provider.ToldLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is known of a deployment's limits, for its owner to see. */
record Knowledge(List<Window> windows, LearntRate rate, ConcurrencyLimit places) {

  /** All of it, as of now. */
  List<KnownLimit> at(long now) {
    List<KnownLimit> limits = new ArrayList<>();
    for (Window window : windows) {
      window.known(now).ifPresent(limits::add);
    }
    ofRate(now).ifPresent(limits::add);
    ofPlaces(Source.GIVEN, places.given()).ifPresent(limits::add);
    ofPlaces(places.isFelt() ? Source.TRIED : Source.LEARNT, places.learnt())
        .ifPresent(limits::add);
    return limits;
  }

  private Optional<KnownLimit> ofRate(long now) {
    // What has held nobody back for long is forgotten first.
    double available = rate.available(now);
    double perMinute = rate.pace(now) * ToldLimit.MINUTE.toNanos();
    return perMinute < Double.POSITIVE_INFINITY
        ? Optional.of(
            new KnownLimit(
                rate.isKnown() ? Source.LEARNT : Source.TRIED,
                Quantity.REQUESTS,
                Optional.of(ToldLimit.MINUTE),
                perMinute,
                Math.max(0, available)))
        : Optional.empty();
  }

  private Optional<KnownLimit> ofPlaces(Source source, double limit) {
    if (limit == Double.POSITIVE_INFINITY) {
      return Optional.empty();
    }
    double most = Math.max(1, Math.floor(limit));
    double free = Math.max(0, most - places.inFlight());
    return Optional.of(new KnownLimit(source, Quantity.REQUESTS, Optional.empty(), most, free));
  }
}
