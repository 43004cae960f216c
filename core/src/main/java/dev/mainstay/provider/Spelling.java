package dev.mainstay.provider;

/**
 * One way to write a key, found whatever white space is in between, and as a URL or JSON encodes
 * it; and its beginning, a shorter one where the text is cut in the middle of it.
 */
final class Spelling {
  // As much of a key is one, and no word that many keys begin with: not even sk-ant-api03-.
  private static final int SHORTEST_START = 16;

  // Behind it the text is cut, as likely as not in the middle of a key.
  private static final int SHORTEST_CUT = 12;

  private static final char NOTHING = ' ';

  private final Prefixes key;

  Spelling(String key) {
    StringBuilder plain = new StringBuilder();
    for (int at = 0; at < key.length(); at += width(key, at)) {
      char c = charAt(key, at);
      if (!isNothing(c)) {
        plain.append(c);
      }
    }
    this.key = new Prefixes(plain.toString());
  }

  /** Adds to {@code spans} where it is in {@code text}. */
  void addTo(Spans spans, CharSequence text) {
    int[] starts = new int[key.length()];
    int next = 0;
    int known = 0;
    int end = 0;
    for (int at = 0; at < text.length(); at += width(text, at)) {
      char c = charAt(text, at);
      if (isNothing(c)) {
        continue;
      }
      int before = known;
      known = key.after(before, c);
      if (known <= before && before >= SHORTEST_START) {
        spans.add(start(starts, next, before), end);
      }
      starts[next] = at;
      next = (next + 1) % starts.length;
      end = at + width(text, at);
      if (known == key.length()) {
        spans.add(starts[next], end);
      }
    }
    if (known >= SHORTEST_CUT && known < key.length()) {
      spans.add(start(starts, next, known), text.length());
    }
  }

  /** Where the last {@code count} characters begin. */
  private static int start(int[] starts, int next, int count) {
    return starts[(next - count + starts.length) % starts.length];
  }

  private static boolean isNothing(char c) {
    return c <= ' ' || Character.isWhitespace(c) || Character.getType(c) == Character.FORMAT;
  }

  private static int width(CharSequence text, int at) {
    return switch (text.charAt(at)) {
      case '%' -> isHex(text, at + 1, 2) ? 3 : 1;
      case '\\' -> widthOfEscape(text, at);
      default -> 1;
    };
  }

  private static int widthOfEscape(CharSequence text, int at) {
    if (at + 1 == text.length()) {
      return 1;
    }
    return switch (text.charAt(at + 1)) {
      case 'n', 'r', 't', '/', '"', '\\' -> 2;
      case 'u' -> isHex(text, at + 2, 4) ? 6 : 1;
      default -> 1;
    };
  }

  private static char charAt(CharSequence text, int at) {
    int width = width(text, at);
    return switch (width) {
      case 3 -> hex(text, at + 1, 2);
      case 6 -> hex(text, at + 2, 4);
      case 2 -> escaped(text.charAt(at + 1));
      default -> text.charAt(at);
    };
  }

  private static char escaped(char c) {
    return c == 'n' || c == 'r' || c == 't' ? NOTHING : c;
  }

  private static boolean isHex(CharSequence text, int at, int digits) {
    if (at + digits > text.length()) {
      return false;
    }
    for (int i = at; i < at + digits; i++) {
      if (Character.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private static char hex(CharSequence text, int at, int digits) {
    int value = 0;
    for (int i = at; i < at + digits; i++) {
      value = value * 16 + Character.digit(text.charAt(i), 16);
    }
    return (char) value;
  }
}
