package dev.mainstay.gateway.config;

import java.time.Duration;

/**
 * What the gateway takes from its callers, and how long it waits for them.
 *
 * @param maxBodyBytes the longest body of a request, also once unpacked; 64 MiB by default, 1 byte
 *     to 1 GiB
 * @param maxHeaderBytes the longest request line and headers; 64 KiB by default, 1 byte to 1 MiB
 * @param headTimeout by when a request's head must be whole; 30 s by default, above zero
 * @param bodyTimeout how long a request's body may be still; 30 s by default, above zero
 * @param readerTimeout how long a caller may take no byte of its answer before it is cut off; 300 s
 *     by default, above zero
 * @param shutdownDelay how long a gateway that stops still listens, with readiness red and new
 *     calls refused, for a load balancer to see it; zero by default, which is right where none asks
 * @param keepAliveInterval how long a stream may be silent before its caller is sent a comment, so
 *     that nobody between takes the connection for dead; 15 s by default, above zero
 * @param graceTime how long streams in flight may go on when the gateway stops; 25 s by default, so
 *     that it ends within the 30 s that Kubernetes and Docker's users are used to; zero for none
 */
public record GatewayLimits(
    int maxBodyBytes,
    int maxHeaderBytes,
    Duration headTimeout,
    Duration bodyTimeout,
    Duration readerTimeout,
    Duration shutdownDelay,
    Duration keepAliveInterval,
    Duration graceTime) {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;
  private static final GatewayLimits DEFAULT =
      new GatewayLimits(
          64 * MIB,
          64 * KIB,
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(300),
          Duration.ZERO,
          Duration.ofSeconds(15),
          Duration.ofSeconds(25));

  /** Limits; checks their ranges. */
  public GatewayLimits {
    requireRange("maxBodyBytes", maxBodyBytes, 1024 * MIB);
    requireRange("maxHeaderBytes", maxHeaderBytes, MIB);
    requirePositive("headTimeout", headTimeout);
    requirePositive("bodyTimeout", bodyTimeout);
    requirePositive("readerTimeout", readerTimeout);
    requireNotNegative("shutdownDelay", shutdownDelay);
    requirePositive("keepAliveInterval", keepAliveInterval);
    requireNotNegative("graceTime", graceTime);
  }

  /** The limits with every default. */
  public static GatewayLimits defaults() {
    return DEFAULT;
  }

  /** These limits with another for bodies. */
  public GatewayLimits withMaxBodyBytes(int maxBodyBytes) {
    return new GatewayLimits(
        maxBodyBytes,
        maxHeaderBytes,
        headTimeout,
        bodyTimeout,
        readerTimeout,
        shutdownDelay,
        keepAliveInterval,
        graceTime);
  }

  /** These limits with another for request line and headers. */
  public GatewayLimits withMaxHeaderBytes(int maxHeaderBytes) {
    return new GatewayLimits(
        maxBodyBytes,
        maxHeaderBytes,
        headTimeout,
        bodyTimeout,
        readerTimeout,
        shutdownDelay,
        keepAliveInterval,
        graceTime);
  }

  /** These limits with another time for a request's head. */
  public GatewayLimits withHeadTimeout(Duration headTimeout) {
    return new GatewayLimits(
        maxBodyBytes,
        maxHeaderBytes,
        headTimeout,
        bodyTimeout,
        readerTimeout,
        shutdownDelay,
        keepAliveInterval,
        graceTime);
  }

  /** These limits with another time for a still body. */
  public GatewayLimits withBodyTimeout(Duration bodyTimeout) {
    return new GatewayLimits(
        maxBodyBytes,
        maxHeaderBytes,
        headTimeout,
        bodyTimeout,
        readerTimeout,
        shutdownDelay,
        keepAliveInterval,
        graceTime);
  }

  /** These limits with another patience with slow readers. */
  public GatewayLimits withReaderTimeout(Duration readerTimeout) {
    return new GatewayLimits(
        maxBodyBytes,
        maxHeaderBytes,
        headTimeout,
        bodyTimeout,
        readerTimeout,
        shutdownDelay,
        keepAliveInterval,
        graceTime);
  }

  /** These limits with another time to be seen stopping. */
  public GatewayLimits withShutdownDelay(Duration shutdownDelay) {
    return new GatewayLimits(
        maxBodyBytes,
        maxHeaderBytes,
        headTimeout,
        bodyTimeout,
        readerTimeout,
        shutdownDelay,
        keepAliveInterval,
        graceTime);
  }

  /** These limits with another silence before a comment. */
  public GatewayLimits withKeepAliveInterval(Duration keepAliveInterval) {
    return new GatewayLimits(
        maxBodyBytes,
        maxHeaderBytes,
        headTimeout,
        bodyTimeout,
        readerTimeout,
        shutdownDelay,
        keepAliveInterval,
        graceTime);
  }

  /** These limits with another time to finish. */
  public GatewayLimits withGraceTime(Duration graceTime) {
    return new GatewayLimits(
        maxBodyBytes,
        maxHeaderBytes,
        headTimeout,
        bodyTimeout,
        readerTimeout,
        shutdownDelay,
        keepAliveInterval,
        graceTime);
  }

  private static void requireRange(String what, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(what + " is " + value + "; use 1 to " + most);
    }
  }

  private static void requireNotNegative(String what, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(what + " is " + value + "; use zero or more");
    }
  }

  private static void requirePositive(String what, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(what + " is " + value + "; use a duration above zero");
    }
  }
}
