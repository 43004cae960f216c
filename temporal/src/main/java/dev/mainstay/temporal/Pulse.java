package dev.mainstay.temporal;

import dev.mainstay.time.TimeSource;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeat of an activity attempt: every second, so that a slow model is not taken for a dead
 * worker, and learns from the answer when the attempt is to end.
 */
final class Pulse implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final ActivityExecutionContext context;
  private final Supplier<CallProgress> progress;
  private final TimeSource time;
  private final Runnable onEnd;
  private final Thread thread;
  // What was told later is heard later.
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable ActivityCompletionException end;
  private volatile boolean closed;
  private volatile boolean beaten;

  /**
   * A heart that does not beat yet.
   *
   * @param onEnd is run once, on another thread, when the attempt is to end
   */
  Pulse(
      ActivityExecutionContext context,
      Supplier<CallProgress> progress,
      TimeSource time,
      Runnable onEnd) {
    this.context = context;
    this.progress = progress;
    this.time = time;
    this.onEnd = onEnd;
    this.thread = Thread.ofVirtual().name("mainstay-heartbeat").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Beats now, on the caller's thread; heard within a second, by a server that is there. */
  void beat() throws ActivityCompletionException {
    lock.lock();
    try {
      context.heartbeat(progress.get());
      beaten = true;
    } catch (RejectedExecutionException workerIsShutDown) {
      // As where the server is away: nothing is heard, and the call's own end is told as it is.
    } finally {
      lock.unlock();
    }
  }

  /**
   * Beats now, and has been heard when this returns: other beats of one second may become one.
   *
   * @throws ActivityCompletionException if the attempt is to end, or the server is away
   */
  void beatThrough() throws ActivityCompletionException {
    lock.lock();
    try {
      // What the client holds back must not be told after what is newer.
      if (beaten) {
        beat();
      }
      context
          .getWorkflowClient()
          .newActivityCompletionClient()
          .heartbeat(context.getTaskToken(), progress.get());
    } finally {
      lock.unlock();
    }
  }

  /** Why the attempt is to end; nothing where it goes on. */
  Optional<ActivityCompletionException> end() {
    return Optional.ofNullable(end);
  }

  private void run() {
    while (!closed && end == null) {
      time.park(INTERVAL);
      if (!closed) {
        tick();
      }
    }
  }

  /** The beat of a second; what it learns is passed on before it returns. */
  void tick() {
    try {
      beat();
    } catch (ActivityCompletionException told) {
      end = told;
      onEnd.run();
    } catch (RuntimeException unreachable) {
      // The server is away: whether the attempt goes on is told by the next beat that arrives.
    }
  }

  @Override
  public void close() {
    closed = true;
    time.unpark(thread);
  }
}
