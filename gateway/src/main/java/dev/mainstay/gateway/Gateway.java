package dev.mainstay.gateway;

import dev.mainstay.Mainstay;
import dev.mainstay.MainstayBuilder;
import dev.mainstay.call.CallListener;
import dev.mainstay.gateway.api.Admission;
import dev.mainstay.gateway.api.Api;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.config.words.Remedies;
import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.gateway.front.TlsFiles;
import dev.mainstay.gateway.server.EventLoops;
import dev.mainstay.gateway.server.GatewayServer;
import dev.mainstay.gateway.server.NettyTransport;
import dev.mainstay.gateway.server.ServerOptions;
import dev.mainstay.gateway.server.ServerTls;
import dev.mainstay.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Phaser;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The engine as an OpenAI-compatible HTTP gateway.
 *
 * <pre>{@code
 * try (Gateway gateway = Gateway.start(config)) {
 *   System.out.println("http://127.0.0.1:" + gateway.port() + "/v1");
 *   ...
 * }
 * }</pre>
 */
public final class Gateway implements AutoCloseable {
  private final EventLoops loops = EventLoops.start();
  private final NettyTransport transport = NettyTransport.on(loops);
  private final List<CallListener> listeners;
  private final GatewayConfig started;
  private final Optional<ServerTls> tls;
  private final Admission admission;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Mainstay mainstay;
  private volatile boolean isReady = true;
  private final GatewayServer server;

  // Whoever stops it needs the event loops; the last of them to be done releases all.
  private final Phaser stopping =
      new Phaser() {
        @Override
        protected boolean onAdvance(int phase, int parties) {
          release();
          return true;
        }
      };

  private Gateway(GatewayConfig config, List<CallListener> listeners) throws IOException {
    this.started = config;
    this.listeners = listeners;
    this.admission = new Admission(config.limits(), TimeSource.system());
    try {
      this.tls = tls(config);
      this.server = GatewayServer.start(loops, options(config).withTls(tls), api(config));
    } catch (IOException | RuntimeException e) {
      release();
      throw e;
    }
  }

  /**
   * Starts a gateway.
   *
   * @param listeners are told what happens in its calls
   * @throws IOException if it cannot listen where it should, or by its certificate; the message
   *     says why
   * @throws IllegalArgumentException if the configuration cannot work
   */
  public static Gateway start(GatewayConfig config, CallListener... listeners) throws IOException {
    Objects.requireNonNull(config, "config");
    Objects.requireNonNull(listeners, "listeners");
    for (CallListener listener : listeners) {
      Objects.requireNonNull(listener, "listener");
    }
    return new Gateway(config, List.of(listeners));
  }

  /**
   * Puts another configuration in force, at once and whole: for requests from now on. Calls under
   * way keep the old one.
   *
   * @return what of it takes a restart, in words; empty where all of it is in force
   * @throws IllegalArgumentException if it cannot work, or would leave everybody in where other
   *     machines reach the gateway; the old one stays in force
   */
  public List<String> reload(GatewayConfig config) {
    Objects.requireNonNull(config, "config");
    if (config.masterKey().isEmpty() && !started.isLocal()) {
      throw new IllegalArgumentException(
          "the gateway listens on "
              + started.host()
              + ", where other machines reach it, and the new configuration has no master key; "
              + Remedies.againstOpenGateway()
              + ", or restart the gateway");
    }
    lock.lock();
    try {
      server.handleBy(api(config));
    } finally {
      lock.unlock();
    }
    return takesRestart(config);
  }

  private List<String> takesRestart(GatewayConfig config) {
    List<String> unchanged = new ArrayList<>();
    if (!config.host().equals(started.host()) || config.port() != started.port()) {
      unchanged.add("host and port");
    }
    if (!ofServer(config).equals(ofServer(started))) {
      unchanged.add("limits on requests");
    }
    if (!config.front().corsOrigins().equals(started.front().corsOrigins())) {
      unchanged.add("origins of scripts (CORS)");
    }
    return unchanged;
  }

  /**
   * Reads the certificate and its key again, if there are such; what they hold now is for
   * connections from now on.
   *
   * @return whether they hold another pair than before
   * @throws IOException if that cannot be used; the message says why, and what was used until then
   *     stays in use
   */
  public boolean renewCertificate() throws IOException {
    return tls.isPresent() && tls.get().renew();
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /**
   * Stops: takes no new calls, lets those in flight finish within the grace time, then ends them
   * with an error. For {@link GatewayLimits#shutdownDelay} it first still listens, so that whoever
   * asks is told that it is not ready. Returns when all is over.
   */
  @Override
  public void close() {
    stop(started.limits().graceTime());
  }

  /**
   * As {@link #close}, with another grace time. Several threads may stop it, at the same time as
   * well: the shortest time counts.
   */
  public void stop(Duration graceTime) {
    Objects.requireNonNull(graceTime, "graceTime");
    isReady = false;
    if (stopping.register() < 0) {
      return;
    }
    try {
      server.stop(started.limits().shutdownDelay(), graceTime);
    } finally {
      stopping.arriveAndAwaitAdvance();
    }
  }

  private Api api(GatewayConfig config) {
    if (config.mayNeedTls()) {
      transport.prepareTls();
    }
    MainstayBuilder builder = config.apply(Mainstay.builder()).transport(transport);
    listeners.forEach(builder::listener);
    if (mainstay != null) {
      builder.goOnFrom(mainstay);
    }
    mainstay = builder.build();
    return new Api(mainstay, config, admission, TimeSource.system(), () -> isReady);
  }

  private void release() {
    transport.close();
    loops.close();
  }

  private static Optional<ServerTls> tls(GatewayConfig config) throws IOException {
    Optional<TlsFiles> files = config.front().tls();
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(ServerTls.of(files.get().certificate(), files.get().key()));
  }

  private static GatewayLimits ofServer(GatewayConfig config) {
    return config.limits().withStreamHeadAfter(Duration.ZERO);
  }

  private static ServerOptions options(GatewayConfig config) {
    return ServerOptions.defaults()
        .withAddress(config.host(), config.port())
        .withLimits(config.limits())
        .withCrossOrigin(Set.copyOf(config.front().corsOrigins()))
        .withErrors(Api.errors());
  }
}
