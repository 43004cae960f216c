package dev.mainstay.gateway.server;

import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/**
 * How a caller's connection is closed, so that the answer is read first, and taken for what it is.
 * On its event loop.
 */
// Nobody waits for the futures that Netty returns.
@SuppressWarnings("FutureReturnValueIgnored")
final class Parting {
  // A reset destroys what was not read by then, and so does the JDK's client with a body that ends
  // too soon.
  private static final long READING_MILLIS = 1_000;
  private static final int RESET = 0;
  private static final int NO_RESET = -1;

  private final SocketChannel channel;

  Parting(SocketChannel channel) {
    this.channel = channel;
  }

  /** From now on whatever closes the connection resets it, until {@link #closesCleanly}. */
  void closesByReset() {
    linger(RESET);
  }

  void closesCleanly() {
    linger(NO_RESET);
  }

  /** Ends our side; who closes at once may destroy what the caller has yet to read. */
  void endOutput() {
    channel.config().setAutoRead(true);
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      channel.shutdownOutput();
    } else {
      tls.closeOutbound().addListener(done -> channel.shutdownOutput());
    }
  }

  /** Has {@code end} run once the caller has had the time to read; until then we read on. */
  void afterReading(Runnable end) {
    channel.config().setAutoRead(true);
    channel.eventLoop().schedule(end, READING_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Resets the connection; past TLS, whose farewell would wait for who does not read. */
  void reset() {
    closesByReset();
    channel.unsafe().close(channel.voidPromise());
  }

  private void linger(int seconds) {
    if (channel.isOpen() && channel.config().getSoLinger() != seconds) {
      channel.config().setSoLinger(seconds);
    }
  }
}
