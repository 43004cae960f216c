package dev.mainstay.gateway.server;

/**
 * Why the server itself, not its handler, turns a request away.
 *
 * @param status the HTTP status, 400 to 599
 * @param code the reason in one word, as in {@code body_too_large}
 * @param message what is wrong and what would be right; tells nothing of the server's insides
 */
public record Rejection(int status, String code, String message) {
  /** Of any request to a server that stops. */
  public static final Rejection STOPPING =
      new Rejection(503, "stopping", "the server is stopping: ask again, it or another");

  static final Rejection LATE_HEAD =
      new Rejection(408, "head_timeout", "the request's head did not come in time");
  static final Rejection STILL_BODY =
      new Rejection(408, "body_timeout", "the request's body came to a standstill");
  static final Rejection GARBLED_BODY =
      new Rejection(400, "garbled_body", "the request's body is garbled: look at its chunks");
}
