package dev.mainstay.engine;

/**
 * The moment after which the caller has seen output. Before it everything may be tried again,
 * unseen; it is all that differs between a plain call and a streamed one.
 */
enum Commit {
  /** The first output that the caller sees goes out, or the answer ends without any. */
  FIRST_OUTPUT,
  /** The answer is whole. */
  WHOLE_ANSWER
}
