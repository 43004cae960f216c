package dev.mainstay.policy;

/** What to do about a stream that breaks after output. */
public enum RecoveryPolicy {
  /** Go on where it broke, so that the caller sees one whole answer; the default. */
  CONTINUE,
  /**
   * Begin anew: a {@code Restarted} event tells the caller to drop what it has. For the library
   * alone, since no client of the gateway knows such an event.
   */
  RESTART,
  /** End with the failure and what had come. */
  FAIL
}
