package dev.mainstay.async;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A call on a thread of its own, which ends when anybody but the call completes the future, in
 * whatever way: before those who wait for the future go on.
 */
public final class CallFuture<T> extends CompletableFuture<T> {
  private final Thread thread;
  private final AtomicBoolean isTaken = new AtomicBoolean();

  private CallFuture(Supplier<T> call) {
    thread = Thread.ofVirtual().name("mainstay-call").unstarted(() -> run(call));
  }

  /** The future of {@code call}, which has begun. */
  public static <T> CompletableFuture<T> of(Supplier<T> call) {
    CallFuture<T> future = new CallFuture<>(call);
    // For the ways that go past the methods below.
    CompletableFuture<T> unused = future.whenComplete((answer, failure) -> future.end());
    future.thread.start();
    return future;
  }

  @Override
  public boolean complete(T value) {
    end();
    return super.complete(value);
  }

  @Override
  public boolean completeExceptionally(Throwable cause) {
    end();
    return super.completeExceptionally(cause);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    end();
    return super.cancel(mayInterruptIfRunning);
  }

  // Whoever is first, the call or somebody else, completes the future; a call that is not over is
  // interrupted then, and a thread that has completed its future never: it runs what waited for it.
  private void end() {
    if (isTaken.compareAndSet(false, true)) {
      thread.interrupt();
    }
  }

  private void run(Supplier<T> call) {
    try {
      T answer = call.get();
      if (isTaken.compareAndSet(false, true)) {
        super.complete(answer);
      }
    } catch (Throwable e) {
      if (isTaken.compareAndSet(false, true)) {
        super.completeExceptionally(e);
      }
    }
  }
}
