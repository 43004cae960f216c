package dev.mainstay.provider.anthropic;

import dev.mainstay.text.Sha256;

/**
 * The ids of an answer's tool calls for clients of the Messages API, who know each call by its id
 * throughout a conversation. Some servers number the calls of each answer anew, as in {@code
 * call_0}: such an id gets the answer's mark after it.
 */
final class AnswerIds {
  private static final String MARK = "__";
  private static final int BYTES = 4;
  // Kimi's, which its models are shown as they are: they go back without the mark.
  private static final String KIMIS = "functions.";
  // A piece as long as this, with a digit in it, is nobody's word.
  private static final int LONG = 8;

  private AnswerIds() {}

  /**
   * {@code id} as the client is told it.
   *
   * @param answer the answer's own id
   * @param number the call's number in it
   */
  static String told(String id, String answer, int number) {
    boolean isTold = !id.isEmpty() && (answer.isEmpty() || isUnique(id));
    if (isTold) {
      return id;
    }
    String mark = Sha256.hex(answer, BYTES);
    return (id.isEmpty() ? "call_" + number : id) + MARK + mark;
  }

  /** {@code id}, which a client gives back, as the provider told it, where that matters. */
  static String asked(String id) {
    int end = id.length() - MARK.length() - 2 * BYTES;
    return id.startsWith(KIMIS) && end > 0 && id.startsWith(MARK, end) ? id.substring(0, end) : id;
  }

  private static boolean isUnique(String id) {
    int length = 0;
    boolean hasDigit = false;
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean isDigit = c >= '0' && c <= '9';
      boolean isOfPiece = isDigit || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      length = isOfPiece ? length + 1 : 0;
      hasDigit = isOfPiece && (hasDigit || isDigit);
      if (length >= LONG && hasDigit) {
        return true;
      }
    }
    return false;
  }
}
