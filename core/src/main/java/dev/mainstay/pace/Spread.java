package dev.mainstay.pace;

/**
 * Spreads what is left of a limit over its time, once it has been used up: a bucket that is full at
 * the start and empty after that, so that nobody waits under a limit that was not reached, and
 * those who wait at one go out evenly instead of all at once in each period.
 */
final class Spread {
  private double capacity;
  private double perNano;
  private double level;
  private long at;

  Spread(double capacity, double perNano, long now) {
    this.capacity = capacity;
    this.perNano = perNano;
    this.level = capacity;
    this.at = now;
  }

  /**
   * From now on it is another limit, or for another time. What is lacking stays so: those who wait
   * go on evenly.
   */
  void becomes(double otherCapacity, double otherPerNano, long now) {
    double lacking = capacity - level(now);
    capacity = otherCapacity;
    perNano = otherPerNano;
    level = Math.max(Math.min(0, level), capacity - lacking);
  }

  /** From now on so much may go out at once after a rest; what is there now stays so. */
  void mayHold(double most, long now) {
    level(now);
    capacity = most;
  }

  /** When {@code cost} may go out, where there is room for it: now or later. */
  long opens(double cost, long now) {
    if (at - now > 0) {
      at = now;
    }
    return foreseen(cost, now);
  }

  /** The same where it is but asked. */
  long foreseen(double cost, long now) {
    double missing = cost - level(now);
    return missing <= 0 ? now : now + (long) Math.ceil(missing / perNano);
  }

  double level(long now) {
    if (now - at > 0) {
      level = Math.min(capacity, level + (now - at) * perNano);
      at = now;
    }
    return level;
  }

  void take(double cost, long now) {
    level = Math.min(capacity, level(now) - cost);
  }

  /** The limit was reached: {@code cost} may go at {@code start}, and the rest evenly after it. */
  void empty(double cost, long start) {
    level = cost;
    at = start;
  }
}
