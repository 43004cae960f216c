package dev.mainstay.simulator.server;

/** How an exchange went, as HTTP sees it. */
enum Course {
  /** The answer has gone out to its end, whatever it said. */
  WHOLE,
  /** The connection was broken off. */
  CUT,
  /** The simulator has said its last, and waits for the client to leave. */
  HALF_CLOSED
}
