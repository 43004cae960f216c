package dev.mainstay.simulator.server;

import dev.mainstay.simulator.dialect.Bytes;
import dev.mainstay.simulator.dialect.HttpRequest;
import dev.mainstay.simulator.exchange.Header;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads HTTP/1.1 requests, one after the other, from one connection. */
final class RequestReader {
  static final int MAX_HEAD = 64 * 1024;
  static final int MAX_BODY = 64 * 1024 * 1024;

  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  // Nobody's word on a length is worth more memory than this before the bytes are there.
  private static final int TRUSTED = 64 * 1024;

  private final Wire wire;
  private final Inbox inbox;
  private byte[] line = new byte[256];
  private int headLeft;

  RequestReader(Wire wire) {
    this.wire = wire;
    this.inbox = wire.inbox();
  }

  /** The next request, or nothing where the client has closed the connection instead. */
  Optional<HttpRequest> next() throws IOException, HttpException {
    headLeft = MAX_HEAD;
    int first = inbox.read();
    while (first == '\r' || first == '\n') {
      first = inbox.read();
    }
    return first < 0 ? Optional.empty() : Optional.of(request(first));
  }

  private HttpRequest request(int first) throws IOException, HttpException {
    String[] words = line(first).split(" ", -1);
    if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
      throw new HttpException(400, "the first line is not an HTTP/1.1 request line");
    }
    HttpRequest head =
        new HttpRequest(words[0], words[1], !words[2].equals("HTTP/1.0"), headers(), new byte[0]);
    byte[] body = body(head);
    return new HttpRequest(head.method(), head.target(), head.is11(), head.headers(), body);
  }

  private List<Header> headers() throws IOException, HttpException {
    List<Header> headers = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon <= 0 || line.charAt(0) <= ' ' || line.indexOf('\r') >= 0) {
        throw new HttpException(400, "'" + line + "' is not a header; write 'name: value'");
      }
      headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return headers;
  }

  private byte[] body(HttpRequest head) throws IOException, HttpException {
    Optional<String> coding = head.header("transfer-encoding");
    Optional<String> length = lengthOf(head);
    if (coding.isPresent() && length.isPresent()) {
      throw new HttpException(400, "there is both a content-length and a transfer-encoding");
    }
    if (coding.isEmpty() && length.isEmpty()) {
      return head.body();
    }
    if (coding.isPresent() && !coding.get().equalsIgnoreCase("chunked")) {
      throw new HttpException(501, "the transfer-encoding is not 'chunked'");
    }
    int size = length.isPresent() ? number(length.get(), 10, "content-length") : 0;
    if (head.header("expect").orElse("").equalsIgnoreCase("100-continue")) {
      wire.add(CONTINUE).flush();
    }
    return coding.isPresent() ? chunks() : bytes(size);
  }

  private static Optional<String> lengthOf(HttpRequest head) throws HttpException {
    List<String> lengths =
        head.headers().stream()
            .filter(header -> header.isNamed("content-length"))
            .map(Header::value)
            .distinct()
            .toList();
    if (lengths.size() > 1) {
      throw new HttpException(400, "there are two content-lengths");
    }
    return lengths.stream().findFirst();
  }

  private byte[] chunks() throws IOException, HttpException {
    Bytes body = new Bytes();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      if (body.length() + size > MAX_BODY) {
        throw tooLarge();
      }
      body.add(bytes(size));
      if (!line().isEmpty()) {
        throw new HttpException(400, "a chunk is longer than it says");
      }
    }
    headers();
    return body.copy();
  }

  private int chunkSize() throws IOException, HttpException {
    headLeft = MAX_HEAD;
    String line = line();
    int extension = line.indexOf(';');
    String size = extension < 0 ? line : line.substring(0, extension);
    return number(size.strip(), 16, "chunk size");
  }

  private byte[] bytes(int size) throws IOException {
    byte[] bytes = new byte[Math.min(size, TRUSTED)];
    int have = 0;
    while (have < size) {
      if (have == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(size, bytes.length * 2L));
      }
      int count = inbox.read(bytes, have, bytes.length - have);
      if (count < 0) {
        throw new EOFException("the client left inside its request");
      }
      have += count;
    }
    return bytes;
  }

  private static int number(String text, int radix, String what) throws HttpException {
    long number;
    try {
      number = Long.parseLong(text, radix);
    } catch (NumberFormatException e) {
      number = -1;
    }
    if (number < 0 || !Character.isLetterOrDigit(text.charAt(0))) {
      throw new HttpException(400, "the " + what + " is '" + text + "'; write a number");
    }
    if (number > MAX_BODY) {
      throw tooLarge();
    }
    return (int) number;
  }

  private static HttpException tooLarge() {
    return new HttpException(413, "the body is larger than " + MAX_BODY + " bytes");
  }

  private String line() throws IOException, HttpException {
    int first = inbox.read();
    if (first < 0) {
      throw new EOFException("the client left inside its request");
    }
    return line(first);
  }

  /** The line that begins with {@code first}, without its end. */
  private String line(int first) throws IOException, HttpException {
    int length = 0;
    for (int next = first; next != '\n'; next = inbox.read()) {
      if (next < 0) {
        throw new EOFException("the client left inside its request");
      }
      if (--headLeft < 0) {
        throw new HttpException(431, "the head is larger than " + MAX_HEAD + " bytes");
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, length * 2);
      }
      line[length++] = (byte) next;
    }
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    return new String(line, 0, end, StandardCharsets.ISO_8859_1);
  }
}
