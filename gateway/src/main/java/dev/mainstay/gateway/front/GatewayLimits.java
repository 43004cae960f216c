package dev.mainstay.gateway.front;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway takes from its callers, and how long it waits for them: declared here alone, and
 * held by configuration, builder and server. Immutable.
 */
public final class GatewayLimits {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;
  private static final int MOST_CALLS = 1_000_000;
  private static final GatewayLimits DEFAULT = new GatewayLimits(new Values());

  private final Values values;

  private GatewayLimits(Values values) {
    this.values = values;
  }

  /** The limits with every default. */
  public static GatewayLimits defaults() {
    return DEFAULT;
  }

  /** The longest body of a request, also once unpacked; 64 MiB by default, 1 byte to 1 GiB. */
  public int maxBodyBytes() {
    return values.maxBodyBytes;
  }

  /**
   * These limits with another for bodies.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public GatewayLimits withMaxBodyBytes(int maxBodyBytes) {
    requireRange("maxBodyBytes", maxBodyBytes, 1, 1024 * MIB);
    return with(values -> values.maxBodyBytes = maxBodyBytes);
  }

  /** The longest request line and headers; 64 KiB by default, 1 byte to 1 MiB. */
  public int maxHeaderBytes() {
    return values.maxHeaderBytes;
  }

  /**
   * These limits with another for request line and headers.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public GatewayLimits withMaxHeaderBytes(int maxHeaderBytes) {
    requireRange("maxHeaderBytes", maxHeaderBytes, 1, MIB);
    return with(values -> values.maxHeaderBytes = maxHeaderBytes);
  }

  /**
   * How many calls may be in hand at once, those that wait for a provider's limit included; 10,000
   * by default, 1 to 1,000,000.
   */
  public int maxInFlight() {
    return values.maxInFlight;
  }

  /**
   * These limits with another for calls in hand.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public GatewayLimits withMaxInFlight(int maxInFlight) {
    requireRange("maxInFlight", maxInFlight, 1, MOST_CALLS);
    return with(values -> values.maxInFlight = maxInFlight);
  }

  /**
   * How many calls may wait to be taken in hand, by turns of their users; 10,000 by default, 0 to
   * 1,000,000. Who comes then is answered with 503 at once, and told when to ask again.
   */
  public int maxWaiting() {
    return values.maxWaiting;
  }

  /**
   * These limits with another for calls that wait.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public GatewayLimits withMaxWaiting(int maxWaiting) {
    requireRange("maxWaiting", maxWaiting, 0, MOST_CALLS);
    return with(values -> values.maxWaiting = maxWaiting);
  }

  /** How long a call may wait to be taken in hand before it gets its 503; 30 s by default. */
  public Duration maxWait() {
    return values.maxWait;
  }

  /**
   * These limits with another longest wait.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public GatewayLimits withMaxWait(Duration maxWait) {
    requirePositive("maxWait", maxWait);
    return with(values -> values.maxWait = maxWait);
  }

  /** By when a request's head must be whole; 30 s by default, above zero. */
  public Duration headTimeout() {
    return values.headTimeout;
  }

  /**
   * These limits with another time for a request's head.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public GatewayLimits withHeadTimeout(Duration headTimeout) {
    requirePositive("headTimeout", headTimeout);
    return with(values -> values.headTimeout = headTimeout);
  }

  /** How long a request's body may be still; 30 s by default, above zero. */
  public Duration bodyTimeout() {
    return values.bodyTimeout;
  }

  /**
   * These limits with another time for a still body.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public GatewayLimits withBodyTimeout(Duration bodyTimeout) {
    requirePositive("bodyTimeout", bodyTimeout);
    return with(values -> values.bodyTimeout = bodyTimeout);
  }

  /**
   * How long a caller may take no byte of its answer before it is cut off; 300 s by default, above
   * zero.
   */
  public Duration readerTimeout() {
    return values.readerTimeout;
  }

  /**
   * These limits with another patience with slow readers.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public GatewayLimits withReaderTimeout(Duration readerTimeout) {
    requirePositive("readerTimeout", readerTimeout);
    return with(values -> values.readerTimeout = readerTimeout);
  }

  /**
   * How long a gateway that stops still listens, with readiness red and new calls refused, for a
   * load balancer to see it; zero by default, which is right where none asks.
   */
  public Duration shutdownDelay() {
    return values.shutdownDelay;
  }

