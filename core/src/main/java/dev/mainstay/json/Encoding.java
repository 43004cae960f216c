package dev.mainstay.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * In what a text is encoded, by its mark or by where its first bytes are zero (RFC 4627, 3), which
 * no text in UTF-8 has there.
 *
 * @param charset the encoding; nothing for UTF-8
 * @param start where the text begins, after a byte order mark
 */
record Encoding(Optional<Charset> charset, int start) {
  private static final Encoding UTF8 = new Encoding(Optional.empty(), 0);
  private static final Encoding MARKED_UTF8 = new Encoding(Optional.empty(), 3);

  /** The encoding of {@code text}. */
  static Encoding of(byte[] text) {
    // Nearly every text tells by its first two bytes.
    if (text.length < 2 || (text[0] > 0 && text[1] > 0)) {
      return UTF8;
    }
    int first = pair(text, 0);
    int second = text.length < 4 ? -1 : pair(text, 2);
    if (first == 0xEFBB && text.length > 2 && text[2] == (byte) 0xBF) {
      return MARKED_UTF8;
    }
    if (second >= 0 && (first == 0 || second == 0)) {
      return wide(first, second);
    }
    return switch (first) {
      case 0xFEFF -> of(StandardCharsets.UTF_16BE, 2);
      case 0xFFFE -> of(StandardCharsets.UTF_16LE, 2);
      default ->
          text[0] == 0
              ? of(StandardCharsets.UTF_16BE, 0)
              : text[1] == 0 ? of(StandardCharsets.UTF_16LE, 0) : UTF8;
    };
  }

  private static int pair(byte[] text, int at) {
    return ((text[at] & 0xFF) << 8) | (text[at + 1] & 0xFF);
  }

  // Four bytes for each character.
  private static Encoding wide(int first, int second) {
    if (first == 0) {
      if (second == 0xFEFF || second < 0x100) {
        return of(Charset.forName("UTF-32BE"), second == 0xFEFF ? 4 : 0);
      }
    } else if (first == 0xFFFE || (first & 0xFF) == 0) {
      return of(Charset.forName("UTF-32LE"), first == 0xFFFE ? 4 : 0);
    }
    throw new JsonException("its bytes are in an order that nobody uses: send it as UTF-8");
  }

  private static Encoding of(Charset charset, int start) {
    return new Encoding(Optional.of(charset), start);
  }

  /** {@code text}, which is in {@code charset}, in UTF-8. */
  byte[] inUtf8(byte[] text, Charset charset) {
    try {
      CharBuffer read =
          charset.newDecoder().decode(ByteBuffer.wrap(text, start, text.length - start));
      return read.toString().getBytes(StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new JsonException("invalid " + charset.name());
    }
  }
}
