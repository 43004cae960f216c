package dev.mainstay.gateway;

import dev.mainstay.Mainstay;
import dev.mainstay.MainstayBuilder;
import dev.mainstay.event.CallListener;
import dev.mainstay.gateway.api.Api;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.config.GatewayLimits;
import dev.mainstay.gateway.server.EventLoops;
import dev.mainstay.gateway.server.GatewayServer;
import dev.mainstay.gateway.server.NettyTransport;
import dev.mainstay.gateway.server.ServerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

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
  private final EventLoops loops;
  private final NettyTransport transport;
  private final Mainstay mainstay;
  private final AtomicBoolean isReady = new AtomicBoolean(true);
  private final GatewayServer server;
  private final Duration graceTime;

  private Gateway(GatewayConfig config, List<CallListener> listeners) throws IOException {
    loops = EventLoops.start();
    transport = NettyTransport.on(loops);
    MainstayBuilder builder = config.apply(Mainstay.builder()).transport(transport);
    listeners.forEach(builder::listener);
    mainstay = builder.build();
    graceTime = config.limits().graceTime();
    server = listen(config);
  }

  /**
   * Starts a gateway.
   *
   * @param listeners are told what happens in its calls
   * @throws IOException if it cannot listen where it should; the message says why
   * @throws IllegalArgumentException if the configuration cannot work
   */
  public static Gateway start(GatewayConfig config, CallListener... listeners)
      throws IOException {
    return new Gateway(config, List.of(listeners));
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /**
   * Stops: takes no new calls, lets those in flight finish within the grace time, then ends them with an
   * error. Returns when all is over.
   */
  @Override
  public void close() {
    stop(graceTime);
  }

  /** As {@link #close}, with another grace time. */
  public void stop(Duration graceTime) {
    isReady.set(false);
    server.stop(graceTime);
    mainstay.close();
    transport.close();
    loops.close();
  }

  private GatewayServer listen(GatewayConfig config) throws IOException {
    try {
      return GatewayServer.start(
          loops, options(config), new Api(mainstay, config.masterKey(), isReady::get));
    } catch (IOException | RuntimeException e) {
      transport.close();
      loops.close();
      throw e;
    }
  }

  private static ServerOptions options(GatewayConfig config) {
    GatewayLimits limits = config.limits();
    return ServerOptions.defaults()
        .withAddress(config.host(), config.port())
        .withLimits(limits.maxHeaderBytes(), limits.maxBodyBytes())
        .withRequestTimeouts(limits.headTimeout(), limits.bodyTimeout())
        .withReaderTimeout(limits.readerTimeout())
        .withErrors(Api.errors());
  }
}