  /**
   * These limits with another time to be seen stopping.
   *
   * @throws IllegalArgumentException if it is below zero
   */
  public GatewayLimits withShutdownDelay(Duration shutdownDelay) {
    requireNotNegative("shutdownDelay", shutdownDelay);
    return with(values -> values.shutdownDelay = shutdownDelay);
  }

  /**
   * How long a stream may be silent before its caller is sent a comment, so that nobody between
   * takes the connection for dead; 15 s by default, above zero.
   */
  public Duration keepAliveInterval() {
    return values.keepAliveInterval;
  }

  /**
   * These limits with another silence before a comment.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public GatewayLimits withKeepAliveInterval(Duration keepAliveInterval) {
    requirePositive("keepAliveInterval", keepAliveInterval);
    return with(values -> values.keepAliveInterval = keepAliveInterval);
  }

  /**
   * How long a stream may be without output before its head is sent, with a comment after it; 30 s
   * by default, zero for ever.
   */
  public Duration streamHeadAfter() {
    return values.streamHeadAfter;
  }

  /**
   * These limits with another wait before a stream's head.
   *
   * @throws IllegalArgumentException if it is below zero
   */
  public GatewayLimits withStreamHeadAfter(Duration streamHeadAfter) {
    requireNotNegative("streamHeadAfter", streamHeadAfter);
    return with(values -> values.streamHeadAfter = streamHeadAfter);
  }

  /**
   * How long streams in flight may go on when the gateway stops; 25 s by default, so that it ends
   * within the 30 s that Kubernetes and Docker's users are used to; zero for none.
   */
  public Duration graceTime() {
    return values.graceTime;
  }

  /**
   * These limits with another time to finish.
   *
   * @throws IllegalArgumentException if it is below zero
   */
  public GatewayLimits withGraceTime(Duration graceTime) {
    requireNotNegative("graceTime", graceTime);
    return with(values -> values.graceTime = graceTime);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GatewayLimits that && values.all().equals(that.values.all());
  }

  @Override
  public int hashCode() {
    return values.all().hashCode();
  }

  @Override
  public String toString() {
    return "GatewayLimits" + values.all();
  }

  private GatewayLimits with(Consumer<Values> change) {
    Values changed = new Values(values);
    change.accept(changed);
    return new GatewayLimits(changed);
  }

  private static void requireRange(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(what + " is " + value + "; use " + least + " to " + most);
    }
  }

  private static void requireNotNegative(String what, Duration value) {
    Objects.requireNonNull(value, what);
    if (value.isNegative()) {
      throw new IllegalArgumentException(what + " is " + value + "; use zero or more");
    }
  }

  private static void requirePositive(String what, Duration value) {
    Objects.requireNonNull(value, what);
    if (!value.isPositive()) {
      throw new IllegalArgumentException(what + " is " + value + "; use a duration above zero");
    }
  }

  /** Changed only before anybody else sees it. */
  private static final class Values {
    private int maxBodyBytes = 64 * MIB;
    private int maxHeaderBytes = 64 * KIB;
    private int maxInFlight = 10_000;
    private int maxWaiting = 10_000;
    private Duration maxWait = Duration.ofSeconds(30);
    private Duration headTimeout = Duration.ofSeconds(30);
    private Duration bodyTimeout = Duration.ofSeconds(30);
    private Duration readerTimeout = Duration.ofSeconds(300);
    private Duration shutdownDelay = Duration.ZERO;
    private Duration keepAliveInterval = Duration.ofSeconds(15);
    private Duration streamHeadAfter = Duration.ofSeconds(30);
    private Duration graceTime = Duration.ofSeconds(25);

    Values() {}

    Values(Values from) {
      maxBodyBytes = from.maxBodyBytes;
      maxHeaderBytes = from.maxHeaderBytes;
      maxInFlight = from.maxInFlight;
      maxWaiting = from.maxWaiting;
      maxWait = from.maxWait;
      headTimeout = from.headTimeout;
      bodyTimeout = from.bodyTimeout;
      readerTimeout = from.readerTimeout;
      shutdownDelay = from.shutdownDelay;
      keepAliveInterval = from.keepAliveInterval;
      streamHeadAfter = from.streamHeadAfter;
      graceTime = from.graceTime;
    }

    List<Object> all() {
      return List.of(
          maxBodyBytes,
          maxHeaderBytes,
          maxInFlight,
          maxWaiting,
          maxWait,
          headTimeout,
          bodyTimeout,
          readerTimeout,
          shutdownDelay,
          keepAliveInterval,
          streamHeadAfter,
          graceTime);
    }
  }
}
