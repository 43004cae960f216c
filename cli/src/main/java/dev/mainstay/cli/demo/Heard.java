package dev.mainstay.cli.demo;

/**
 * What a client got.
 *
 * @param status the HTTP status
 * @param text the answer's text; may be empty
 * @param arguments the arguments of its tool call; empty where it has none
 * @param finishReason why it ended; empty where nobody said
 * @param isDone whether a stream said {@code [DONE]}
 * @param hasError whether there was an error, as the body or as a stream's event
 * @param errorCode the error's code; empty where it has none
 * @param errorMessage the error in words; empty where there is none
 */
record Heard(
    int status,
    String text,
    String arguments,
    String finishReason,
    boolean isDone,
    boolean hasError,
    String errorCode,
    String errorMessage) {

  /** What a client got whose call ended in an exception. */
  static Heard nothing(String why) {
    return new Heard(0, "", "", "", false, true, "", why);
  }

  /** Whether it is an answer with the right end. */
  boolean isWhole(String finish, boolean isStreamed) {
    return status == 200 && !hasError && finishReason.equals(finish) && isDone == isStreamed;
  }

  /** Whether it is a stream that says itself that it broke, and pretends no end. */
  boolean isBroken() {
    return status == 200 && hasError && finishReason.isEmpty() && !isDone;
  }
}
