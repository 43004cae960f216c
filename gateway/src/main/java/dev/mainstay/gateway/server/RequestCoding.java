package dev.mainstay.gateway.server;

import dev.mainstay.transport.Headers;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** Undoes the {@code Content-Encoding} of a request's body. */
final class RequestCoding {
  private static final int MOST_SHOWN = 40;

  private RequestCoding() {}

  /** The plain bytes, never more than the rules allow. */
  static byte[] undo(Headers headers, byte[] body, RequestRules rules) throws IOException {
    List<String> codings = headers.all("content-encoding");
    if (codings.isEmpty()) {
      return body;
    }
    String coding = String.join(", ", codings).strip().toLowerCase(Locale.ROOT);
    if (body.length == 0 || coding.isEmpty() || coding.equals("identity")) {
      return body;
    }
    try (InputStream plain = open(coding, new ByteArrayInputStream(body))) {
      byte[] unpacked = plain.readNBytes(rules.limits().maxBodyBytes());
      if (plain.read() >= 0) {
        throw new RequestRejectedException(rules.bodyTooLarge());
      }
      return unpacked;
    } catch (ZipException | EOFException garbled) {
      throw new RequestRejectedException(
          new Rejection(
              400, "garbled_body", "the request's body is not " + coding + ", as it claims"));
    }
  }

  // What a caller sends is not told back to it at any length.
  private static String shown(String coding) {
    return coding.length() <= MOST_SHOWN ? coding : coding.substring(0, MOST_SHOWN) + "...";
  }

  private static InputStream open(String coding, InputStream coded) throws IOException {
    return switch (coding) {
      case "gzip", "x-gzip" -> new GZIPInputStream(coded);
      case "deflate" -> new InflaterInputStream(coded);
      default ->
          throw new RequestRejectedException(
              new Rejection(
                  415,
                  "unknown_content_coding",
                  "a body may come as gzip, deflate or as it is, but not as " + shown(coding)));
    };
  }
}
