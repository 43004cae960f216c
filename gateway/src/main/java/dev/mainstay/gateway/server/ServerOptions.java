package dev.mainstay.gateway.server;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How a {@link GatewayServer} listens, and what it lets its callers do.
 *
 * @param host the address to listen on; default {@code 127.0.0.1}
 * @param port the port, 0 for any free one, which is the default
 * @param limits how much a caller may send
 * @param timeouts how long a caller may take
 * @param errors puts the server's own errors into words; default {@link ErrorRenderer#text()}
 * @param crossOrigin which websites' scripts may call; by default none's
 * @param tls what callers are met with; by default nothing, and they speak plain HTTP
 */
public record ServerOptions(
    String host,
    int port,
    Limits limits,
    Timeouts timeouts,
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
   * How much a caller may send.
   *
   * @param headBytes the most bytes of request line and headers; default 64 KiB
   * @param bodyBytes the most bytes of a body, packed and unpacked; default 64 MiB
   */
  public record Limits(int headBytes, int bodyBytes) {
    /** Checks that both are above zero. */
    public Limits {
      if (headBytes < 1 || bodyBytes < 1) {
        throw new IllegalArgumentException(
            "a request has at least 1 byte of head and may have 1 of body, not "
                + headBytes
                + " and "
                + bodyBytes);
      }
    }
  }

  /**
   * How long a caller may take. They are looked at now and then: each may end late by a quarter,
   * but by no more than a second.
   *
   * @param head for a request's head, from its first byte; default 30 s
   * @param body for the next byte of a request's body; default 30 s
   * @param reader to take the next byte of its answer; default 300 s
   * @param silence for us to send the next byte of a stream, before its {@linkplain
   *     ResponseStream#fillSilence filler} is sent; default 15 s
   * @param keepAlive for the next request on a connection; default 120 s, longer than common
   *     clients keep theirs, so that it is they who close
   * @param ahead for us to give the next answer to a caller that has sent far more requests ahead,
   *     before what it sends on is dropped; default 50 ms
   */
  public record Timeouts(
      Duration head,
      Duration body,
      Duration reader,
      Duration silence,
      Duration keepAlive,
      Duration ahead) {
    /** Checks that all are above zero. */
    public Timeouts {
      requirePositive(head, "head");
      requirePositive(body, "body");
      requirePositive(reader, "reader");
      requirePositive(silence, "silence");
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
        new Limits(64 * 1024, 64 * 1024 * 1024),
        new Timeouts(
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(300),
            Duration.ofSeconds(15),
            Duration.ofSeconds(120),
            Duration.ofMillis(50)),
        ErrorRenderer.text(),
        CrossOrigin.none(),
        Optional.empty());
  }

  /** These options with another address and port. */
  public ServerOptions withAddress(String host, int port) {
    return new ServerOptions(host, port, limits, timeouts, errors, crossOrigin, tls);
  }

  /** These options with other limits. */
  public ServerOptions withLimits(int headBytes, int bodyBytes) {
    return new ServerOptions(
        host, port, new Limits(headBytes, bodyBytes), timeouts, errors, crossOrigin, tls);
  }

  /** These options with other timeouts for what callers send. */
  public ServerOptions withRequestTimeouts(Duration head, Duration body) {
    return with(
        new Timeouts(
            head, body, timeouts.reader, timeouts.silence, timeouts.keepAlive, timeouts.ahead));
  }

  /** These options with another timeout for callers that do not read. */
  public ServerOptions withReaderTimeout(Duration reader) {
    return with(
        new Timeouts(
            timeouts.head,
            timeouts.body,
            reader,
            timeouts.silence,
            timeouts.keepAlive,
            timeouts.ahead));
  }

  /** These options with another timeout for idle connections. */
  public ServerOptions withKeepAliveTimeout(Duration keepAlive) {
    return with(
        new Timeouts(
            timeouts.head,
            timeouts.body,
            timeouts.reader,
            timeouts.silence,
            keepAlive,
            timeouts.ahead));
  }

  /** These options with another silence of streams before their filler is sent. */
  public ServerOptions withSilence(Duration silence) {
    return with(
        new Timeouts(
            timeouts.head,
            timeouts.body,
            timeouts.reader,
            silence,
            timeouts.keepAlive,
            timeouts.ahead));
  }

  /** These options with another timeout for answers to requests that were sent far ahead. */
  public ServerOptions withAheadTimeout(Duration ahead) {
    return with(
        new Timeouts(
            timeouts.head,
            timeouts.body,
            timeouts.reader,
            timeouts.silence,
            timeouts.keepAlive,
            ahead));
  }

  private ServerOptions with(Timeouts timeouts) {
    return new ServerOptions(host, port, limits, timeouts, errors, crossOrigin, tls);
  }

  /** These options with other words for errors. */
  public ServerOptions withErrors(ErrorRenderer errors) {
    return new ServerOptions(host, port, limits, timeouts, errors, crossOrigin, tls);
  }

  /**
   * These options for the scripts of other websites, each as browsers name it; {@code *} for all.
   */
  public ServerOptions withCrossOrigin(Set<String> origins) {
    return new ServerOptions(host, port, limits, timeouts, errors, new CrossOrigin(origins), tls);
  }

  /** These options with TLS, or without. */
  public ServerOptions withTls(Optional<ServerTls> tls) {
    return new ServerOptions(host, port, limits, timeouts, errors, crossOrigin, tls);
  }
}
