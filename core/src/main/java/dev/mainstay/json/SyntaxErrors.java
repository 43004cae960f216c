package dev.mainstay.json;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Tells whoever wrote a text what is wrong with it, and where. */
final class SyntaxErrors {
  private static final int LONGEST_WORD = 256;
  private static final Set<String> NOT_NUMBERS = Set.of("NaN", "Infinity");

  private final byte[] bytes;

  SyntaxErrors(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The text ends before the value does. */
  JsonException tooEarly() {
    return at("it ends too early: is it cut off?", bytes.length);
  }

  /** {@code reason}, at the byte {@code at}. */
  JsonException at(String reason, int at) {
    int line = 1;
    int start = 0;
    for (int i = 0; i < at; i++) {
      boolean endsLine =
          bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == at || bytes[i + 1] != '\n'));
      if (endsLine) {
        line++;
        start = i + 1;
      }
    }
    return new JsonException(reason + " (line " + line + ", column " + (at - start + 1) + ")");
  }

  /** A character that may not stand at {@code at}; {@code why} goes on with the sentence. */
  JsonException unexpected(String why, int at) {
    return at("unexpected character " + shown(bytes[at]) + why, at);
  }

  /** No value begins at {@code at}. */
  JsonException noValue(int at) {
    byte b = bytes[at];
    if (isOfWord(b)) {
      return unknownWord(at);
    }
    if (b == '/') {
      return unexpected("", at);
    }
    return unexpected(
        b == ']' || b == '}' || b == ',' ? ": expected a value" : ": expected a valid value", at);
  }

  /** A word stands at {@code from} that is none of JSON's. */
  JsonException unknownWord(int from) {
    int to = from;
    while (to < bytes.length && to - from < LONGEST_WORD && isOfWord(bytes[to])) {
      to++;
    }
    String word = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    return NOT_NUMBERS.contains(word)
        ? at("non-standard token '" + word + "'", to)
        : at("unrecognized token '" + word + "'", from);
  }

  static boolean isOfWord(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '_'
        || b == '$';
  }

  private static String shown(byte b) {
    return b > ' ' && b < 0x7F
        ? "'" + (char) b + "'"
        : "of the code 0x" + Integer.toHexString(b & 0xFF);
  }
}
