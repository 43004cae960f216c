package dev.mainstay.provider.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Bodies that are read whole. */
public final class Bodies {
  private static final int BUFFER = 16 * 1024;
  private static final int LEAST_ROOM = 1024;
  private static final int MOST_ROOM = 16 * 1024 * 1024;
  private static final int LONGEST_SUMMARY = 300;
  private static final int LONGEST_TITLE = 200;

  private Bodies() {}

  /** The whole body, or nothing where it has more than {@code most} bytes. */
  public static Optional<byte[]> read(InputStream in, int most) throws IOException {
    int room = Math.clamp(in.available(), LEAST_ROOM, MOST_ROOM);
    byte[] body = new byte[Math.min(room, most + 1)];
    int size = in.readNBytes(body, 0, body.length);
    while (size == body.length && size <= most) {
      int next = in.read();
      if (next < 0) {
        return Optional.of(body);
      }
      body = Arrays.copyOf(body, Math.min(2 * size, most + 1));
      body[size] = (byte) next;
      size++;
      size += in.readNBytes(body, size, body.length - size);
    }
    return size > most ? Optional.empty() : Optional.of(Arrays.copyOf(body, size));
  }

  /** Fills {@code body} from {@code in}; false where it would get more than {@code most} bytes. */
  public static boolean readInto(ByteArrayOutputStream body, InputStream in, int most)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      if (body.size() + count > most) {
        return false;
      }
      body.write(buffer, 0, count);
    }
    return true;
  }

  /**
   * {@code body} without the byte order mark and white space that some send ahead of their JSON.
   */
  public static byte[] trim(byte[] body) {
    int start = 0;
    while (start < body.length && isPadding(body[start])) {
      start++;
    }
    return start == 0 ? body : Arrays.copyOfRange(body, start, body.length);
  }

  /**
   * Whether {@code b} is white space or a part of the byte order mark, which no text begins with.
   */
  public static boolean isPadding(int b) {
    return switch ((byte) b) {
      case ' ', '\t', '\r', '\n', (byte) 0xEF, (byte) 0xBB, (byte) 0xBF -> true;
      default -> false;
    };
  }

  /** What a body that is not JSON says, in a line; a page is told by its title. */
  public static String summary(byte[] body) {
    byte[] whole = trim(body);
    byte[] start = Arrays.copyOf(whole, Math.min(whole.length, BUFFER));
    String text = new String(start, StandardCharsets.UTF_8);
    if (text.startsWith("<")) {
      String page = "the provider sent an HTML page";
      return title(text).map(title -> page + ", \"" + oneLine(title) + "\"").orElse(page);
    }
    // The mark shows whoever looks for keys that half of one may stand before it.
    String line = oneLine(start.length < whole.length ? text + "…" : text);
    return line.length() > LONGEST_SUMMARY ? line.substring(0, LONGEST_SUMMARY) + "…" : line;
  }

  private static Optional<String> title(String page) {
    int tag = 0;
    while (tag < page.length() && !page.regionMatches(true, tag, "<title", 0, 6)) {
      tag++;
    }
    int start = page.indexOf('>', tag) + 1;
    int end = page.indexOf('<', start);
    return tag < page.length() && start > 0 && end > start && end - start <= LONGEST_TITLE
        ? Optional.of(page.substring(start, end))
        : Optional.empty();
  }

  private static String oneLine(CharSequence text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isWhitespace(c)) {
        line.append(c);
      } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
        line.append(' ');
      }
    }
    return line.toString().strip();
  }
}
