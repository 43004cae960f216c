package dev.mainstay.simulator.exchange;

import java.time.Duration;
import java.time.Instant;

/**
 * How a request ended.
 *
 * @param kind in which way
 * @param at when
 * @param after how long after the request had come in whole
 */
public record Ending(Kind kind, Instant at, Duration after) {
  /** The ways to end. */
  public enum Kind {
    /** The answer went out to its last byte, whatever it said; errors and in-band errors too. */
    ANSWERED,
    /** The simulator broke the connection off: its script said so, or it was closed or crashed. */
    BROKEN,
    /** The client closed or reset the connection before the answer was at its end. */
    CLIENT_LEFT
  }
}
