package dev.mainstay.gateway.server;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * What connections to vendors are secured by, made once and only when somebody asks for it: to read
 * the platform's authorities takes half as long as a gateway's start. Thread-safe.
 */
final class ClientTls {
  private final Supplier<SSLContext> source;
  private final AtomicBoolean isBegun = new AtomicBoolean();
  private final CompletableFuture<JdkSslContext> context = new CompletableFuture<>();

  /** One of what {@code source} gives. */
  ClientTls(Supplier<SSLContext> source) {
    this.source = source;
  }

  /** One that trusts whom {@code tls} trusts. */
  static ClientTls of(SSLContext tls) {
    return new ClientTls(() -> tls);
  }

  /** One that trusts the platform's certificate authorities. */
  static ClientTls ofPlatform() {
    return new ClientTls(ClientTls::platform);
  }

  /** The context, which begins to be made now if nobody has asked for it before. */
  CompletableFuture<JdkSslContext> context() {
    if (isBegun.compareAndSet(false, true)) {
      Thread.ofVirtual().name("mainstay-tls").start(this::make);
    }
    return context;
  }

  private void make() {
    try {
      context.complete(netty(source.get()));
    } catch (RuntimeException | Error unavailable) {
      context.completeExceptionally(unavailable);
    }
  }

  private static SSLContext platform() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the platform has no TLS", e);
    }
  }

  private static JdkSslContext netty(SSLContext tls) {
    return new JdkSslContext(
        tls, true, null, IdentityCipherSuiteFilter.INSTANCE, null, ClientAuth.NONE, null, false);
  }
}
