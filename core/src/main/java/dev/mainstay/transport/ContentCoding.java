package dev.mainstay.transport;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Undoes the {@code Content-Encoding} of a body. Nobody here asks for one, but some proxies
 * compress anyway: {@code gzip} and {@code deflate} are decoded, as it comes and without a bound;
 * any other, {@code br} and {@code zstd} among them, fails the first read. Of an error its status
 * and headers then tell what they can.
 */
public final class ContentCoding {
  private static final int BUFFER_BYTES = 8 * 1024;
  private static final int LONGEST_NAME = 30;
  // https://www.iana.org/assignments/http-parameters#content-coding
  private static final Set<String> KNOWN =
      Set.of(
          "aes128gcm",
          "br",
          "compress",
          "dcb",
          "dcz",
          "deflate",
          "exi",
          "gzip",
          "identity",
          "pack200-gzip",
          "x-compress",
          "x-gzip",
          "zstd");

  private ContentCoding() {}

  /**
   * The plain body of an answer.
   *
   * @param body the body as it came; a failure of its reads comes through
   * @return a stream that reads nothing before it is read itself; what cannot be decoded fails with
   *     a {@link TransportException} carrying {@code MalformedAnswer}, or {@code ConnectionFailed}
   *     if its end is missing
   */
  public static InputStream decode(Headers headers, InputStream body, URI uri) {
    Optional<String> told = headers.first("content-encoding");
    if (told.isEmpty()) {
      return body;
    }
    String coding = told.get().strip().toLowerCase(Locale.ROOT);
    return coding.isEmpty() || coding.equals("identity") ? body : new Decoded(coding, body, uri);
  }

  private static final class Decoded extends InputStream {
    private final String coding;
    private final InputStream body;
    private final URI uri;
    private @Nullable InputStream plain;

    Decoded(String coding, InputStream body, URI uri) {
      this.coding = coding;
      this.body = body;
      this.uri = uri;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return plain().read(target, offset, length);
      } catch (ZipException garbage) {
        throw new TransportException(
            ConnectionFailures.malformed(
                uri, "with a body that is not " + name() + ", as it claims"),
            garbage);
      } catch (EOFException missing) {
        throw new TransportException(ConnectionFailures.of(missing, uri), missing);
      }
    }

    private InputStream plain() throws IOException {
      if (plain == null) {
        plain = open();
      }
      return plain;
    }

    // Empty bodies come with a coding too, but with none of its frame.
    private InputStream open() throws IOException {
      PushbackInputStream coded = new PushbackInputStream(body);
      int first = coded.read();
      if (first < 0) {
        return body;
      }
      coded.unread(first);
      return switch (coding) {
        case "gzip", "x-gzip" -> new GZIPInputStream(coded, BUFFER_BYTES);
        case "deflate" -> new InflaterInputStream(coded);
        default ->
            throw new TransportException(
                ConnectionFailures.malformed(
                    uri, "with a body encoded as " + name() + ", which was not asked for"));
      };
    }

    // Whatever else stands there may be a key that is sent back.
    private String name() {
      boolean isKnown =
          coding.length() <= LONGEST_NAME
              && Stream.of(coding.split(",")).map(String::strip).allMatch(KNOWN::contains);
      return isKnown ? coding : "an unknown content coding";
    }

    @Override
    public void close() throws IOException {
      if (plain != null) {
        plain.close();
      }
      body.close();
    }
  }
}
