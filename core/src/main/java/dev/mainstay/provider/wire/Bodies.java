package dev.mainstay.provider.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bodies that are read whole. */
public final class Bodies {
  private static final int BUFFER = 16 * 1024;
  private static final int LONGEST_SUMMARY = 300;
  private static final Pattern TITLE =
      Pattern.compile("<title[^>]*>([^<]{1,200})</title", Pattern.CASE_INSENSITIVE);
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  private Bodies() {}

  /** The whole body, or nothing where it has more than {@code most} bytes. */
  public static Optional<byte[]> read(InputStream in, int most) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(BUFFER);
    return readInto(body, in, most) ? Optional.of(body.toByteArray()) : Optional.empty();
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

  /** What a body that is no JSON says, in a line; a page is told by its title. */
  public static String summary(byte[] body) {
    String text = new String(body, 0, Math.min(body.length, BUFFER), StandardCharsets.UTF_8);
    String start = text.stripLeading().toLowerCase(Locale.ROOT);
    if (start.startsWith("<")) {
      Matcher title = TITLE.matcher(text);
      String page = "the provider sent an HTML page";
      return title.find() ? page + ", \"" + oneLine(title.group(1)) + "\"" : page;
    }
    String line = oneLine(text);
    return line.length() > LONGEST_SUMMARY ? line.substring(0, LONGEST_SUMMARY) + "…" : line;
  }

  private static String oneLine(String text) {
    return WHITE_SPACE.matcher(text).replaceAll(" ").strip();
  }
}
