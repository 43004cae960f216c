package dev.mainstay.policy;

/** What to do about a stream that breaks after output. */
public enum RecoveryPolicy {
  /** Go on where it broke, so that the caller sees one whole answer; the default. */
  CONTINUE,
  /**
   * Start over: a {@code Restarted} event tells the caller to drop what it has. For the library
   * alone, since no client of the gateway knows such an event.
   */
  RESTART,
  /**
   * Go on where it broke if that can be, else start over as {@link #RESTART} does: where the answer
   * is of a kind that nobody goes on with, and where who was asked to did not. For the library
   * alone.
   */
  CONTINUE_OR_RESTART,
  /** End with the failure and what had come. */
  FAIL
}
