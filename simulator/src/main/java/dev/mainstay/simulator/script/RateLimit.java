package dev.mainstay.simulator.script;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A limit that really counts: what exceeds it is refused with 429, and is told when to ask again,
 * exactly.
 *
 * <pre>{@code
 * Script.builder()
 *     .limit(RateLimit.of(500, Duration.ofMinutes(1)).as(RateLimit.Window.BUCKET))
 *     .limit(RateLimit.of(100, Duration.ofSeconds(10)).as(RateLimit.Window.FIXED).untold())
 *     .limit(RateLimit.of(30_000, Duration.ofMinutes(1)).counting(RateLimit.Counted.TOKENS))
 *     .build();
 * }</pre>
 *
 * <p>Tokens are taken when a request is let in: those of its body, as its answer's usage will tell
 * them, and those of the answer. Room must there be for the body's and, where the request bounds
 * its answer, for as many more; an answer may exceed what is left, and is made up for later.
 */
public final class RateLimit {
  private final Counted counted;
  private final long most;
  private final Duration per;
  private final Window window;
  private final long holds;
  private final boolean perKey;
  private final Telling telling;
  private final boolean refusalsCount;
  private final List<Change> changes;

  /**
   * A limit; its changes are copied and put in order.
   *
   * @throws IllegalArgumentException if number or span is not above zero, or another window than a
   *     bucket is said to hold something
   */
  RateLimit(
      Counted counted,
      long most,
      Duration per,
      Window window,
      long holds,
      boolean perKey,
      Telling telling,
      boolean refusalsCount,
      List<Change> changes) {
    Objects.requireNonNull(counted, "counted");
    Objects.requireNonNull(window, "window");
    Objects.requireNonNull(telling, "telling");
    requireMost(most, counted);
    if (!per.isPositive()) {
      throw new IllegalArgumentException("a limit per " + per + "; use a duration above zero");
    }
    if (holds < 0 || (holds > 0 && window != Window.BUCKET)) {
      throw new IllegalArgumentException(
          "a " + window.word() + " window that holds " + holds + "; use it with a bucket, above 0");
    }
    for (Change change : changes) {
      requireMost(change.to(), counted);
    }
    this.counted = counted;
    this.most = most;
    this.per = per;
    this.window = window;
    this.holds = holds;
    this.perKey = perKey;
    this.telling = telling;
    this.refusalsCount = refusalsCount;
    this.changes = changes.stream().sorted(Comparator.comparing(Change::at)).toList();
  }

  /** So many requests in any such span of time, for everybody together. */
  public static RateLimit of(long requests, Duration per) {
    return new RateLimit(
        Counted.REQUESTS, requests, per, Window.SLIDING, 0, false, Telling.ALL, false, List.of());
  }

  /** This limit, of something else. */
  public RateLimit counting(Counted counted) {
    return new RateLimit(
        counted, most, per, window, holds, perKey, telling, refusalsCount, changes);
  }

  /** This limit, counted in this way; {@link Window#SLIDING} by default. */
  public RateLimit as(Window window) {
    return new RateLimit(counted, most, per, window, 0, perKey, telling, refusalsCount, changes);
  }

  /**
   * This limit as a bucket that holds no more than {@code holds}, above 0: so much at once, and
   * evenly from then on.
   *
   * @throws IllegalArgumentException if it is below 0
   */
  public RateLimit bucketOf(long holds) {
    return new RateLimit(
        counted, most, per, Window.BUCKET, holds, perKey, telling, refusalsCount, changes);
  }

  /** This limit, for each API key by itself. */
  public RateLimit eachKey() {
    return new RateLimit(counted, most, per, window, holds, true, telling, refusalsCount, changes);
  }

  /** This limit, of which no header tells. */
  public RateLimit untold() {
    return telling(new Telling(false, telling.retryAfter()));
  }

  /** This limit, whose refusals do not tell when to ask again. */
  public RateLimit withoutRetryAfter() {
    return telling(new Telling(telling.headers(), false));
  }

