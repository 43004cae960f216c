package dev.mainstay.gateway.server;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * TLS 1.2 and 1.3 in front of a {@link GatewayServer}, by a certificate and its key in PEM files.
 *
 * <p>Thread-safe.
 */
public final class ServerTls {
  // So that a handshake holds up nobody's stream.
  private static final Executor HANDSHAKES = Thread::startVirtualThread;
  // A farewell that a peer does not take must not keep its connection.
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final Path certificate;
  private final Path key;
  private final ReentrantLock lock = new ReentrantLock();
  private PemPair seen;
  private volatile SslContext context;

  private ServerTls(Path certificate, Path key) throws IOException {
    this.certificate = certificate;
    this.key = key;
    this.seen = PemPair.of(certificate, key);
    this.context = context(seen);
  }

  /**
   * TLS by what the two files hold now.
   *
   * @param certificate the server's certificate, and after it those that vouch for it
   * @param key its private key, not locked by a password
   * @throws IOException if that cannot be used; the message says which file is wrong, and what
   */
  public static ServerTls of(Path certificate, Path key) throws IOException {
    return new ServerTls(certificate, key);
  }

  /**
   * Reads the files again; what they hold now is for connections from now on.
   *
   * @return whether they hold another pair than before
   * @throws IOException if that cannot be used; what was used until then stays in use
   */
  public boolean renew() throws IOException {
    lock.lock();
    try {
      PemPair found = PemPair.of(certificate, key);
      if (found.equals(seen)) {
        return false;
      }
      context = context(found);
      seen = found;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private static SslContext context(PemPair pair) throws IOException {
    return SslContextBuilder.forServer(pair.key(), pair.chain().toArray(X509Certificate[]::new))
        .sslProvider(SslProvider.JDK)
        .protocols("TLSv1.3", "TLSv1.2")
        .build();
  }

  /** What a new connection begins with; its handshake must be over after {@code limit}. */
  SslHandler newHandler(ByteBufAllocator allocator, Duration limit) {
    SslHandler handler = context.newHandler(allocator, HANDSHAKES);
    handler.setHandshakeTimeoutMillis(limit.toMillis());
    handler.setCloseNotifyFlushTimeoutMillis(FAREWELL.toMillis());
    return handler;
  }
}
