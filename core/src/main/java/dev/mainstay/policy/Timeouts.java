package dev.mainstay.policy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How long things may take, each timer its own. They run only while an answer is waited for: a
 * caller who reads slowly is not a silent provider. Each is above zero. Immutable.
 */
public final class Timeouts {
  private static final Duration PATIENT = Duration.ofMinutes(10);
  private static final Duration WITH_ALTERNATIVES = Duration.ofSeconds(280);
  private static final Timeouts DEFAULT = new Timeouts(new Values());

  private final Values values;

  private Timeouts(Values values) {
    this.values = values;
  }

  /** The timeouts with every default. */
  public static Timeouts defaults() {
    return DEFAULT;
  }

  /** Connecting, TLS included; 5 s by default. */
  public Duration connect() {
    return values.connect;
  }

  /**
   * These timeouts with another for connecting.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public Timeouts withConnect(Duration connect) {
    Objects.requireNonNull(connect, "connect");
    requirePositive("connect timeout", connect);
    return with(values -> values.connect = connect);
  }

  /**
   * A stream until its first output; by default 600 s, since reasoning models are silent for
   * minutes, but 280 s while the call has somewhere else to go (clients give up after 600 s).
   */
  public Optional<Duration> firstToken() {
    return values.firstToken;
  }

  /** The first token timeout in force, for a call that has somewhere else to go or not. */
  public Duration firstToken(boolean hasElsewhere) {
    return values.firstToken.orElse(hasElsewhere ? WITH_ALTERNATIVES : PATIENT);
  }

  /**
   * These timeouts with another until a stream's first output.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public Timeouts withFirstToken(Duration firstToken) {
    Objects.requireNonNull(firstToken, "firstToken");
    requirePositive("first token timeout", firstToken);
    return with(values -> values.firstToken = Optional.of(firstToken));
  }

  /**
   * A stream after its first output, between events that carry output; 120 s by default, but as
   * long as {@link #firstToken()} while only reasoning has come.
   */
  public Duration idle() {
    return values.idle;
  }

  /**
   * These timeouts with another between a stream's outputs.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public Timeouts withIdle(Duration idle) {
    Objects.requireNonNull(idle, "idle");
    requirePositive("idle timeout", idle);
    return with(values -> values.idle = idle);
  }

  /**
   * These timeouts with {@link #firstToken()} and {@link #idle} set to one value.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public Timeouts withStream(Duration stream) {
    Objects.requireNonNull(stream, "stream");
    return withFirstToken(stream).withIdle(stream);
  }

  /**
   * One attempt until its answer is whole, or its stream has output; defaults as {@link
   * #firstToken()}.
   */
  public Optional<Duration> attempt() {
    return values.attempt;
  }

  /** The attempt timeout in force, for a call that has somewhere else to go or not. */
  public Duration attempt(boolean hasElsewhere) {
    return values.attempt.orElse(hasElsewhere ? WITH_ALTERNATIVES : PATIENT);
  }

  /**
   * These timeouts with another for one attempt.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public Timeouts withAttempt(Duration attempt) {
    Objects.requireNonNull(attempt, "attempt");
    requirePositive("attempt timeout", attempt);
    return with(values -> values.attempt = Optional.of(attempt));
  }

  /** The whole call over attempts, waits and fallbacks, to the very end; none by default. */
  public Optional<Duration> total() {
    return values.total;
  }

  /**
   * These timeouts with one for the whole call.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public Timeouts withTotal(Duration total) {
    Objects.requireNonNull(total, "total");
    requirePositive("total timeout", total);
    return with(values -> values.total = Optional.of(total));
  }

  /** The whole call until its first output; none by default, 1,800 s in the gateway. */
  public Optional<Duration> untilOutput() {
    return values.untilOutput;
  }

  /**
   * These timeouts with one for the call until its first output.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public Timeouts withUntilOutput(Duration untilOutput) {
    Objects.requireNonNull(untilOutput, "untilOutput");
    requirePositive("timeout until the first output", untilOutput);
    return with(values -> values.untilOutput = Optional.of(untilOutput));
  }

  /**
   * A stream that broke after output until its first new output; none by default, 600 s in the
   * gateway.
   */
  public Optional<Duration> untilRecovered() {
    return values.untilRecovered;
  }

  /**
   * These timeouts with one for a broken stream until its first new output.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public Timeouts withUntilRecovered(Duration untilRecovered) {
    Objects.requireNonNull(untilRecovered, "untilRecovered");
    requirePositive("timeout until a recovery", untilRecovered);
    return with(values -> values.untilRecovered = Optional.of(untilRecovered));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Timeouts that && values.all().equals(that.values.all());
  }

  @Override
  public int hashCode() {
    return values.all().hashCode();
  }

  @Override
  public String toString() {
    return new NamedValues()
        .and("connect", values.connect)
        .and("firstToken", values.firstToken)
        .and("idle", values.idle)
        .and("attempt", values.attempt)
        .and("total", values.total)
        .and("untilOutput", values.untilOutput)
        .and("untilRecovered", values.untilRecovered)
        .of("Timeouts");
  }

  private Timeouts with(Consumer<Values> change) {
    Values changed = new Values(values);
    change.accept(changed);
    return new Timeouts(changed);
  }

  static void requirePositive(String what, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(
          "the " + what + " is " + value + "; use a duration above zero");
    }
  }

  /** Changed only before anybody else sees it. */
  private static final class Values {
    private Duration connect = Duration.ofSeconds(5);
    private Optional<Duration> firstToken = Optional.empty();
    private Duration idle = Duration.ofMinutes(2);
    private Optional<Duration> attempt = Optional.empty();
    private Optional<Duration> total = Optional.empty();
    private Optional<Duration> untilOutput = Optional.empty();
    private Optional<Duration> untilRecovered = Optional.empty();

    Values() {}

    Values(Values from) {
      connect = from.connect;
      firstToken = from.firstToken;
      idle = from.idle;
      attempt = from.attempt;
      total = from.total;
      untilOutput = from.untilOutput;
      untilRecovered = from.untilRecovered;
    }

    List<Object> all() {
      return List.of(connect, firstToken, idle, attempt, total, untilOutput, untilRecovered);
    }
  }
}
