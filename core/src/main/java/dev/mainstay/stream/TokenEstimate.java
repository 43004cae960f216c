package dev.mainstay.stream;

import dev.mainstay.json.JsonArray;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;

/**
 * About how many tokens a text has, told without a tokenizer from the sorts of its characters. Not
 * thread-safe.
 */
public final class TokenEstimate {
  // Thousandths of a token.
  private static final int TOKEN = 1_000;
  private static final int WORD = 950;
  private static final int LONG_WORD_LETTER = 110;
  private static final int SHORT_WORD = 5;
  private static final int DIGITS = 3;
  private static final int MESSAGE = 4;

  private enum Sort {
    WHITE,
    LATIN,
    DIGIT,
    LETTER,
    IDEOGRAPH,
    MARK
  }

  private long thousandths;
  private Sort run = Sort.WHITE;
  private int length;
  private int last;

  /** An estimate of a text that is yet to come. */
  public TokenEstimate() {}

  /** About how many tokens {@code text} has. */
  public static long of(String text) {
    TokenEstimate estimate = new TokenEstimate();
    estimate.add(text);
    return estimate.tokens();
  }

  /**
   * About how many tokens the prompt of {@code request} has: the text of its messages, and tools.
   */
  public static long ofPrompt(ChatRequest request) {
    long tokens = 0;
    for (Message message : request.messages()) {
      tokens += MESSAGE + of(message.text());
      tokens += message.json().array("tool_calls").map(calls -> of(calls.toJson())).orElse(0L);
    }
    return tokens
        + request.json().array("tools").map(JsonArray::toJson).map(TokenEstimate::of).orElse(0L);
  }

  /** The next piece of the text. */
  public void add(String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      add(text.codePointAt(i));
    }
  }

  /** How many tokens have come: at least 1 where any text has. */
  public long tokens() {
    return (thousandths + TOKEN - 1) / TOKEN;
  }

  void add(int c) {
    Sort sort = sortOf(c);
    length = sort == run ? length + 1 : 1;
    run = sort;
    thousandths += cost(c);
    last = c;
  }

  private int cost(int c) {
    return switch (run) {
      case WHITE -> c == '\n' ? (last == '\n' ? 100 : 700) : (length == 2 ? 300 : 20);
      case LATIN -> length == 1 ? WORD : (length > SHORT_WORD ? LONG_WORD_LETTER : 0);
      case DIGIT -> length % DIGITS == 1 ? TOKEN : 0;
      case LETTER -> length == 1 ? 900 : 260;
      case IDEOGRAPH -> 800;
      case MARK -> c == last ? 100 : 800;
    };
  }

  private static Sort sortOf(int c) {
    if (Marks.isWhite(c)) {
      return Sort.WHITE;
    }
    if (Character.isDigit(c)) {
      return Sort.DIGIT;
    }
    if (c < 0x250) {
      return Character.isLetter(c) ? Sort.LATIN : Sort.MARK;
    }
    return Character.isIdeographic(c) ? Sort.IDEOGRAPH : Sort.LETTER;
  }
}
