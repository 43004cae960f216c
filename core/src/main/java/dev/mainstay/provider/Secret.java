package dev.mainstay.provider;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A key: it can be used, and cannot be printed. */
public final class Secret {
  private static final String MASK = "***";
  // What providers leave readable of a key they quote: "sk-pr***************wxyz".
  private static final int SHORTEST = 8;

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * The key {@code value}.
   *
   * @throws IllegalArgumentException if it is blank, or holds white space or control characters,
   *     which no header may carry
   */
  public static Secret of(String value) {
    String trimmed = value.strip();
    if (trimmed.isEmpty()) {
      throw new IllegalArgumentException("the key is blank; set it, or leave it out altogether");
    }
    if (trimmed.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
      throw new IllegalArgumentException(
          "the key holds white space or characters outside ASCII; was it pasted whole?");
    }
    return new Secret(trimmed);
  }

  /** The key itself, to be put on the wire and nowhere else. */
  public String reveal() {
    return value;
  }

  /** {@code text} with every trace of this key replaced by {@code ***}. */
  public String scrub(String text) {
    String scrubbed = text.replace(value, MASK);
    return value.length() < SHORTEST ? scrubbed : scrubMasked(scrubbed);
  }

  // Providers quote "Incorrect API key provided: sk-abc1***********wxyz": a head, a mask, a tail.
  private String scrubMasked(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int from = 0;
    for (int at = nextWord(text, 0); at < text.length(); at = nextWord(text, from)) {
      int end = wordEnd(text, at);
      out.append(text, from, at)
          .append(isMaskOfThis(text.substring(at, end)) ? MASK : text.substring(at, end));
      from = end;
    }
    return out.append(text.substring(from)).toString();
  }

  private boolean isMaskOfThis(String word) {
    int masked = firstMask(word);
    if (masked < 0) {
      return false;
    }
    String head = word.substring(0, masked);
    String tail = word.substring(lastMask(word) + 1);
    return head.length() + tail.length() > 0
        && value.startsWith(head)
        && value.toLowerCase(Locale.ROOT).endsWith(tail.toLowerCase(Locale.ROOT));
  }

  private static int firstMask(String word) {
    int star = word.indexOf("**");
    return star >= 0 ? star : word.indexOf("...");
  }

  private static int lastMask(String word) {
    return Math.max(word.lastIndexOf('*'), word.lastIndexOf("...") + 2);
  }

  private static int nextWord(String text, int from) {
    int at = from;
    while (at < text.length() && !isKeyCharacter(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int wordEnd(String text, int from) {
    int at = from;
    while (at < text.length() && isKeyCharacter(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isKeyCharacter(char c) {
    return Character.isLetterOrDigit(c) || "-_*.".indexOf(c) >= 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return MASK;
  }
}
