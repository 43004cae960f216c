package dev.mainstay.pace;

import dev.mainstay.provider.KnownLimit;
import dev.mainstay.provider.KnownLimit.Source;
import dev.mainstay.provider.Quantity;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How much of a given limit per minute may go out at once.
 *
 * <p>Some providers keep such a limit by the minute, others by the second (OpenAI and Azure say so
 * of theirs), and who gives it does not say which. So what comes at once goes out at once up to a
 * second's worth, and the rest ten times as fast as the limit is: a few tenths of a second later,
 * but few are in vain by the time that the first refusal is heard. Where one is taken for which a
 * bucket of a second had no room, nobody waits here any more. Where one is refused the limit is
 * spread evenly, for some minutes.
 *
 * @see <a href="https://platform.openai.com/docs/guides/rate-limits">OpenAI</a>
 * @see <a href="https://learn.microsoft.com/azure/ai-services/openai/how-to/quota">Azure</a>
 */
final class Surge implements Window {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  // As many go out at once, and as fast, where nothing is known at all.
  private static final double LEAST_AT_ONCE = 16;
  private static final double LEAST_PER_NANO = 64 / NANOS_PER_SECOND;
  private static final double TIMES = 10;

  // What was sent together gets there in any order, and over some time.
  private static final double UNSURE_SHARE = 0.1;
  private static final double UNSURE_LEAST = 2;

  // The refusal may have been for something else.
  private static final long BELIEVED_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final double perNano;
  private final double quicklyPerNano;
  private final Spread quickly;
  private final Spread evenly;
  private final double room;
  private Kept kept = Kept.UNKNOWN;
  private long refusedAt;

  /**
   * That of a limit of which nothing has been used.
   *
   * @param perNano how many requests may go out in the long run
   */
  Surge(double perNano, long now) {
    double second = Math.max(1, perNano * NANOS_PER_SECOND);
    this.perNano = perNano;
    this.quicklyPerNano = Math.max(LEAST_PER_NANO, TIMES * perNano);
    this.quickly = new Spread(Math.max(LEAST_AT_ONCE, second), quicklyPerNano, now);
    this.evenly = new Spread(second, perNano, now);
    this.room = -Math.max(UNSURE_LEAST, UNSURE_SHARE * second);
  }

  /** One was taken. */
  void taken(Reservation reservation) {
    if (kept == Kept.UNKNOWN && reservation.tookMoreThanASecondBrings()) {
      kept = Kept.BY_THE_MINUTE;
    }
  }

  /** One was refused. */
  void refused(Reservation reservation, long now) {
    if (kept == Kept.UNKNOWN && reservation.tookMoreThanASecondBrings()) {
      kept = Kept.BY_THE_SECOND;
      refusedAt = now;
    }
  }

  @Override
  public Quantity quantity() {
    return Quantity.REQUESTS;
  }

  @Override
  public long opens(double cost, long now) {
    if (kept == Kept.BY_THE_SECOND && now - refusedAt > BELIEVED_NANOS) {
      kept = Kept.UNKNOWN;
    }
    return foreseen(cost, now);
  }

  @Override
  public long foreseen(double cost, long now) {
    return switch (kept) {
      case UNKNOWN -> quickly.foreseen(cost, now);
      case BY_THE_SECOND -> evenly.foreseen(cost, now);
      case BY_THE_MINUTE -> now;
    };
  }

  @Override
  public void enter(double cost, Reservation reservation, long now) {
    quickly.take(cost, now);
    evenly.take(cost, now);
    if (evenly.level(now) < room) {
      reservation.takesMoreThanASecondBrings();
    }
  }

  @Override
  public void correct(double change, Reservation reservation, long now) {
    quickly.take(change, now);
    evenly.take(change, now);
  }

  @Override
  public double mostCost() {
    return 1;
  }

  @Override
  public double available(long now) {
    return switch (kept) {
      case UNKNOWN -> Math.max(0, quickly.level(now));
      case BY_THE_SECOND -> Math.max(0, evenly.level(now));
      case BY_THE_MINUTE -> Double.POSITIVE_INFINITY;
    };
  }

  @Override
  public double perNano() {
    return perNano;
  }

  @Override
  public Optional<KnownLimit> known(long now) {
    return switch (kept) {
      case UNKNOWN -> Optional.of(inASecond(Source.TRIED, quicklyPerNano, now));
      case BY_THE_SECOND -> Optional.of(inASecond(Source.LEARNT, perNano, now));
      case BY_THE_MINUTE -> Optional.empty();
    };
  }

  private KnownLimit inASecond(Source source, double rate, long now) {
    return new KnownLimit(
        source,
        Quantity.REQUESTS,
        Optional.of(Duration.ofSeconds(1)),
        rate * NANOS_PER_SECOND,
        available(now));
  }

  /** How its provider keeps the limit. */
  private enum Kept {
    UNKNOWN,
    BY_THE_SECOND,
    BY_THE_MINUTE
  }
}
