package dev.mainstay.gateway.server;

import java.time.Duration;

/**
 * How a {@link GatewayServer} listens, and what it lets its callers do.
 *
 * @param host the address to listen on; default {@code 127.0.0.1}
 * @param port the port, 0 for any free one, which is the default
 * @param maxHeadBytes the most bytes of request line and headers; default 64 KiB
 * @param maxBodyBytes the most bytes of a body, packed and unpacked; default 64 MiB
 * @param headTimeout how long a request's head may take from its first byte; default 30 s
 * @param bodyTimeout how long a request's body may stand still; default 30 s
 * @param readerTimeout how long a caller may take no byte of its answer; default 300 s
 * @param keepAliveTimeout how long a connection may wait for its next request; default 120 s, longer
 *     than common clients keep theirs, so that it is they who close
 * @param errors puts the server's own errors into words; default {@link ErrorRenderer#text()}
 */
public record ServerOptions(
    String host,
    int port,
    int maxHeadBytes,
    int maxBodyBytes,
    Duration headTimeout,
    Duration bodyTimeout,
    Duration readerTimeout,
    Duration keepAliveTimeout,
    ErrorRenderer errors) {

  /** Checks that sizes and durations are above zero, and that the port is one. */
  public ServerOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
    }
    if (maxHeadBytes < 1 || maxBodyBytes < 1) {
      throw new IllegalArgumentException("a limit of bytes is at least 1");
    }
    requirePositive(headTimeout, "headTimeout");
    requirePositive(bodyTimeout, "bodyTimeout");
    requirePositive(readerTimeout, "readerTimeout");
    requirePositive(keepAliveTimeout, "keepAliveTimeout");
  }

  private static void requirePositive(Duration duration, String name) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(name + " must be above zero, not " + duration);
    }
  }

  /** The defaults. */
  public static ServerOptions defaults() {
    return builder().build();
  }

  /** A builder that starts with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects options. */
  public static final class Builder {
    private String host = "127.0.0.1";
    private int port;
    private int maxHeadBytes = 64 * 1024;
    private int maxBodyBytes = 64 * 1024 * 1024;
    private Duration headTimeout = Duration.ofSeconds(30);
    private Duration bodyTimeout = Duration.ofSeconds(30);
    private Duration readerTimeout = Duration.ofSeconds(300);
    private Duration keepAliveTimeout = Duration.ofSeconds(120);
    private ErrorRenderer errors = ErrorRenderer.text();

    private Builder() {}

    /** The address to listen on. */
    public Builder host(String host) {
      this.host = host;
      return this;
    }

    /** The port, 0 for any free one. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /** The most bytes of request line and headers. */
    public Builder maxHeadBytes(int bytes) {
      this.maxHeadBytes = bytes;
      return this;
    }

    /** The most bytes of a body, packed and unpacked. */
    public Builder maxBodyBytes(int bytes) {
      this.maxBodyBytes = bytes;
      return this;
    }

    /** How long a request's head may take from its first byte. */
    public Builder headTimeout(Duration longest) {
      this.headTimeout = longest;
      return this;
    }

    /** How long a request's body may stand still. */
    public Builder bodyTimeout(Duration longest) {
      this.bodyTimeout = longest;
      return this;
    }

    /** How long a caller may take no byte of its answer. */
    public Builder readerTimeout(Duration longest) {
      this.readerTimeout = longest;
      return this;
    }

    /** How long a connection may wait for its next request. */
    public Builder keepAliveTimeout(Duration longest) {
      this.keepAliveTimeout = longest;
      return this;
    }

    /** What puts the server's own errors into words. */
    public Builder errors(ErrorRenderer errors) {
      this.errors = errors;
      return this;
    }

    /** The options. */
    public ServerOptions build() {
      return new ServerOptions(
          host,
          port,
          maxHeadBytes,
          maxBodyBytes,
          headTimeout,
          bodyTimeout,
          readerTimeout,
          keepAliveTimeout,
          errors);
    }
  }
}
