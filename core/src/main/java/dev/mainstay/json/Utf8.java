package dev.mainstay.json;

/** UTF-8's rules (RFC 3629, 4): no character in more bytes than it needs, none that is half. */
final class Utf8 {
  private Utf8() {}

  /**
   * Where the character ends that begins at {@code from} and is more than ASCII.
   *
   * @throws JsonException if none is there
   */
  static int characterEnd(byte[] text, int from) {
    int lead = text[from] & 0xFF;
    int length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    boolean isWhole = length > 0 && from + length <= text.length && isSecond(lead, text[from + 1]);
    for (int i = from + 2; isWhole && i < from + length; i++) {
      isWhole = (text[i] & 0xC0) == 0x80;
    }
    if (!isWhole) {
      throw new JsonException("invalid UTF-8 at byte " + (from + 1));
    }
    return from + length;
  }

  private static boolean isSecond(int lead, byte next) {
    int second = next & 0xFF;
    return switch (lead) {
      case 0xE0 -> second >= 0xA0 && second <= 0xBF;
      case 0xED -> second >= 0x80 && second <= 0x9F;
      case 0xF0 -> second >= 0x90 && second <= 0xBF;
      case 0xF4 -> second >= 0x80 && second <= 0x8F;
      default -> (second & 0xC0) == 0x80;
    };
  }
}
