package dev.mainstay.gateway.api;

import dev.mainstay.Mainstay;
import dev.mainstay.gateway.Gateway;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.transport.Transport;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A library and a gateway of the same configuration, each begun when it is first asked for. */
final class Faces implements AutoCloseable {
  // Thousands of calls need no client each.
  private static final Transport JDK = Transport.jdk();

  private final GatewayConfig config;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Mainstay library;
  private @Nullable Gateway gateway;

  Faces(GatewayConfig config) {
    this.config = config;
  }

  /** The library, on connections that all share. */
  Mainstay library() {
    lock.lock();
    try {
      if (library == null) {
        library = config.apply(Mainstay.builder().transport(JDK)).build();
      }
      return library;
    } finally {
      lock.unlock();
    }
  }

  /** A client of the gateway's chat, completions and embeddings. */
  GatewayClient client() throws IOException {
    return new GatewayClient(port());
  }

  /** A client of the gateway's messages. */
  MessagesClient messages() throws IOException {
    return new MessagesClient(port());
  }

  private int port() throws IOException {
    lock.lock();
    try {
      if (gateway == null) {
        gateway = Gateway.start(config);
      }
      return gateway.port();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    if (library != null) {
      library.close();
    }
    if (gateway != null) {
      gateway.close();
    }
  }
}
