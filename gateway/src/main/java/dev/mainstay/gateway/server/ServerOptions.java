package dev.mainstay.gateway.server;

import dev.mainstay.gateway.front.GatewayLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How a {@link GatewayServer} listens, and what it lets its callers do.
 *
 * @param host the address to listen on; default {@code 127.0.0.1}
 * @param port the port, 0 for any free one, which is the default
 * @param limits how much a caller may send, and how long it may take. Times are looked at now and
 *     then: each may end late by a quarter, but by no more than a second
 * @param connections how long connections are kept that nobody uses as they are meant to be
 * @param errors puts the server's own errors into words; default {@link ErrorRenderer#text()}
 * @param crossOrigin which websites' scripts may call; by default none's
 * @param tls what callers are met with; by default nothing, and they speak plain HTTP
 */
public record ServerOptions(
    String host,
    int port,
    GatewayLimits limits,
    ConnectionTimes connections,
    ErrorRenderer errors,
    CrossOrigin crossOrigin,
    Optional<ServerTls> tls) {

  /** Checks that the port is one. */
  public ServerOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
    }
  }

  /**
   * How long connections are kept, whatever is sent on them.
   *
   * @param keepAlive for the next request on a connection; default 120 s, longer than common
   *     clients keep theirs, so that it is they who close
   * @param ahead for us to give the next answer to a caller that has sent far more requests ahead,
   *     before what it sends on is dropped; default 50 ms
   */
  public record ConnectionTimes(Duration keepAlive, Duration ahead) {
    /** Checks that both are above zero. */
    public ConnectionTimes {
      requirePositive(keepAlive, "keepAlive");
      requirePositive(ahead, "ahead");
    }

    private static void requirePositive(Duration duration, String name) {
      if (!duration.isPositive()) {
        throw new IllegalArgumentException(
            "the timeout '" + name + "' must be above zero, not " + duration);
      }
    }
  }

  /** The defaults. */
  public static ServerOptions defaults() {
    return new ServerOptions(
        "127.0.0.1",
        0,
        GatewayLimits.defaults(),
        new ConnectionTimes(Duration.ofSeconds(120), Duration.ofMillis(50)),
        ErrorRenderer.text(),
        CrossOrigin.none(),
        Optional.empty());
  }

  /** These options with another address and port. */
  public ServerOptions withAddress(String host, int port) {
    return new ServerOptions(host, port, limits, connections, errors, crossOrigin, tls);
  }

  /** These options with other limits. */
  public ServerOptions withLimits(GatewayLimits limits) {
    return new ServerOptions(host, port, limits, connections, errors, crossOrigin, tls);
  }

  /** These options with another timeout for idle connections. */
  public ServerOptions withKeepAliveTimeout(Duration keepAlive) {
    return with(new ConnectionTimes(keepAlive, connections.ahead));
  }

  /** These options with another timeout for answers to requests that were sent far ahead. */
  public ServerOptions withAheadTimeout(Duration ahead) {
    return with(new ConnectionTimes(connections.keepAlive, ahead));
  }

  private ServerOptions with(ConnectionTimes connections) {
    return new ServerOptions(host, port, limits, connections, errors, crossOrigin, tls);
  }

  /** These options with other words for errors. */
  public ServerOptions withErrors(ErrorRenderer errors) {
    return new ServerOptions(host, port, limits, connections, errors, crossOrigin, tls);
  }

  /**
   * These options for the scripts of other websites, each as browsers name it; {@code *} for all.
   */
  public ServerOptions withCrossOrigin(Set<String> origins) {
    return new ServerOptions(
        host, port, limits, connections, errors, new CrossOrigin(origins), tls);
  }

  /** These options with TLS, or without. */
  public ServerOptions withTls(Optional<ServerTls> tls) {
    return new ServerOptions(host, port, limits, connections, errors, crossOrigin, tls);
  }
}
