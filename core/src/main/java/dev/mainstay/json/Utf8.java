package dev.mainstay.json;

/** The rest of UTF-8's rules: Jackson keeps to most. */
final class Utf8 {
  private Utf8() {}

  /** Refuses characters in more bytes than they need, and those beyond the last there is. */
  static void requireStrict(byte[] text) {
    for (int i = 0; i + 1 < text.length; i++) {
      if (text[i] < 0 && isForbidden(text[i] & 0xff, text[i + 1] & 0xff)) {
        throw new JsonException("invalid UTF-8 at byte " + (i + 1));
      }
    }
  }

  private static boolean isForbidden(int lead, int next) {
    return switch (lead) {
      case 0xc0, 0xc1 -> true;
      case 0xe0 -> next < 0xa0;
      case 0xf0 -> next < 0x90;
      case 0xf4 -> next > 0x8f;
      default -> lead > 0xf4;
    };
  }
}
