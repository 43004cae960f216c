package dev.mainstay.gate;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One cooldown of a deployment.
 *
 * @param cause the failure that led to it
 * @param untilNanos when it is over
 * @param lengthNanos how long it is, as a failed probe doubles it
 * @param probed whether the deployment has to prove itself afterwards
 * @param generation which of the deployment's cooldowns it is, from 1
 */
record CooldownPeriod(
    Failure cause, long untilNanos, long lengthNanos, boolean probed, long generation) {
  private static final long LONG_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long LONGEST_LONG_NANOS = Duration.ofMinutes(15).toNanos();

  /** Everybody who is kept out is told the cause, but not the words that one caller was told. */
  CooldownPeriod {
    cause = cause.withoutQuoted();
  }

  /** The cooldown that {@code cause} leads to by itself. */
  static CooldownPeriod after(Failure cause, Duration cooldown, long generation, long now) {
    boolean probed = cause.cooldown() != Cooldown.UNTIL_HINT;
    return of(cause, ownNanos(cause, cooldown), probed, generation, now);
  }

  /**
   * The cooldown after a probe that ended in {@code cause}: twice this one, within its limit.
   *
   * @param longest the limit, but for causes with a long cooldown of their own
   */
  CooldownPeriod doubled(
      Failure cause, Duration cooldown, Duration longest, long generation, long now) {
    long most = cause.cooldown() == Cooldown.LONG ? LONGEST_LONG_NANOS : nanos(longest);
    long twice = Math.min(most, 2 * lengthNanos);
    return of(cause, Math.max(ownNanos(cause, cooldown), twice), true, generation, now);
  }

  /** The later of the two, with this one's generation; probed afterwards if either has to be. */
  CooldownPeriod lengthened(CooldownPeriod other) {
    return other.untilNanos - untilNanos <= 0
        ? this
        : new CooldownPeriod(
            other.cause, other.untilNanos, other.lengthNanos, probed || other.probed, generation);
  }

  boolean isOver(long now) {
    return now - untilNanos >= 0;
  }

  Duration remaining(long now) {
    return Duration.ofNanos(Math.max(0, untilNanos - now));
  }

  private static CooldownPeriod of(
      Failure cause, long nanos, boolean probed, long generation, long now) {
    return new CooldownPeriod(cause, now + nanos, nanos, probed, generation);
  }

  private static long ownNanos(Failure cause, Duration cooldown) {
    return switch (cause.cooldown()) {
      case LONG -> LONG_NANOS;
      case UNTIL_HINT -> nanos(cause.retryAfter().orElse(cooldown));
      case NONE, COUNTS, COUNTS_DOUBLE -> nanos(cooldown);
    };
  }

  private static long nanos(Duration duration) {
    return TimeUnit.NANOSECONDS.convert(duration);
  }
}
