package dev.mainstay.benchmarks.mock;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One HTTP/1.1 message as it arrives, request or answer, its body by length or in chunks. Bytes are
 * kept in one array; a chunked body is put together in place.
 */
final class WireMessage {
  private static final byte[] HEAD_END = ascii("\r\n\r\n");
  private static final byte LF = '\n';
  private static final int UNKNOWN = -1;

  private enum State {
    HEAD,
    BY_LENGTH,
    CHUNK_SIZE,
    CHUNK_DATA,
    TRAILER,
    WHOLE
  }

  private byte[] bytes = new byte[4096];
  private int size;
  private int scanned;
  private State state = State.HEAD;
  private int bodyStart;
  private int bodyEnd;
  // What is still to come of the body, or of the chunk with its line end.
  private int missing;

  /** Takes all of {@code in}. */
  void add(ByteBuffer in) throws MalformedMessageException {
    int more = in.remaining();
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
    in.get(bytes, size, more);
    size += more;
    while (advance()) {}
    if (state == State.WHOLE && scanned < size) {
      throw new MalformedMessageException((size - scanned) + " bytes after the message's end");
    }
  }

  boolean isWhole() {
    return state == State.WHOLE;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Body bytes that have arrived. */
  int bodySize() {
    return bodyEnd - bodyStart;
  }

  /** The array that holds the body, from {@link #bodyStart} to {@link #bodyEnd}. */
  byte[] array() {
    return bytes;
  }

  int bodyStart() {
    return bodyStart;
  }

  int bodyEnd() {
    return bodyEnd;
  }

  /** An answer's status; its head must be whole. */
  int status() {
    return 100 * (bytes[9] - '0') + 10 * (bytes[10] - '0') + bytes[11] - '0';
  }

  /** Forgets everything, so that the next message can come. */
  void reset() {
    size = 0;
    scanned = 0;
    state = State.HEAD;
    bodyStart = 0;
    bodyEnd = 0;
    missing = 0;
  }

  /** One step; false where it needs more bytes, or none. */
  private boolean advance() throws MalformedMessageException {
    return switch (state) {
      case HEAD -> readHead();
      case BY_LENGTH -> readByLength();
      case CHUNK_SIZE -> readChunkSize();
      case CHUNK_DATA -> readChunkData();
      case TRAILER -> readTrailer();
      case WHOLE -> false;
    };
  }

  private boolean readHead() throws MalformedMessageException {
    int end = ByteScan.indexOf(bytes, scanned, size, HEAD_END);
    if (end < 0) {
      scanned = Math.max(0, size - HEAD_END.length + 1);
      return false;
    }
    bodyStart = end + HEAD_END.length;
    bodyEnd = bodyStart;
    scanned = bodyStart;
    int length = UNKNOWN;
    boolean chunked = false;
    for (int line = nextLine(0); line < end; line = nextLine(line)) {
      int colon = line < end ? ByteScan.indexOf(bytes, line, end, (byte) ':') : -1;
      if (colon - line == "content-length".length() && isName(line, "content-length")) {
        length = number(colon + 1, 10);
      } else if (colon - line == "transfer-encoding".length()
          && isName(line, "transfer-encoding")) {
        chunked = true;
      }
    }
    if (chunked) {
      state = State.CHUNK_SIZE;
      return true;
    }
    if (length == UNKNOWN) {
      throw new MalformedMessageException("a message without length: " + head(end));
    }
    missing = length;
    state = State.BY_LENGTH;
    return true;
  }

  private int nextLine(int from) {
    int end = ByteScan.indexOf(bytes, from, size, LF);
    return end < 0 ? size : end + 1;
  }

  private boolean readByLength() {
    int taken = Math.min(missing, size - scanned);
    scanned += taken;
    missing -= taken;
    bodyEnd = scanned;
    if (missing == 0) {
      state = State.WHOLE;
    }
    return false;
  }

  private boolean readChunkSize() throws MalformedMessageException {
    int end = ByteScan.indexOf(bytes, scanned, size, LF);
    if (end < 0) {
      return false;
    }
    int chunk = number(scanned, 16);
    scanned = end + 1;
    missing = chunk + 2;
    state = chunk == 0 ? State.TRAILER : State.CHUNK_DATA;
    return true;
  }

  private boolean readChunkData() {
    int data = Math.min(Math.max(0, missing - 2), size - scanned);
    System.arraycopy(bytes, scanned, bytes, bodyEnd, data);
    bodyEnd += data;
    int taken = Math.min(missing, size - scanned);
    scanned += taken;
    missing -= taken;
    if (missing > 0) {
      return false;
    }
    state = State.CHUNK_SIZE;
    return true;
  }

  private boolean readTrailer() {
    int end = ByteScan.indexOf(bytes, scanned, size, LF);
    if (end < 0) {
      return false;
    }
    boolean last = end - scanned <= 1;
    scanned = end + 1;
    if (last) {
      state = State.WHOLE;
    }
    return !last;
  }

  private boolean isName(int from, String name) {
    for (int i = 0; i < name.length(); i++) {
      if ((bytes[from + i] | 0x20) != (name.charAt(i) | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private int number(int from, int radix) throws MalformedMessageException {
    int i = from;
    while (bytes[i] == ' ') {
      i++;
    }
    int start = i;
    int number = 0;
    for (int digit = Character.digit(bytes[i], radix); digit >= 0; i++) {
      number = number * radix + digit;
      digit = Character.digit(bytes[i + 1], radix);
    }
    if (i == start) {
      throw new MalformedMessageException("no number where a length belongs");
    }
    return number;
  }

  private String head(int end) {
    return new String(bytes, 0, end, StandardCharsets.ISO_8859_1)
        .lines()
        .findFirst()
        .orElse("")
        .toLowerCase(Locale.ROOT);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
