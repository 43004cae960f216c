package dev.mainstay;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A call on a thread of its own, which ends when the future is cancelled. */
final class CallFuture<T> extends CompletableFuture<T> {
  private final Thread thread;

  private CallFuture(Supplier<T> call) {
    thread = Thread.ofVirtual().name("mainstay-call").unstarted(() -> complete(call));
  }

  static <T> CompletableFuture<T> of(Supplier<T> call) {
    CallFuture<T> future = new CallFuture<>(call);
    future.thread.start();
    return future;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    thread.interrupt();
    return cancelled;
  }

  private void complete(Supplier<T> call) {
    try {
      complete(call.get());
    } catch (Throwable e) {
      completeExceptionally(e);
    }
  }
}
