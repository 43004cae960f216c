package dev.mainstay.engine;

import dev.mainstay.call.CallBudget;
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
   * @param budget what it shares with other calls
   * @param stop ends the call, from any thread
   */
  CallDeadlines(
      Timeouts timeouts, Optional<CallBudget> budget, TimeSource time, Consumer<Failure> stop) {
    this.timeouts = timeouts;
    this.time = time;
    Deadline own = in(timeouts.total());
    this.total = own.earlier(budget.map(CallBudget::deadline).orElseGet(Deadline::never));
    this.untilOutput = in(timeouts.untilOutput());
    Failure late =
        total.equals(own)
            ? Ends.expired(timeouts.total().orElse(Duration.ZERO))
            : Ends.budgetExpired(budget.flatMap(CallBudget::time).orElse(Duration.ZERO));
    this.expiry = expiry(late, stop);
  }

  // One that is past already lets nothing begin.
  private TimeSource.Timer expiry(Failure late, Consumer<Failure> stop) {
    if (total.isPast()) {
      stop.accept(late);
    }
    return total.isBounded() ? time.schedule(total.remaining(), () -> stop.accept(late)) : () -> {};
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
