package dev.mainstay.provider;

/**
 * One way to write a key, found whatever white space is in between, and as a URL encodes it; and
 * its beginning where the text is cut in the middle of it.
 */
final class Spelling {
  // As much of a key is one, and no word that many keys begin with.
  private static final int SHORTEST_START = 12;

  private final Prefixes key;

  Spelling(String key) {
    StringBuilder plain = new StringBuilder();
    for (int at = 0; at < key.length(); at += width(key, at)) {
      plain.append(charAt(key, at));
    }
    this.key = new Prefixes(plain.toString());
  }

  /** Adds to {@code spans} where it is in {@code text}. */
  void addTo(Spans spans, CharSequence text) {
    int[] starts = new int[key.length()];
    int next = 0;
    int known = 0;
    for (int at = 0; at < text.length(); at += width(text, at)) {
      char c = charAt(text, at);
      if (isNothing(c)) {
        continue;
      }
      starts[next] = at;
      next = (next + 1) % starts.length;
      known = key.after(known, c);
      if (known == key.length()) {
        spans.add(starts[next], at + width(text, at));
      }
    }
    if (known >= SHORTEST_START && known < key.length()) {
      spans.add(starts[(next - known + starts.length) % starts.length], text.length());
    }
  }

  private static boolean isNothing(char c) {
    return c <= ' ' || Character.isWhitespace(c) || Character.getType(c) == Character.FORMAT;
  }

  private static int width(CharSequence text, int at) {
    return isEncoded(text, at) ? 3 : 1;
  }

  private static char charAt(CharSequence text, int at) {
    return isEncoded(text, at)
        ? (char) (hex(text, at + 1) * 16 + hex(text, at + 2))
        : text.charAt(at);
  }

  private static boolean isEncoded(CharSequence text, int at) {
    return text.charAt(at) == '%'
        && at + 2 < text.length()
        && hex(text, at + 1) >= 0
        && hex(text, at + 2) >= 0;
  }

  private static int hex(CharSequence text, int at) {
    return Character.digit(text.charAt(at), 16);
  }
}
