package dev.mainstay.simulator.server;

import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Header;
import dev.mainstay.simulator.script.RateLimit;
import dev.mainstay.simulator.words.Waits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the requests of one rate limit: it remembers when each of the last ones was let in. */
final class Window {
  private final RateLimit limit;
  private final long span;
  private final ReentrantLock lock = new ReentrantLock();
  // A ring of the moments of those let in; all that are younger than the span lie together.
  private final long[] moments;
  private int oldest;
  private int count;

  Window(RateLimit limit) {
    this.limit = limit;
    this.span = limit.per().toNanos();
    this.moments = new long[limit.requests()];
  }

  /** Lets one in at {@code now}, if there is room. */
  Turn enter(long now) {
    lock.lock();
    try {
      forget(now);
      boolean isIn = count < moments.length;
      if (isIn) {
        moments[(oldest + count++) % moments.length] = now;
      }
      return turn(isIn, now);
    } finally {
      lock.unlock();
    }
  }

  private void forget(long now) {
    while (count > 0 && now - moments[oldest] >= span) {
      oldest = (oldest + 1) % moments.length;
      count--;
    }
  }

  private Turn turn(boolean isIn, long now) {
    long youngest = moments[(oldest + count - 1) % moments.length];
    Duration untilAll = Duration.ofNanos(youngest + span - now);
    Duration untilNext = Duration.ofNanos(moments[oldest] + span - now);
    return new Turn(isIn, limit, moments.length - count, untilNext, untilAll);
  }

  /**
   * What a request is told.
   *
   * @param isIn whether it was let in
   * @param remaining how many more may come now
   * @param untilNext when one more may come than now
   * @param untilAll when all may come
   */
  record Turn(boolean isIn, RateLimit limit, int remaining, Duration untilNext, Duration untilAll) {

    List<Header> headers() {
      return List.of(
          new Header("x-ratelimit-limit-requests", Integer.toString(limit.requests())),
          new Header("x-ratelimit-remaining-requests", Integer.toString(remaining)),
          new Header("x-ratelimit-reset-requests", Waits.goDuration(untilAll)));
    }

    Fault.Status refusal(String model) {
      String text =
          ("Rate limit reached for %s on requests per %s: Limit %d, Used %d, Requested 1."
                  + " Please try again in %s.")
              .formatted(
                  model,
                  Waits.goDuration(limit.per()),
                  limit.requests(),
                  limit.requests() - remaining,
                  Waits.goDuration(untilNext));
      ErrorBody error = ErrorBody.of(text, "requests").code("rate_limit_exceeded");
      return Fault.status(429).error(error).retryAfter(untilNext);
    }
  }
}
