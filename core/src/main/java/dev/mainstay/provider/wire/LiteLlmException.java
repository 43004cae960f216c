package dev.mainstay.provider.wire;

import java.util.Optional;

/**
 * The exception that a LiteLLM behind us names in its messages, which tells more than its type and
 * code: {@code litellm.ContextWindowExceededError: …}.
 * https://docs.litellm.ai/docs/exception_mapping
 */
final class LiteLlmException {
  private static final String MODULE = "litellm.";
  private static final int MOST_BEFORE = 200;
  private static final int LONGEST_NAME = 64;

  private LiteLlmException() {}

  /**
   * The last of the exceptions that {@code message} names in a row near its beginning: it is the
   * most telling, as in {@code litellm.BadRequestError: litellm.ContextWindowExceededError: …}.
   */
  static Optional<String> in(String message) {
    int at = message.indexOf(MODULE);
    if (at < 0 || at > MOST_BEFORE) {
      return Optional.empty();
    }
    int start = at + MODULE.length();
    int end = end(message, start);
    while (message.startsWith(": " + MODULE, end)) {
      start = end + ": ".length() + MODULE.length();
      end = end(message, start);
    }
    return Optional.of(message.substring(start, end));
  }

  private static int end(String message, int start) {
    int end = start;
    while (end < message.length()
        && end - start < LONGEST_NAME
        && Character.isLetter(message.charAt(end))) {
      end++;
    }
    return end;
  }
}
