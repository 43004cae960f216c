package dev.mainstay.cli.demo;

import java.util.Optional;

/** What a call must come to. */
sealed interface Promise {

  /** How many attempts it takes. */
  int attempts();

  /** A whole answer: this text and no other. */
  record Text(String text, int attempts) implements Promise {}

  /** A whole answer that calls a tool with these arguments. */
  record ToolCall(String arguments, int attempts) implements Promise {}

  /** No answer, but at once the error that it is. */
  record HonestError(int status, String code, int attempts) implements Promise {}

  /** The text up to the break and then the error: no finish reason, no {@code [DONE]}. */
  record Partial(String text, int attempts) implements Promise {}

  /** Whether the promise is an answer, not an honest error. */
  default boolean isAnswer() {
    return switch (this) {
      case Text text -> true;
      case ToolCall call -> true;
      case HonestError error -> false;
      case Partial partial -> false;
    };
  }

  /** What is wrong with {@code heard} after so many {@code attempts}; nothing if it was kept. */
  default Optional<String> breach(Heard heard, boolean isStreamed, int attempts) {
    if (attempts != attempts()) {
      return Optional.of(attempts() + " attempts were expected, not " + attempts);
    }
    boolean kept =
        switch (this) {
          case Text(String text, int n) ->
              heard.isWhole("stop", isStreamed) && heard.text().equals(text);
          case ToolCall(String arguments, int n) ->
              heard.isWhole("tool_calls", isStreamed) && heard.arguments().equals(arguments);
          case HonestError(int status, String code, int n) ->
              heard.status() == status && heard.errorCode().equals(code) && heard.text().isEmpty();
          case Partial(String text, int n) -> heard.isBroken() && heard.text().equals(text);
        };
    return kept ? Optional.empty() : Optional.of(this + " was expected, not " + heard);
  }
}
