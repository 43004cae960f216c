package dev.mainstay.json;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A string, or a part of one, where it is: in the text that it was read from if that has it as it
 * is, in ASCII and without escapes. It is looked at, cut, appended to another and written without
 * being copied, as befits what is large; {@link #toString} copies it. Immutable.
 */
public final class JsonSlice implements CharSequence {
  private final String head;
  // What stands behind the head: part of bytes, or of a text where there are none.
  private final byte @Nullable [] ascii;
  private final String text;
  private final int from;
  private final int to;

  private JsonSlice(String head, byte @Nullable [] ascii, String text, int from, int to) {
    this.head = head;
    this.ascii = ascii;
    this.text = text;
    this.from = from;
    this.to = to;
  }

  /** The whole of {@code text}. */
  public static JsonSlice of(String text) {
    Objects.requireNonNull(text, "text");
    return new JsonSlice("", null, text, 0, text.length());
  }

  /**
   * The text that {@code ascii} is, as encoders write it. The bytes are kept, not copied: they must
   * not change afterwards.
   *
   * @throws IllegalArgumentException if one of them is not ASCII, or is escaped in JSON
   */
  public static JsonSlice ofAscii(byte[] ascii) {
    Objects.requireNonNull(ascii, "ascii");
    if (PlainRun.end(ascii, 0, ascii.length) < ascii.length) {
      throw new IllegalArgumentException("the bytes are not all ASCII that JSON has as it is");
    }
    return of(ascii, 0, ascii.length);
  }

  /** The bytes of {@code ascii} between {@code from} and {@code to}, none of which is escaped. */
  static JsonSlice of(byte[] ascii, int from, int to) {
    return new JsonSlice("", ascii, "", from, to);
  }

  /** {@code head}, and this after it. */
  public JsonSlice behind(String head) {
    Objects.requireNonNull(head, "head");
    return new JsonSlice(head + this.head, ascii, text, from, to);
  }

  @Override
  public int length() {
    return head.length() + to - from;
  }

  @Override
  public char charAt(int index) {
    Objects.checkIndex(index, length());
    if (index < head.length()) {
      return head.charAt(index);
    }
    int at = from + index - head.length();
    return ascii == null ? text.charAt(at) : (char) ascii[at];
  }

  @Override
  public JsonSlice subSequence(int start, int end) {
    Objects.checkFromToIndex(start, end, length());
    int inHead = head.length();
    return new JsonSlice(
        head.substring(Math.min(start, inHead), Math.min(end, inHead)),
        ascii,
        text,
        from + Math.max(0, start - inHead),
        from + Math.max(0, end - inHead));
  }

  /** What of it begins at {@code start}. */
  public JsonSlice from(int start) {
    return subSequence(start, length());
  }

  /** How many bytes it has as JSON, its quotes included. */
  long size() {
    long rest = ascii == null ? JsonText.size(text, from, to) : to - from + 2L;
    return head.isEmpty() ? rest : rest + JsonText.size(head) - 2;
  }

  /** Writes it as JSON from {@code at} on; gives where it ends. */
  int write(byte[] out, int at) {
    out[at] = '"';
    int end = JsonText.writeInside(head, 0, head.length(), out, at + 1);
    if (ascii == null) {
      end = JsonText.writeInside(text, from, to, out, end);
    } else {
      System.arraycopy(ascii, from, out, end, to - from);
      end += to - from;
    }
    out[end] = '"';
    return end + 1;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonSlice that && CharSequence.compare(this, that) == 0;
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    String rest =
        ascii == null
            ? text.substring(from, to)
            : new String(ascii, from, to - from, StandardCharsets.ISO_8859_1);
    return head.isEmpty() ? rest : head + rest;
  }
}