  /** This limit, which counts what it refuses, too. */
  public RateLimit countingRefusals() {
    return new RateLimit(counted, most, per, window, holds, perKey, telling, true, changes);
  }

  /**
   * This limit, which is another from some time on.
   *
   * @param at since the script's start, zero or more
   * @param to how much from then on, above 0; what a bucket holds changes with it
   * @throws IllegalArgumentException if one of them is out of range
   */
  public RateLimit then(Duration at, long to) {
    List<Change> all = new ArrayList<>(changes);
    all.add(new Change(at, to));
    return new RateLimit(counted, most, per, window, holds, perKey, telling, refusalsCount, all);
  }

  /** How much a bucket holds before it changes. */
  public long capacity() {
    return holds > 0 ? holds : most;
  }

  private RateLimit telling(Telling other) {
    return new RateLimit(counted, most, per, window, holds, perKey, other, refusalsCount, changes);
  }

  private static void requireMost(long most, Counted counted) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "a limit of " + most + " " + counted.word() + "; use 1 or more");
    }
  }

  /** What is counted. */
  public Counted counted() {
    return counted;
  }

  /** How much of it there may be, above 0. */
  public long most() {
    return most;
  }

  /** In which span of time, above zero. */
  public Duration per() {
    return per;
  }

  /** How the span lies. */
  public Window window() {
    return window;
  }

  /**
   * How much a bucket holds at most, and holds at the start; 0 for {@link #most}, and for other
   * windows.
   */
  public long holds() {
    return holds;
  }

  /** Whether each API key has the limit to itself. */
  public boolean perKey() {
    return perKey;
  }

  /** What its answers tell of it. */
  public Telling telling() {
    return telling;
  }

  /** Whether a request that is refused is counted, too, as some providers do; tokens never are. */
  public boolean refusalsCount() {
    return refusalsCount;
  }

  /** How it changes with time, in their order. */
  public List<Change> changes() {
    return changes;
  }

  private List<Object> parts() {
    return List.of(counted, most, per, window, holds, perKey, telling, refusalsCount, changes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RateLimit that && parts().equals(that.parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }

  @Override
  public String toString() {
    return "RateLimit" + parts();
  }

  /** What a limit may count. */
  public enum Counted {
    /** Requests. */
    REQUESTS,
    /** Tokens of requests and answers together. */
    TOKENS,
    /** Tokens of requests. */
    INPUT_TOKENS,
    /** Tokens of answers. */
    OUTPUT_TOKENS;

    /** Its name in YAML, as in {@code input-tokens}. */
    public String word() {
      return switch (this) {
        case REQUESTS -> "requests";
        case TOKENS -> "tokens";
        case INPUT_TOKENS -> "input-tokens";
        case OUTPUT_TOKENS -> "output-tokens";
      };
    }
  }

  /** How a limit's span of time lies. */
  public enum Window {
    /** In no span of this length is more let in, wherever it begins. */
    SLIDING,
    /** One span after the other, from the script's start on, each of which begins with nothing. */
    FIXED,
    /** What is let in is taken from a bucket, into which as much comes back evenly. */
    BUCKET;

    /** Its name in YAML, as in {@code sliding}. */
    public String word() {
      return switch (this) {
        case SLIDING -> "sliding";
        case FIXED -> "fixed";
        case BUCKET -> "bucket";
      };
    }
  }

  /**
   * What answers tell of a limit.
   *
   * @param headers whether every answer tells the limit and what is left of it, as the vendor of
   *     its wire does; some never do
   * @param retryAfter whether a refusal tells when to ask again
   */
  public record Telling(boolean headers, boolean retryAfter) {
    /** Everything. */
    public static final Telling ALL = new Telling(true, true);
  }

  /**
   * A limit's change.
   *
   * @param at when, since the script's start; zero or more
   * @param to how much from then on, above 0
   */
  public record Change(Duration at, long to) {
    /**
     * A change.
     *
     * @throws IllegalArgumentException if its time is below zero
     */
    public Change {
      if (at.isNegative()) {
        throw new IllegalArgumentException("a change at " + at + "; use zero or more");
      }
    }
  }
}
