package dev.mainstay.provider.wire;

import java.util.Optional;

/**
 * The exception that a LiteLLM behind us names in its messages, which tells more than its type and
 * code: {@code litellm.ContextWindowExceededError: …}.
 * https://docs.litellm.ai/docs/exception_mapping
 */
final class LiteLlmException {
  private static final String MODULE = "litellm.";
  private static final String NEXT = ": " + MODULE;
  private static final int MOST_BEFORE = 200;
  private static final int LONGEST_NAME = 64;

  private LiteLlmException() {}

  /**
   * The last of the exceptions that {@code message} names in a row near its beginning: it is the
   * most telling, as in {@code litellm.BadRequestError: litellm.ContextWindowExceededError: …}.
   */
  static Optional<String> in(CharSequence message) {
    int looked = Math.min(message.length(), MOST_BEFORE + MODULE.length());
    int at = message.subSequence(0, looked).toString().indexOf(MODULE);
    if (at < 0) {
      return Optional.empty();
    }
    int start = at + MODULE.length();
    int end = end(message, start);
    while (isAt(end, NEXT, message)) {
      start = end + NEXT.length();
      end = end(message, start);
    }
    return Optional.of(message.subSequence(start, end).toString());
  }

  private static boolean isAt(int start, String words, CharSequence message) {
    if (message.length() - start < words.length()) {
      return false;
    }
    for (int i = 0; i < words.length(); i++) {
      if (message.charAt(start + i) != words.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int end(CharSequence message, int start) {
    int end = start;
    while (end < message.length()
        && end - start < LONGEST_NAME
        && Character.isLetter(message.charAt(end))) {
      end++;
    }
    return end;
  }
}
