package dev.mainstay.pace;

import dev.mainstay.provider.KnownLimit;
import dev.mainstay.provider.KnownLimit.Source;
import dev.mainstay.provider.Quantity;
import dev.mainstay.provider.ToldLimit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A limit per minute that its deployment's owner has given.
 *
 * <p>No minute sees more, whenever it begins. That is within every kind of window that a provider
 * may have: a fixed one is one of those minutes; a sliding one is all of them; and a bucket as
 * large as the limit holds what any minute may bring. It need not be known which.
 */
final class GivenWindow implements Window {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  // What was sent leaves the last minute by slots of half a second; who waits, waits as much
  // longer.
  private static final int SLOTS = 120;

  // Requests do not take equally long to the provider: what we spread over 60 s may get there in
  // 59. That much of a limit is left unused, where a limit has as much.
  private static final int SPARE = 50;

  private final Quantity quantity;
  private long limit;
  private double capacity;
  private final RollingCount sent;
  private final Spread spread;

  GivenWindow(Quantity quantity, long limit, long now) {
    this.quantity = quantity;
    this.limit = limit;
    this.capacity = (double) (limit - limit / SPARE);
    this.sent = new RollingCount(SLOTS, MINUTE, now);
    this.spread = new Spread(capacity, perNano(), now);
  }

  /** From now on so much may be sent in a minute; what was sent in the last counts. */
  void limit(long other, long now) {
    limit = other;
    double changed = (double) (other - other / SPARE);
    if (changed != capacity) {
      capacity = changed;
      spread.becomes(capacity, perNano(), now);
    }
  }

  @Override
  public Quantity quantity() {
    return quantity;
  }

  @Override
  public long opens(double cost, long now) {
    double needed = Math.min(cost, capacity);
    if (sent.total(now) <= capacity - needed) {
      return spread.opens(needed, now);
    }
    long opens = sent.leavesBelow(capacity - needed, now);
    spread.empty(needed, opens);
    return opens;
  }

  @Override
  public long foreseen(double cost, long now) {
    double needed = Math.min(cost, capacity);
    return sent.total(now) <= capacity - needed
        ? spread.foreseen(needed, now)
        : sent.leavesBelow(capacity - needed, now);
  }

  @Override
  public void enter(double cost, Reservation reservation, long now) {
    reservation.slot(quantity, sent.add(cost, now));
    spread.take(Math.min(cost, capacity), now);
  }

  @Override
  public void correct(double change, Reservation reservation, long now) {
    sent.correct(reservation.slot(quantity), change);
    spread.take(change, now);
  }

  @Override
  public double mostCost() {
    return capacity;
  }

  @Override
  public double available(long now) {
    return Math.max(0, Math.min(capacity - sent.total(now), spread.level(now)));
  }

  @Override
  public double perNano() {
    return capacity / MINUTE;
  }

  @Override
  public Optional<KnownLimit> known(long now) {
    return Optional.of(
        new KnownLimit(
            Source.GIVEN, quantity, Optional.of(ToldLimit.MINUTE), limit, available(now)));
  }
}
