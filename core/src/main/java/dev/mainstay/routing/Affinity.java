package dev.mainstay.routing;

/** Who stays with one deployment of a group, so that its prompt cache is of use. */
public enum Affinity {
  /** Nobody. */
  NONE,
  /** All calls with the same {@code user} field. */
  USER,
  /** All calls of one session, which the caller names. */
  SESSION
}
