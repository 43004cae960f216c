package dev.mainstay.pace;

import dev.mainstay.provider.KnownLimit;
import dev.mainstay.provider.KnownLimit.Source;
import dev.mainstay.provider.Quantity;
import dev.mainstay.provider.ToldLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A limit that the provider tells with its answers, and what is left of it.
 *
 * <p>What an answer tells was true when its request came in; what has gone out since is taken off,
 * and the rest is surely there, unless somebody else uses it. Where that is not enough it depends
 * on the provider's window. In a bucket, more has come in since then, evenly; in a fixed or sliding
 * window, nothing may have. Which it is shows in the reset that is told: a bucket is full again
 * after a time that is as long as it is empty; a window's ends when it ends. Where neither shows it
 * is taken for a bucket: what follows from that mistake is a refusal, after which everything waits.
 *
 * <p>A limit that was used up is spread over its time from then on; see {@link Spread}. But what is
 * surely there need not last longer than until the reset that is told; and then there is more, if
 * only for one: its answer tells how much. It goes out the faster the more is left, and evenly
 * where that is little: so it is seen soon where more comes in than was thought.
 *
 * <p>Few say how long their period is. Where it is shorter than a minute that shows in what comes
 * in ({@link Renewals}), but no more comes in than has gone out: so where callers wait it is tried,
 * step by step, whether it is shorter still; and each refusal shows that it was taken for too
 * short. A period of a second or two is over before an answer tells of it: what has come in by then
 * as is thought counts for what is there.
 */
final class ToldWindow implements Window {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  // What others may use meanwhile, and what is told too late: a tenth of a second's.
  private static final double SPARE_NANOS = NANOS_PER_SECOND / 10;

  // Resets are told in whole seconds by some (Azure, Anthropic), and say nothing below that.
  private static final double ROUNDING = NANOS_PER_SECOND;
  private static final double TOLERANCE = 0.05;

  // What goes out together gets there in any order: of these the one that leaves least is believed.
  private static final long TOGETHER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  // A bucket always looks like one. A window does by chance, for a twentieth of it.
  private static final int CONVICTION = 8;
  private static final int DOUBT = 1000;

  // Of what is left by less, requests that overtake each other may find nothing.
  private static final double LITTLE = 0.25;

  // No provider's period is shorter than this.
  private static final double SHORTEST = NANOS_PER_SECOND;

  // By how much a period is longer than was thought, for each refusal.
  private static final double LONGER = 1.25;

  // By how much a shorter one is tried, after so many times the limit has gone out in this one;
  // the more seldom the more often that was refused.
  private static final double SHORTER = 0.9;
  private static final int LEAST_PATIENCE = 2;
  private static final int MOST_PATIENCE = 32;

  private final Sent sent;
  private final Quantity quantity;
  private final Optional<Duration> named;
  private final double thought;
  private double limit;
  private double periodNanos;
  private final Spread spread;
  private final Renewals renewals;
  private final Resets resets;
  private long lengthenedAt;
  private double sentAtChange;
  private int patience = LEAST_PATIENCE;
  private boolean isWaitedFor;

  private boolean isTold;
  private double remaining;
  private double sentThen;
  private long number;
  private long at;
  private long renewsAt;
  private boolean renews;
  private int bucketVotes;

  ToldWindow(ToldLimit told, Sent sent, long now) {
    this.sent = sent;
    this.quantity = told.quantity();
    this.named = told.period();
    this.thought = told.period().orElse(ToldLimit.MINUTE).toNanos();
    this.limit = told.limit();
    this.periodNanos = thought;
    this.spread = new Spread(limit, perNano(), now);
    this.renewals = new Renewals(told.quantity());
    this.resets = new Resets(now);
    this.at = now;
    this.lengthenedAt = now;
  }

  /** Whether {@code told} speaks of this limit. */
  boolean isOf(ToldLimit told) {
    return told.quantity() == quantity && told.period().equals(named);
  }

  /** Whether {@code told} speak of what is counted here, but for other periods alone. */
  boolean isReplacedBy(List<ToldLimit> told) {
    boolean isReplaced = false;
    for (ToldLimit limit : told) {
      if (isOf(limit)) {
        return false;
      }
      isReplaced |= limit.quantity() == quantity;
    }
    return isReplaced;
  }

  /** An answer to {@code reservation} says so. */
  void update(ToldLimit told, Reservation reservation, long now) {
    long entered = reservation.enteredNanos();
    if (isTold && entered - at < -TOGETHER_NANOS) {
      return;
    }
    double left = told.remaining() - (sent.of(quantity) - reservation.sent(quantity));
    if (!isTold || entered - at > TOGETHER_NANOS) {
      at = entered;
      number = reservation.number();
      learn(told, reservation, now);
    } else if (left < sure()) {
      learn(told, reservation, now);
    }
  }

  private void learn(ToldLimit told, Reservation reservation, long now) {
    if (showsNoRenewals(told)) {
      renewals.forget();
    }
    isTold = true;
    remaining = told.remaining();
    sentThen = reservation.sent(quantity);
    renews = told.reset().isPresent() && told.reset().get().toNanos() > ROUNDING;
    if (renews) {
      learnShape(told, (double) told.reset().get().toNanos());
      renewsAt = now + told.reset().get().toNanos();
    }
    adapt((double) told.limit(), periodNanos);
    resets.told(told, remaining + sentThen, at, now);
    if (named.isEmpty()) {
      learnPeriod();
    }
  }

  // What came in by another limit is no measure of this one; and of tokens more may be used than
  // there were, since answers are counted when they are over, while no less than 0 is told.
  private boolean showsNoRenewals(ToldLimit told) {
    return told.limit() != limit || (quantity != Quantity.REQUESTS && told.remaining() == 0);
  }

