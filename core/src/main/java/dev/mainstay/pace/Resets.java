package dev.mainstay.pace;

import dev.mainstay.provider.ToldLimit;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When a limit is whole again, as its provider tells: then there is more, if only for one, since
 * some tell when the first of what was used comes back. What is there must last no longer than
 * until the reset, and goes out at once as fast as that where it was seen to be whole by then.
 */
final class Resets {
  // Resets that are told in whole seconds may be less than they are.
  private static final long ROUNDING = TimeUnit.SECONDS.toNanos(1);

  // Whether as much comes back shows where much was used.
  private static final double MUCH = 0.5;
  private static final double MOST_OF_IT = 0.5;
  private static final int MOST_VOTES = 8;
  private static final int WRONG = 4;

  private boolean isTold;
  private long at;

  private boolean isAwaited;
  private double awaited;
  private long awaitedAt;
  private int votes;

  private long enteredAt;
  private long until;

  /** None is told yet. */
  Resets(long now) {
    this.until = now;
  }

  /**
   * It is told.
   *
   * @param everThere what was left when the request that is answered came in, and what had been
   *     sent up to then
   * @param cameAt when it came in
   */
  void told(ToldLimit told, double everThere, long cameAt, long now) {
    if (isAwaited && cameAt - awaitedAt >= 0) {
      votes = everThere >= awaited ? votes + 1 : votes - WRONG;
      votes = Math.clamp(votes, -MOST_VOTES, MOST_VOTES);
      isAwaited = false;
    }
    isTold = told.reset().isPresent();
    if (!isTold) {
      return;
    }
    Duration reset = told.reset().get();
    at = now + reset.toNanos() + (reset.getNano() == 0 ? ROUNDING : 0);
    double used = (double) (told.limit() - told.remaining());
    if (!isAwaited && used >= MUCH * told.limit()) {
      isAwaited = true;
      awaited = everThere + MOST_OF_IT * used;
      awaitedAt = at;
    }
  }

  /**
   * One goes out.
   *
   * @param isOfReset whether it is one for which there was no room but for the reset
   */
  void entered(boolean isOfReset, long now) {
    isTold &= !isOfReset || at - now > 0;
    enteredAt = now;
    if (until - now <= 0) {
      until = at;
    }
  }

  /** When one may go out for which there is no room before {@code opens}: then, or at the reset. */
  long orSooner(long opens, long now) {
    return isTold ? earlier(opens, Math.max(0, at - now) + now) : opens;
  }

  /**
   * When one may go out that would go out at {@code evenly}: then, or so that what is there lasts
   * until the reset.
   *
   * @param part how much of what is there it takes
   * @param least how long after the one before it, where it was not seen to be whole by a reset
   */
  long orSoEarly(long evenly, double part, long least, long now) {
    if (!isTold) {
      return evenly;
    }
    long reset = until - now > 0 ? until : at;
    long lasts = (long) (part * Math.max(0, reset - enteredAt));
    long opens = enteredAt + Math.max(votes > 0 ? 0 : least, lasts);
    return earlier(evenly, Math.max(0, opens - now) + now);
  }

  private static long earlier(long one, long other) {
    return one - other < 0 ? one : other;
  }
}
