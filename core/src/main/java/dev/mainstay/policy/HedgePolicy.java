package dev.mainstay.policy;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * When a second attempt begins beside one that is slow, at another deployment of the same group.
 * Whichever has output first answers, a plain call's whole answer being its output; the other is
 * cancelled. {@linkplain #off() Off} by default, since what the loser has made by then is paid for.
 * At most one call in twenty is hedged, whatever is set here. Immutable.
 *
 * <pre>{@code
 * Mainstay.builder().hedging(HedgePolicy.afterPercentile(95))
 * }</pre>
 */
public final class HedgePolicy {
  /** The least percentile. */
  public static final int LEAST_PERCENTILE = 50;

  /** The greatest percentile. */
  public static final int GREATEST_PERCENTILE = 99;

  private static final HedgePolicy OFF = new HedgePolicy(Optional.empty(), OptionalInt.empty());

  private final Optional<Duration> time;
  private final OptionalInt percentile;

  private HedgePolicy(Optional<Duration> time, OptionalInt percentile) {
    this.time = time;
    this.percentile = percentile;
  }

  /** No attempt has another beside it. */
  public static HedgePolicy off() {
    return OFF;
  }

  /**
   * A second attempt begins where the first has no output {@code time} after its start.
   *
   * @throws IllegalArgumentException if {@code time} is not above zero
   */
  public static HedgePolicy after(Duration time) {
    Objects.requireNonNull(time, "time");
    if (!time.isPositive()) {
      throw new IllegalArgumentException(
          "a hedge is set to begin after " + time + "; use a time above zero");
    }
    return new HedgePolicy(Optional.of(time), OptionalInt.empty());
  }

  /**
   * A second attempt begins where the first is slower than {@code percentile} of a hundred of its
   * group's latest 200 answers, streams and plain calls each by themselves. Before there have been
   * 20 of its kind, none begins.
   *
   * @throws IllegalArgumentException if it is not {@value #LEAST_PERCENTILE} to {@value
   *     #GREATEST_PERCENTILE}
   */
  public static HedgePolicy afterPercentile(int percentile) {
    if (percentile < LEAST_PERCENTILE || percentile > GREATEST_PERCENTILE) {
      throw new IllegalArgumentException(
          "a hedge is set to begin after the percentile "
              + percentile
              + "; use "
              + LEAST_PERCENTILE
              + " to "
              + GREATEST_PERCENTILE);
    }
    return new HedgePolicy(Optional.empty(), OptionalInt.of(percentile));
  }

  /** Whether no attempt has another beside it. */
  public boolean isOff() {
    return time.isEmpty() && percentile.isEmpty();
  }

  /** The time after which a second attempt begins, where that is set. */
  public Optional<Duration> time() {
    return time;
  }

  /** The percentile after which it begins, where that is set. */
  public OptionalInt percentile() {
    return percentile;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HedgePolicy that
        && time.equals(that.time)
        && percentile.equals(that.percentile);
  }

  @Override
  public int hashCode() {
    return Objects.hash(time, percentile);
  }

  @Override
  public String toString() {
    return percentile.isPresent()
        ? "HedgePolicy[p" + percentile.getAsInt() + ']'
        : "HedgePolicy[" + time.map(Duration::toString).orElse("off") + ']';
  }
}