  private void learnPeriod() {
    double most = Math.max(SHORTEST, renewals.periodAtMost(limit, remaining + sentThen, at));
    if (most < periodNanos * (1 - TOLERANCE)) {
      adapt(limit, most);
    } else if (mayBeShorter()) {
      adapt(limit, Math.max(SHORTEST, SHORTER * periodNanos));
    }
    if (at - renewals.since() > thought) {
      renewals.startWith(remaining + sentThen, at);
    }
  }

  /**
   * Whether it is for a shorter time than was thought, of which it is only known how long at most.
   */
  boolean isPeriodGuessed() {
    return periodNanos < thought;
  }

  private boolean mayBeShorter() {
    return isPeriodGuessed() && isWaitedFor && sent.of(quantity) - sentAtChange > patience * limit;
  }

  /** One was refused: the period may not be as short as was thought. */
  void refused(Reservation reservation, long now) {
    if (isPeriodGuessed() && reservation.enteredNanos() - lengthenedAt > 0) {
      lengthenedAt = now;
      renewals.forget();
      patience = Math.min(2 * patience, MOST_PATIENCE);
      adapt(limit, Math.min(LONGER * periodNanos, thought));
    }
  }

  /** One is over, and how much of it the provider has counted is not told. */
  void left(Reservation reservation) {
    if (quantity != Quantity.REQUESTS || !reservation.isAnswered()) {
      renewals.mayNotCount(reservation.cost(quantity));
    }
  }

  @Override
  public Quantity quantity() {
    return quantity;
  }

  @Override
  public long opens(double cost, long now) {
    long opens = isThereBy(cost, now);
    if (opens - now <= 0) {
      opens = lasting(cost, spread.opens(Math.min(cost, limit), now), now);
    } else {
      spread.empty(Math.min(cost, limit), opens);
    }
    isWaitedFor |= opens - now > 0;
    return opens;
  }

  @Override
  public long foreseen(double cost, long now) {
    long opens = isThereBy(cost, now);
    return opens - now <= 0
        ? lasting(cost, spread.foreseen(Math.min(cost, limit), now), now)
        : opens;
  }

  @Override
  public void enter(double cost, Reservation reservation, long now) {
    spread.take(cost, now);
    resets.entered(sure() + refilled(now) < 0, now);
    if (sure() + cost + refilled(now) > limit) {
      remaining = limit - cost;
      sentThen = sent.of(quantity);
      at = now;
      renewsAt = now;
    }
  }

  @Override
  public void correct(double change, Reservation reservation, long now) {
    spread.take(change, now);
    if (reservation.number() <= number) {
      sentThen += change;
    }
  }

  @Override
  public double mostCost() {
    return Math.max(1, limit);
  }

  @Override
  public double available(long now) {
    return Math.max(0, Math.min(sure() - spare(), spread.level(now)));
  }

  @Override
  public double perNano() {
    return limit / periodNanos;
  }

  @Override
  public Optional<KnownLimit> known(long now) {
    Duration time = Duration.ofNanos((long) periodNanos);
    return Optional.of(
        new KnownLimit(Source.TOLD, quantity, Optional.of(time), limit, available(now)));
  }

  /** When {@code cost} is there, told or come in since; now where it is. */
  private long isThereBy(double cost, long now) {
    double missing = needed(cost) - sure() - refilled(now);
    if (missing <= 0) {
      return now;
    }
    long from = Math.max(0, refillsFrom() - now) + now;
    return resets.orSooner(from + (long) Math.ceil(missing / perNano()), now);
  }

  /** When {@code cost} of what is surely there may go out: {@code evenly}, or sooner. */
  private long lasting(double cost, long evenly, long now) {
    double part = cost / Math.max(cost, sure() - spare());
    double left = (sure() + refilled(now)) / limit;
    double slowly = left < LITTLE ? 1 : Math.max(0, 1 - left);
    return resets.orSoEarly(evenly, part, (long) (slowly * cost / perNano()), now);
  }

  private double needed(double cost) {
    return Math.min(cost, limit - spare()) + spare();
  }

  private double spare() {
    return Math.min(limit / 2, Math.floor(SPARE_NANOS * perNano()));
  }

  private double sure() {
    return remaining - (sent.of(quantity) - sentThen);
  }

  private double refilled(long now) {
    return Math.max(0, now - refillsFrom()) * perNano();
  }

  /** Since when, or from when on, more comes in. */
  private long refillsFrom() {
    return renews && bucketVotes < 0 ? renewsAt : at;
  }

  private void adapt(double toldLimit, double nanos) {
    if (toldLimit != limit || Math.abs(nanos - periodNanos) > TOLERANCE * periodNanos) {
      limit = toldLimit;
      periodNanos = nanos;
      sentAtChange = sent.of(quantity);
      isWaitedFor = false;
      spread.becomes(limit, perNano(), at);
    }
  }

  private void learnShape(ToldLimit told, double resetNanos) {
    double used = told.limit() - told.remaining();
    if (used <= 0) {
      return;
    }
    if (resetNanos > periodNanos * (1 + TOLERANCE) + ROUNDING) {
      // Groq's limit on requests is for a day, and does not say so.
      adapt((double) told.limit(), resetNanos * told.limit() / used);
    }
    double ifBucket = used / told.limit() * periodNanos;
    boolean isBucket =
        Math.abs(resetNanos - ifBucket) <= Math.max(ROUNDING, TOLERANCE * periodNanos);
    bucketVotes = Math.clamp(bucketVotes + (isBucket ? 1 : -CONVICTION), -DOUBT, CONVICTION);
  }
}
