package dev.mainstay.pace;

import dev.mainstay.provider.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The limits in a time that are given, and how much of them may go out at once. */
final class GivenWindows {
  private final List<GivenWindow> windows = new ArrayList<>(2);
  private OptionalLong requestsPerMinute = OptionalLong.empty();
  private @Nullable Surge surge;

  /** From now on these are given; what was sent in the last minute counts. */
  void give(GivenLimits limits, long now) {
    give(Quantity.REQUESTS, limits.requestsPerMinute(), now);
    give(Quantity.TOKENS, limits.tokensPerMinute(), now);
    if (!limits.requestsPerMinute().equals(requestsPerMinute)) {
      requestsPerMinute = limits.requestsPerMinute();
      surge = null;
      for (GivenWindow window : windows) {
        if (window.quantity() == Quantity.REQUESTS) {
          surge = new Surge(window.perNano(), now);
        }
      }
    }
  }

  private void give(Quantity quantity, OptionalLong most, long now) {
    if (most.isEmpty()) {
      windows.removeIf(window -> window.quantity() == quantity);
      return;
    }
    for (GivenWindow window : windows) {
      if (window.quantity() == quantity) {
        window.limit(most.getAsLong(), now);
        return;
      }
    }
    windows.add(new GivenWindow(quantity, most.getAsLong(), now));
  }

  /** All that is to be kept. */
  List<Window> all() {
    List<Window> all = new ArrayList<>(windows);
    if (surge != null) {
      all.add(surge);
    }
    return all;
  }

  /** One was taken. */
  void taken(Reservation reservation, long now) {
    if (surge != null) {
      surge.taken(reservation, now);
    }
  }

  /** One was refused. */
  void refused(Reservation reservation, long now) {
    if (surge != null) {
      surge.refused(reservation, now);
    }
  }
}
