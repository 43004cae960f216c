package dev.mainstay.gateway.server;

/** What a caller's connection is doing now. */
enum Phase {
  /** Between requests. */
  IDLE,
  /** A request's head has begun. */
  HEAD,
  /** A request is read, or answered. */
  REQUEST,
  /** The last answer was given: what still comes is dropped. */
  LINGERING
}
