package dev.mainstay.provider;

/** A key of which a beginning and an end are shown around stars or dots. */
final class MaskedKey {
  // A key ends with few of its beginnings; only one made of itself has more.
  private static final int MOST_TRIES = 16;

  private final Prefixes beginnings;
  private final Prefixes reversedEnds;

  MaskedKey(String key) {
    this.beginnings = new Prefixes(key);
    this.reversedEnds = new Prefixes(new StringBuilder(key).reverse().toString());
  }

  /** Adds to {@code spans} where {@code text} shows a part of the key beside a mask. */
  void addTo(Spans spans, CharSequence text) {
    int[] tails = null;
    int known = 0;
    int at = 0;
    while (at < text.length()) {
      int end = maskEnd(text, at);
      if (end > at) {
        tails = tails == null ? tails(text) : tails;
        int head = head(text, at, known);
        int tail = tails[end];
        if (head + tail >= leastShown(text, at, end)) {
          spans.add(at - head, end + tail);
        }
      }
      for (int next = Math.max(end, at + 1); at < next; at++) {
        known = beginnings.after(known, text.charAt(at));
      }
    }
  }

  static boolean isWordsEdge(CharSequence text, int at) {
    return at < 0 || at >= text.length() || !Character.isLetterOrDigit(text.charAt(at));
  }

  /** Where the mask that begins at {@code at} ends; {@code at} itself where none begins there. */
  private static int maskEnd(CharSequence text, int at) {
    int end = at;
    while (end < text.length() && isStar(text.charAt(end))) {
      end++;
    }
    if (end > at) {
      return end;
    }
    while (end < text.length() && text.charAt(end) == '.') {
      end++;
    }
    return end - at >= 3 ? end : at;
  }

  private static boolean isStar(char c) {
    return c == '*' || c == '•' || c == '…';
  }

  // Three dots, or a single star, stand in ordinary text too.
  private static int leastShown(CharSequence text, int at, int end) {
    return end - at > 1 && text.charAt(at) != '.' ? 2 : 4;
  }

  /** How long the longest beginning of the key is that ends at {@code end} and begins a word. */
  private int head(CharSequence text, int end, int known) {
    int length = known;
    for (int tries = 0; length > 0 && tries < MOST_TRIES; tries++) {
      if (isWordsEdge(text, end - length - 1)) {
        return length;
      }
      length = beginnings.shorter(length);
    }
    return 0;
  }

  /**
   * For each place in {@code text}, how long the longest end of the key is that starts there and
   * ends a word.
   */
  private int[] tails(CharSequence text) {
    int[] tails = new int[text.length() + 1];
    int known = 0;
    for (int at = text.length() - 1; at >= 0; at--) {
      known = reversedEnds.after(known, text.charAt(at));
      tails[at] = tail(text, at, known);
    }
    return tails;
  }

  private int tail(CharSequence text, int start, int known) {
    int length = known;
    for (int tries = 0; length > 0 && tries < MOST_TRIES; tries++) {
      if (isWordsEdge(text, start + length)) {
        return length;
      }
      length = reversedEnds.shorter(length);
    }
    return 0;
  }
}
