package dev.mainstay.gateway.server;

import dev.mainstay.transport.ConnectionFailures;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.TransportException;
import io.netty.channel.Channel;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A connection in the making. */
// Nobody waits for the futures that Netty returns.
@SuppressWarnings("FutureReturnValueIgnored")
final class Connecting {
  private final CompletableFuture<ClientConnection> result = new CompletableFuture<>();
  private volatile @Nullable Channel channel;

  /**
   * The connection, which is the caller's from then on; one that fails, comes too late, or comes as
   * the waiter leaves, is closed.
   */
  ClientConnection await(HttpCall call) throws IOException, InterruptedException {
    boolean isTaken = false;
    try {
      ClientConnection connection =
          result.get(call.connectTimeout().toNanos(), TimeUnit.NANOSECONDS);
      isTaken = true;
      return connection;
    } catch (TimeoutException late) {
      throw timedOut(call);
    } catch (CancellationException cancelled) {
      throw new IOException("connecting was cancelled", cancelled);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      if (cause instanceof TransportException told) {
        throw new TransportException(told.failure(), told);
      }
      if (cause instanceof ConnectTimeoutException) {
        throw timedOut(call);
      }
      throw new TransportException(ConnectionFailures.of(cause, call), cause);
    } finally {
      if (!isTaken) {
        leave();
      }
    }
  }

  /**
   * The waiter leaves: an interrupt or the limit may be met after the connection has come and
   * before it was taken.
   */
  void leave() {
    cancel();
    if (!result.isCompletedExceptionally()) {
      result.join().close();
    }
  }

  /** Has {@code action} run when it is over. */
  void whenOver(Runnable action) {
    CompletableFuture<?> unused = result.whenComplete((connection, failure) -> action.run());
  }

  private static TransportException timedOut(HttpCall call) {
    return new TransportException(ConnectionFailures.connectTimeout(call));
  }

  /** Ends it from any thread; without effect once it has succeeded. */
  void cancel() {
    result.cancel(false);
    closeIfOver();
  }

  boolean isOver() {
    return result.isDone();
  }

  /** The channel that is being connected now. */
  void trying(Channel attempt) {
    channel = attempt;
    closeIfOver();
  }

  void succeeded(ClientConnection connection) {
    if (!result.complete(connection)) {
      connection.close();
    }
  }

  void failed(Throwable cause) {
    result.completeExceptionally(cause);
    closeIfOver();
  }

  private void closeIfOver() {
    Channel attempt = channel;
    // One that could not even be made, for want of a descriptor, is on no loop and cannot be
    // closed.
    if (attempt != null && attempt.isOpen() && result.isCompletedExceptionally()) {
      attempt.close();
    }
  }
}
