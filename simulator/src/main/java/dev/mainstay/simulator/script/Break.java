package dev.mainstay.simulator.script;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** How an answer is interrupted; {@link Fault} makes them, {@link Moment} says where. */
public sealed interface Break {
  /** A silence that ends only with the client's leaving or the simulator's end. */
  Duration FOREVER = ChronoUnit.FOREVER.getDuration();

  /**
   * The connection is reset: the client sees an error (TCP RST). Where something was sent before,
   * that is given 50 ms to arrive.
   */
  record Reset() implements Break {}

  /** The simulator says no more (TCP FIN), but keeps the connection until the client leaves. */
  record HalfClose() implements Break {}

  /** The connection is closed (TCP FIN) although the body is not at its end. */
  record Close() implements Break {}

  /**
   * The body ends as HTTP wants it to, though the answer is not at its end: there is no finish
   * reason. A plain answer is then whole JSON with {@code "finish_reason": null}, which some
   * callers let pass.
   *
   * @param done whether a stream says {@code [DONE]} nevertheless
   */
  record End(boolean done) implements Break {}

  /**
   * Silence on an open connection. If it ends, the answer goes on where it was.
   *
   * @param lasting how long, above zero
   */
  record Stall(Duration lasting) implements Break {
    /**
     * A silence of {@code lasting}.
     *
     * @throws IllegalArgumentException if that is not above zero
     */
    public Stall {
      requirePositive("a stall", lasting);
    }
  }

  /**
   * No output, but signs of life: comments in a stream, blank lines before a plain answer. If they
   * end, the answer goes on where it was.
   *
   * @param every how long from one to the next, above zero
   * @param lasting how long in all, above zero
   */
  record Drip(Duration every, Duration lasting) implements Break {
    /**
     * A drip every {@code every}.
     *
     * @throws IllegalArgumentException if a time is not above zero
     */
    public Drip {
      requirePositive("the time between two drips", every);
      requirePositive("a drip", lasting);
    }
  }

  /**
   * Bytes without meaning in place of the rest.
   *
   * @param bytes how many, above 0
   * @param seed what they are made from: the same seed, the same bytes
   */
  record Garbage(int bytes, long seed) implements Break {
    /**
     * Garbage of {@code bytes} bytes.
     *
     * @throws IllegalArgumentException if that is below 1
     */
    public Garbage {
      if (bytes < 1) {
        throw new IllegalArgumentException(bytes + " bytes of garbage; use 1 or more");
      }
    }
  }

  /**
   * The next event's JSON stops half-way; the stream then goes on. A plain body is cut the same.
   */
  record WrongJson() implements Break {}

  /**
   * An error in the body, with status 200; in a stream as its last event.
   *
   * @param error what it tells
   * @param done whether a stream says {@code [DONE]} after it
   */
  record ErrorEvent(ErrorBody error, boolean done) implements Break {}

  private static void requirePositive(String what, Duration lasting) {
    if (!lasting.isPositive()) {
      throw new IllegalArgumentException(
          what + " cannot last " + lasting + "; use a duration above zero");
    }
  }
}
