package dev.mainstay.gateway.server;

/**
 * Why the server itself, not its handler, turns a request away.
 *
 * @param status the HTTP status, 400 to 599
 * @param code the reason in one word, as in {@code body_too_large}
 * @param message what is wrong and what would be right; tells nothing of the server's insides
 */
public record Refusal(int status, String code, String message) {
  /** Of any request to a server that stops. */
  public static final Refusal STOPPING =
      new Refusal(503, "stopping", "the server is stopping: ask again, it or another");
}
