package dev.mainstay.cli.explain;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer whose steps are known, or one that never comes. */
final class PlayedStream implements ProviderStream {
  // Longer than any timer that makes sense; without one, nobody would end the silence.
  private static final Duration LONGEST_SILENCE = Duration.ofDays(30);

  private final Deque<Step> steps;
  private final TimeSource time;
  private volatile @Nullable Failure aborted;

  private PlayedStream(List<Step> steps, TimeSource time) {
    this.steps = new ArrayDeque<>(steps);
    this.time = time;
  }

  /** One that gives {@code steps}, of which the last ends it. */
  static PlayedStream of(List<Step> steps, TimeSource time) {
    return new PlayedStream(steps, time);
  }

  /** One that gives nothing until it is aborted. */
  static PlayedStream silent(TimeSource time) {
    return new PlayedStream(List.of(), time);
  }

  @Override
  public Step next() {
    if (steps.isEmpty() && aborted == null) {
      awaitAbort();
    }
    Failure cause = aborted;
    if (cause != null) {
      return new Broken(cause);
    }
    return steps.size() == 1 ? steps.getFirst() : steps.removeFirst();
  }

  private void awaitAbort() {
    long start = time.nanos();
    while (aborted == null) {
      if (time.since(start).compareTo(LONGEST_SILENCE) > 0) {
        abort(new Failure.TimedOut(TimeoutPhase.ATTEMPT, FailureDetail.of("nothing came")));
      }
      time.park(LONGEST_SILENCE);
    }
  }

  @Override
  public void abort(Failure cause) {
    if (aborted == null) {
      aborted = cause;
    }
  }

  @Override
  public void close() {}
}
