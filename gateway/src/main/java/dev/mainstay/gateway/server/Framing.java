package dev.mainstay.gateway.server;

/** How the end of an answer's body is told. */
sealed interface Framing {
  /** By its length, in bytes. */
  record Length(long bytes) implements Framing {}

  /** By a last chunk. */
  record Chunked() implements Framing {}

  /** By the end of the connection, for callers of HTTP/1.0. */
  record UntilClose() implements Framing {}

  /** There is no body, whatever the headers say. */
  record None() implements Framing {}
}
