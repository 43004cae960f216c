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
 * <p>Some providers keep such a limit by the minute, others by the second or by ten (OpenAI and
 * Azure say so of theirs), and who gives it does not say which. So what comes at once goes out at
 * once up to a second's worth, and the rest ten times as fast as the limit is: a few tenths of a
 * second later, but few are in vain by the time that the first refusal is heard. Where one is taken
 * for which a bucket of a second had no room, ten seconds' worth may go out at once, after a
 * moment's rest; and where one is taken for which that had none, a minute's. Where one is refused
 * the limit is spread evenly, for some minutes.
 *
 * @see <a href="https://platform.openai.com/docs/guides/rate-limits">OpenAI</a>
 * @see <a href="https://learn.microsoft.com/azure/ai-services/openai/how-to/quota">Azure</a>
 */
final class Surge implements Window {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final double LONGER_SPAN = 10;
  private static final double MINUTE = 60;

  // As many go out at once, and as fast, where nothing is known at all.
  private static final double LEAST_AT_ONCE = 16;
  private static final double LEAST_PER_NANO = 64 / NANOS_PER_SECOND;
  private static final double TIMES = 10;

  // What was sent together gets there in any order, and over some time.
  private static final double UNSURE_SHARE = 0.1;
  private static final double UNSURE_LEAST = 2;
  private static final int MOST_PROOFS = 10;

  // The refusal may have been for something else.
  private static final long BELIEVED_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final double perNano;
  private final double quicklyPerNano;
  private final Spread quickly;
  private final Span second;
  private final Span longer;
  // By how many of these it is not kept, as was seen.
  private int passed;
  // How many more were taken than refused, of those that exceeded one by more than may be chance:
  // what gets there late is taken though it is kept, but most beside it are not.
  private int proofs;
  private boolean isKept;
  private long refusedAt;

  /**
   * That of a limit of which nothing has been used.
   *
   * @param perNano how many requests may go out in the long run
   */
  Surge(double perNano, long now) {
    this.perNano = perNano;
    this.quicklyPerNano = Math.max(LEAST_PER_NANO, TIMES * perNano);
    this.second = new Span(1, now);
    this.longer = new Span(LONGER_SPAN, now);
    this.quickly = new Spread(Math.max(LEAST_AT_ONCE, second.most), quicklyPerNano, now);
  }

  /** One was taken. */
  void taken(Reservation reservation, long now) {
    if (isKept || reservation.surelyExceededSpans() == 0) {
      return;
    }
    proofs = Math.min(MOST_PROOFS, proofs + 1);
    if (reservation.surelyExceededSpans() > passed) {
      passes(reservation.surelyExceededSpans(), now);
    }
  }

  /** One was refused. */
  void refused(Reservation reservation, long now) {
    if (isKept) {
      return;
    }
    if (reservation.surelyExceededSpans() > 0 && --proofs < 0) {
      passes(0, now);
    }
    if (reservation.exceededSpans() > passed) {
      isKept = true;
      refusedAt = now;
      proofs = 0;
    }
  }

  private void passes(int spans, long now) {
    passed = spans;
    double seconds = spans == 0 ? 1 : spans == 1 ? LONGER_SPAN : MINUTE;
    quickly.mayHold(Math.max(LEAST_AT_ONCE, seconds * NANOS_PER_SECOND * perNano), now);
  }

  @Override
  public Quantity quantity() {
    return Quantity.REQUESTS;
  }

  @Override
  public long opens(double cost, long now) {
    if (isKept && now - refusedAt > BELIEVED_NANOS) {
      isKept = false;
    }
    return foreseen(cost, now);
  }

  @Override
  public long foreseen(double cost, long now) {
    return spread().foreseen(cost, now);
  }

  @Override
  public void enter(double cost, Reservation reservation, long now) {
    correct(cost, reservation, now);
    reservation.exceedsSpans(exceededBy(0, now), exceededBy(1, now));
  }

  @Override
  public void correct(double change, Reservation reservation, long now) {
    quickly.take(change, now);
    second.evenly.take(change, now);
    longer.evenly.take(change, now);
  }

  /** How many of the spans are exceeded by so many times what may be chance. */
  private int exceededBy(int times, long now) {
    return (second.isExceededBy(times, now) ? 1 : 0) + (longer.isExceededBy(times, now) ? 1 : 0);
  }

  @Override
  public double mostCost() {
    return 1;
  }

  @Override
  public double available(long now) {
    return Math.max(0, spread().level(now));
  }

  private Spread spread() {
    return isKept ? second.evenly : quickly;
  }

  @Override
  public double perNano() {
    return perNano;
  }

  @Override
  public Optional<KnownLimit> known(long now) {
    if (isKept) {
      return Optional.of(inASecond(Source.LEARNT, perNano, now));
    }
    return passed < 2
        ? Optional.of(inASecond(Source.TRIED, quicklyPerNano, now))
        : Optional.empty();
  }

  private KnownLimit inASecond(Source source, double rate, long now) {
    return new KnownLimit(
        source,
        Quantity.REQUESTS,
        Optional.of(Duration.ofSeconds(1)),
        rate * NANOS_PER_SECOND,
        available(now));
  }

  /** A time by which the limit may be kept: a bucket that holds as much as it brings in that. */
  private final class Span {
    private final double most;
    private final Spread evenly;
    private final double chance;

    Span(double seconds, long now) {
      this.most = Math.max(1, perNano * seconds * NANOS_PER_SECOND);
      this.evenly = new Spread(most, perNano, now);
      this.chance = Math.max(UNSURE_LEAST, UNSURE_SHARE * most);
    }

    boolean isExceededBy(int times, long now) {
      return evenly.level(now) < -times * chance;
    }
  }
}
