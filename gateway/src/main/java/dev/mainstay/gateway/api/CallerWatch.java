package dev.mainstay.gateway.api;

import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.gateway.server.ServerRequest;
import java.util.Optional;

/**
 * Ends a call when its caller leaves, or when the gateway stops and cannot wait for it any longer.
 * The call runs on the thread that makes this; an interrupt ends it, whatever it waits for.
 */
final class CallerWatch {
  private volatile boolean isStopping;

  private CallerWatch() {}

  static CallerWatch over(ServerRequest request) {
    Thread call = Thread.currentThread();
    CallerWatch watch = new CallerWatch();
    request.onDisconnect(call::interrupt);
    request.onStop(() -> {
      watch.isStopping = true;
      call.interrupt();
    });
    return watch;
  }

  /** What to tell the caller of {@code ended}. The thread may block again afterwards. */
  Failure failure(MainstayException ended) {
    boolean wasStopped =
        isStopping && ended.failure() instanceof Failure.Cancelled && Thread.interrupted();
    return wasStopped ? stopping(ended.failure()) : ended.failure();
  }

  private static Failure stopping(Failure cancelled) {
    FailureDetail detail =
        cancelled
            .detail()
            .withMessage("the gateway is shutting down and could not finish the call; ask again")
            .withError(Optional.of("server_error"), Optional.empty(), Optional.of("shutting_down"));
    return new Failure.NoDeployment(detail);
  }
}
