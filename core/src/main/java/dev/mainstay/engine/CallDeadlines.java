package dev.mainstay.engine;

import dev.mainstay.failure.Failure;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.time.Deadline;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Until when a call must be over, and until when it must have output. */
final class CallDeadlines implements AutoCloseable {
  private final Timeouts timeouts;
  private final TimeSource time;
  private final Deadline total;
  private final TimeSource.Timer expiry;
  private Deadline untilOutput;

  /**
   * The deadlines of a call that begins now.
   *
   * @param stop ends the call, from any thread
   */
  CallDeadlines(Timeouts timeouts, TimeSource time, Consumer<Failure> stop) {
    this.timeouts = timeouts;
    this.time = time;
    this.total = in(timeouts.total());
    this.untilOutput = in(timeouts.untilOutput());
    this.expiry =
        timeouts
            .total()
            .filter(limit -> total.isBounded())
            .map(limit -> time.schedule(limit, () -> stop.accept(Ends.expired(limit))))
            .orElse(() -> {});
  }

  /** Until when it must have output; while it recovers, new output. */
  Deadline untilOutput() {
    return untilOutput;
  }

  /** The one that comes first, which no wait may cross. */
  Deadline first() {
    return total.earlier(untilOutput);
  }

  /** Its answer broke after output: it must have new output in the time of a recovery. */
  void broke() {
    untilOutput = in(timeouts.untilRecovered());
  }

  @Override
  public void close() {
    expiry.cancel();
  }

  private Deadline in(Optional<Duration> limit) {
    return limit.map(duration -> Deadline.in(duration, time)).orElse(Deadline.never());
  }
}
