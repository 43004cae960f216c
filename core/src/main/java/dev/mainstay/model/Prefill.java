package dev.mainstay.model;

/** What a target does with a request whose last message is the assistant's, begun but not ended. */
public enum Prefill {
  /** It promises nothing: the message is history to it, or it refuses the request. */
  NONE,
  /** It goes on where the message stops, and its answer holds the new text alone. */
  CONTINUES,
  /** It goes on where the message stops, and its answer begins by repeating the message. */
  ECHOES
}
