package dev.mainstay.text;

/** What kinds of characters matter where one text joins another. All are sorts of code points. */
public final class Marks {
  private static final String DOUBLE_QUOTES =
      "\"\u201c\u201d\u201e\u201f\u00ab\u00bb\u301d\u301e\u301f\uff02";
  private static final String SINGLE_QUOTES = "'\u2018\u2019\u201a\u201b\u2039\u203a\u02bc\uff07";
  private static final String OTHER_QUOTES =
      "`\u00b4\u300c\u300d\u300e\u300f\ufe41\ufe42\ufe43\ufe44\uff62\uff63";
  private static final String BRACKETS = "*_~([{<";
  private static final String DASHES =
      "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d";
  private static final String SENTENCE_ENDS =
      ".!?\u2026\u203c\u2047\u2048\u2049\u3002\uff01\uff1f\uff0e\uff61"
          + "\u061f\u06d4\u0964\u0965\u0589\u1362\u1367\u104b\u17d4";
  private static final String CLOSING = "\"'`\u201d\u2019\u00bb\u203a\u300d\u300f\uff09)]}*_~";
  private static final String LINE_ENDS = "\n\r\u0085\u2028\u2029";
  private static final int NEXT_LINE = 0x85;

  private Marks() {}

  public static boolean isWhite(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE;
  }

  public static boolean isDoubleQuote(int c) {
    return DOUBLE_QUOTES.indexOf(c) >= 0;
  }

  public static boolean isSingleQuote(int c) {
    return SINGLE_QUOTES.indexOf(c) >= 0;
  }

  public static boolean isDash(int c) {
    return DASHES.indexOf(c) >= 0;
  }

  public static boolean isQuotationMark(int c) {
    return isDoubleQuote(c) || isSingleQuote(c) || OTHER_QUOTES.indexOf(c) >= 0;
  }

  /** Whether it opens what another mark will close, so that a text can be set in the two. */
  public static boolean opens(int c) {
    return isQuotationMark(c)
        || BRACKETS.indexOf(c) >= 0
        || Character.getType(c) == Character.START_PUNCTUATION;
  }

  /** Whether it opens or may stand between marks that do. */
  public static boolean mayOpen(int c) {
    return isWhite(c) || opens(c);
  }

  /** Where in {@code text} the marks that open, and the whitespace between them, are over. */
  public static int endOfOpening(String text) {
    int at = 0;
    while (at < text.length() && mayOpen(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  /** Whether there is nothing in {@code text} but such marks and whitespace. */
  public static boolean areAll(String text) {
    return endOfOpening(text) == text.length();
  }

  public static boolean isLineEnd(int c) {
    return LINE_ENDS.indexOf(c) >= 0;
  }

  /** Where {@code text} ends but for the whitespace after it. */
  public static int endOf(String text) {
    int end = text.length();
    while (end > 0 && isWhite(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /** {@code text} without whitespace before and after it. */
  public static String trimmed(String text) {
    int end = endOf(text);
    int start = 0;
    while (start < end && isWhite(text.charAt(start))) {
      start++;
    }
    return text.substring(start, end);
  }

  /** Whether {@code text} ends a line, or a sentence with the marks that close it. */
  public static boolean endsSentenceOrLine(String text) {
    int end = endOf(text);
    if (text.substring(end).chars().anyMatch(Marks::isLineEnd)) {
      return true;
    }
    while (end > 0 && CLOSING.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return end > 0 && SENTENCE_ENDS.indexOf(text.charAt(end - 1)) >= 0;
  }
}
