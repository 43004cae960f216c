package dev.mainstay.provider.wire;

import java.util.OptionalLong;
import java.util.Set;

/**
 * A limit beside what one request would have taken of it, as in "Limit 9000, Used 0, Requested
 * ~16008". Read in one pass.
 */
final class StatedLimit {
  private static final String LIMIT = "limit";
  private static final String REQUESTED = "requested";
  private static final Set<String> ROUGHLY = Set.of("about", "around");
  private static final int MOST_DIGITS = 15;

  private final StringBuilder word = new StringBuilder();
  private String lastWord = "";
  private long number;
  private int digits;
  private OptionalLong limit = OptionalLong.empty();
  private boolean isExceeded;

  private StatedLimit() {}

  /** Whether {@code text} names a limit and after it a request that is larger. */
  static boolean isExceededIn(CharSequence text) {
    StatedLimit look = new StatedLimit();
    for (int i = 0; i < text.length() && !look.isExceeded; i++) {
      look.add(text.charAt(i));
    }
    look.endNumber();
    return look.isExceeded;
  }

  private void add(char c) {
    if (c >= '0' && c <= '9') {
      endWord();
      number = digits < MOST_DIGITS ? number * 10 + (c - '0') : Long.MAX_VALUE;
      digits++;
    } else if (c != ',' || digits == 0) {
      endNumber();
      addOther(c);
    }
  }

  private void addOther(char c) {
    if (!Character.isLetter(c)) {
      endWord();
    } else if (word.length() <= REQUESTED.length()) {
      word.append(Character.toLowerCase(c));
    }
  }

  private void endWord() {
    if (!word.isEmpty()) {
      lastWord = ROUGHLY.contains(word.toString()) ? lastWord : word.toString();
      word.setLength(0);
    }
  }

  private void endNumber() {
    if (digits > 0) {
      take();
      lastWord = "";
      number = 0;
      digits = 0;
    }
  }

  private void take() {
    if (lastWord.equals(LIMIT) && limit.isEmpty()) {
      limit = OptionalLong.of(number);
    } else if (lastWord.equals(REQUESTED) && limit.isPresent()) {
      isExceeded |= number > limit.getAsLong();
    }
  }
}
