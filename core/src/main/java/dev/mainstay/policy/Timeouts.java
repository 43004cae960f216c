package dev.mainstay.policy;

import java.time.Duration;
import java.util.Optional;

/**
 * How long things may take, each timer its own. They run only while an answer is waited for: a
 * caller who reads slowly is no silent provider.
 *
 * @param connect connecting, TLS included; 5 s by default
 * @param firstToken a stream until its first output; by default 600 s, since reasoning models are
 *     silent for minutes, but 280 s while the call has somewhere else to go (clients give up after
 *     600 s)
 * @param idle a stream after its first output, between events that carry output; 120 s by default,
 *     but as long as {@code firstToken} while only reasoning has come
 * @param attempt one attempt until its answer is whole, or its stream has output; defaults as
 *     {@code firstToken}
 * @param total the whole call over attempts, waits and fallbacks, to the very end; none by default
 * @param untilOutput the whole call until its first output; none by default, 1,800 s in the gateway
 * @param untilRecovered a stream that broke after output until its first new output; none by
 *     default, 600 s in the gateway
 */
public record Timeouts(
    Duration connect,
    Optional<Duration> firstToken,
    Duration idle,
    Optional<Duration> attempt,
    Optional<Duration> total,
    Optional<Duration> untilOutput,
    Optional<Duration> untilRecovered) {
  private static final Duration PATIENT = Duration.ofMinutes(10);
  private static final Duration WITH_ALTERNATIVES = Duration.ofSeconds(280);
  private static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(5),
          Optional.empty(),
          Duration.ofMinutes(2),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Timeouts; checks that each is above zero. */
  public Timeouts {
    requirePositive("connect timeout", connect);
    requirePositive("idle timeout", idle);
    firstToken.ifPresent(value -> requirePositive("first token timeout", value));
    attempt.ifPresent(value -> requirePositive("attempt timeout", value));
    total.ifPresent(value -> requirePositive("total timeout", value));
    untilOutput.ifPresent(value -> requirePositive("timeout until the first output", value));
    untilRecovered.ifPresent(value -> requirePositive("timeout until a recovery", value));
  }

  /** The timeouts with every default. */
  public static Timeouts defaults() {
    return DEFAULT;
  }

  /** These timeouts with another for connecting. */
  public Timeouts withConnect(Duration connect) {
    return new Timeouts(connect, firstToken, idle, attempt, total, untilOutput, untilRecovered);
  }

  /** These timeouts with another until a stream's first output. */
  public Timeouts withFirstToken(Duration firstToken) {
    return new Timeouts(
        connect, Optional.of(firstToken), idle, attempt, total, untilOutput, untilRecovered);
  }

  /** These timeouts with another between a stream's outputs. */
  public Timeouts withIdle(Duration idle) {
    return new Timeouts(connect, firstToken, idle, attempt, total, untilOutput, untilRecovered);
  }

  /** These timeouts with both of a stream's set to one value, as {@code stream_timeout} does. */
  public Timeouts withStream(Duration stream) {
    return withFirstToken(stream).withIdle(stream);
  }

  /** These timeouts with another for one attempt. */
  public Timeouts withAttempt(Duration attempt) {
    return new Timeouts(
        connect, firstToken, idle, Optional.of(attempt), total, untilOutput, untilRecovered);
  }

  /** These timeouts with one for the whole call. */
  public Timeouts withTotal(Duration total) {
    return new Timeouts(
        connect, firstToken, idle, attempt, Optional.of(total), untilOutput, untilRecovered);
  }

  /** These timeouts with one for the call until its first output. */
  public Timeouts withUntilOutput(Duration untilOutput) {
    return new Timeouts(
        connect, firstToken, idle, attempt, total, Optional.of(untilOutput), untilRecovered);
  }

  /** These timeouts with one for a broken stream until its first new output. */
  public Timeouts withUntilRecovered(Duration untilRecovered) {
    return new Timeouts(
        connect, firstToken, idle, attempt, total, untilOutput, Optional.of(untilRecovered));
  }

  /** The first token timeout in force, for a call that has somewhere else to go or not. */
  public Duration firstToken(boolean hasElsewhere) {
    return firstToken.orElse(hasElsewhere ? WITH_ALTERNATIVES : PATIENT);
  }

  /** The attempt timeout in force, for a call that has somewhere else to go or not. */
  public Duration attempt(boolean hasElsewhere) {
    return attempt.orElse(hasElsewhere ? WITH_ALTERNATIVES : PATIENT);
  }

  private static void requirePositive(String what, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(
          "the " + what + " is " + value + "; use a duration above zero");
    }
  }
}
