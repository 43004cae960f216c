package dev.mainstay.gateway.api;

import dev.mainstay.Mainstay;
import dev.mainstay.MainstayBuilder;
import dev.mainstay.gateway.Gateway;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Transport;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A library and a gateway of the same configuration, each begun when it is first asked for. */
final class Faces implements AutoCloseable {
  // Thousands of calls need no client each.
  private static final Transport JDK = Transport.jdk();

  private final GatewayConfig config;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Mainstay library;
  private final Optional<TimeSource> clock;
  private @Nullable Gateway gateway;
  private @Nullable TimedGateway timed;

  Faces(GatewayConfig config) {
    this(config, Optional.empty());
  }

  /** Both on this clock. */
  Faces(GatewayConfig config, TimeSource clock) {
    this(config, Optional.of(clock));
  }

  private Faces(GatewayConfig config, Optional<TimeSource> clock) {
    this.config = config;
    this.clock = clock;
  }

  /** The library, on connections that all share. */
  Mainstay library() {
    lock.lock();
    try {
      if (library == null) {
        MainstayBuilder builder = config.apply(Mainstay.builder().transport(JDK));
        clock.ifPresent(builder::time);
        library = builder.build();
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
      return clock.isPresent() ? timedPort(clock.get()) : ownPort();
    } finally {
      lock.unlock();
    }
  }

  private int ownPort() throws IOException {
    if (gateway == null) {
      gateway = Gateway.start(config);
    }
    return gateway.port();
  }

  private int timedPort(TimeSource time) throws IOException {
    if (timed == null) {
      timed = new TimedGateway(config, time);
    }
    return timed.port();
  }

  @Override
  public void close() {
    if (library != null) {
      library.close();
    }
    if (gateway != null) {
      gateway.close();
    }
    if (timed != null) {
      timed.close();
    }
  }
}
