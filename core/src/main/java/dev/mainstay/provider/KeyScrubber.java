package dev.mainstay.provider;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes a key out of what providers say: whole, or quoted as {@code sk-ab***wxyz}, {@code …wxyz} or
 * {@code sk-ab...}.
 */
record KeyScrubber(String key) {
  static final String MASK = "***";

  // A shorter key may well be a word of the language, or part of one.
  private static final int SHORTEST_UNIQUE = 8;

  // No group is repeated, since Java's regular expressions recurse into those.
  private static final Pattern MASKED = Pattern.compile("[*•…]+|\\.{3,}");

  String scrub(String text) {
    return key.length() < SHORTEST_UNIQUE
        ? text.replaceAll("(?<![\\p{L}\\p{N}])" + Pattern.quote(key) + "(?![\\p{L}\\p{N}])", MASK)
        : scrubMasked(text.replace(key, MASK));
  }

  private String scrubMasked(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int copied = 0;
    Matcher masked = MASKED.matcher(text);
    while (masked.find()) {
      int start = headStart(text, masked.start(), copied);
      int end = tailEnd(text, masked.end());
      int shown = masked.start() - start + end - masked.end();
      if (masked.start() >= copied && shown >= leastShown(masked.group())) {
        out.append(text, copied, start).append(MASK);
        copied = end;
      }
    }
    return out.append(text, copied, text.length()).toString();
  }

  // Three dots, or a single star, stand in ordinary text too.
  private static int leastShown(String mask) {
    return mask.length() > 1 && mask.charAt(0) != '.' ? 2 : 4;
  }

  /** Where the longest beginning of the key that ends at {@code end}, and begins a word, starts. */
  private int headStart(String text, int end, int from) {
    for (int start = Math.max(from, end - key.length()); start < end; start++) {
      if (text.regionMatches(start, key, 0, end - start) && isWordsEdge(text, start - 1)) {
        return start;
      }
    }
    return end;
  }

  /** Where the longest end of the key that starts at {@code start}, and ends a word, ends. */
  private int tailEnd(String text, int start) {
    for (int end = Math.min(text.length(), start + key.length()); end > start; end--) {
      int length = end - start;
      boolean isTail = text.regionMatches(true, start, key, key.length() - length, length);
      if (isTail && isWordsEdge(text, end)) {
        return end;
      }
    }
    return start;
  }

  private static boolean isWordsEdge(String text, int at) {
    return at < 0 || at >= text.length() || !Character.isLetterOrDigit(text.charAt(at));
  }

  @Override
  public String toString() {
    return MASK;
  }
}
