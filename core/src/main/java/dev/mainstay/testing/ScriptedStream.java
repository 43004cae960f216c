package dev.mainstay.testing;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.stream.SemanticEnd;
import dev.mainstay.testing.ScriptedProvider.Action;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream that does what is written, read by one thread. */
final class ScriptedStream implements ProviderStream {
  private final TimeSource time;
  private final Deque<Action> actions;
  private final SemanticEnd end = new SemanticEnd(1);
  private @Nullable Step last;
  private boolean said;
  private volatile @Nullable Failure aborted;
  private volatile boolean closed;
  private volatile @Nullable Thread reader;

  ScriptedStream(TimeSource time, List<Action> actions) {
    this.time = time;
    this.actions = new ArrayDeque<>(actions);
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public Step next() throws InterruptedException {
    while (last == null) {
      Action written = actions.poll();
      Action action = written == null ? new ScriptedProvider.Breaks(truncated()) : written;
      if (action instanceof ScriptedProvider.Says(ChatChunk chunk) && aborted == null) {
        end.hear(chunk);
        said |= chunk.hasOutput();
        return new Next(chunk);
      }
      perform(action);
    }
    return last;
  }

  @Override
  public Optional<Step> poll() throws InterruptedException {
    return actions.peek() instanceof ScriptedProvider.Pauses
        ? Optional.empty()
        : Optional.of(next());
  }

  private void perform(Action action) throws InterruptedException {
    switch (action) {
      case ScriptedProvider.Pauses(Duration duration) -> pause(duration);
      case ScriptedProvider.Breaks(Failure failure) -> end(failure);
      case ScriptedProvider.Errs(Failure failure) -> last = new Broken(failure);
      case ScriptedProvider.Crashes(RuntimeException exception) -> throw exception;
      case ScriptedProvider.Says says -> {}
    }
    Failure cause = aborted;
    if (cause != null) {
      end(cause);
    }
  }

  private void end(Failure failure) {
    boolean isBodysEnd = failure instanceof Failure.Truncated;
    boolean isWhole = isBodysEnd ? end.isBelievedOfWholeBody() : said && end.isBelieved();
    last = isWhole ? new End() : new Broken(failure);
  }

  private void pause(Duration duration) throws InterruptedException {
    reader = Thread.currentThread();
    long until = time.nanos() + duration.toNanos();
    while (aborted == null && time.nanos() < until) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      time.park(Duration.ofNanos(until - time.nanos()));
    }
  }

  @Override
  public void abort(Failure cause) {
    if (aborted == null) {
      aborted = cause;
    }
    Thread waiting = reader;
    if (waiting != null) {
      time.unpark(waiting);
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  private static Failure truncated() {
    return new Failure.Truncated(FailureDetail.of("the stream ended without a finish reason"));
  }
}
