package dev.mainstay.program;

import java.util.concurrent.CompletableFuture;

/** A call on a virtual thread, which ends when the future does. */
final class ProgramFuture {
  private ProgramFuture() {}

  static <I, O> CompletableFuture<O> of(Program<I, O> program, I input) {
    CompletableFuture<O> future = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .name("mainstay-program")
            .unstarted(() -> {
              try {
                future.complete(program.call(input));
              } catch (Throwable e) {
                future.completeExceptionally(e);
              }
            });
    var unused = future.whenComplete((value, failure) -> thread.interrupt());
    thread.start();
    return future;
  }
}
