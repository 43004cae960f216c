package dev.mainstay.gateway.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A caller on one connection, that sends what it is told and shows what comes, byte for byte: no
 * client's own retries, pools or defaults stand between a test and the gateway.
 */
final class Caller implements AutoCloseable {
  private static final String CHAT = "/v1/chat/completions";
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket = new Socket();
  private final InputStream in;
  private InputStream body = new ByteArrayInputStream(new byte[0]);

  Caller(int port) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** What came: the body whole, or empty where only the head was read. */
  record Reply(int status, Headers headers, byte[] body) {
    String header(String name) {
      return headers.first(name).orElse("");
    }

    String text() {
      return new String(body, UTF_8);
    }

    /** The lines of a stream that say something: events and comments. */
    List<String> lines() {
      return text().lines().filter(line -> !line.isEmpty()).toList();
    }

    JsonObject json() {
      return Json.parseObject(body);
    }

    /** The error in OpenAI's body. */
    JsonObject error() {
      return json().object("error").orElseThrow();
    }
  }

  Reply chat(String json, String... headers) throws IOException {
    return sendChat(json, headers).read();
  }

  Caller sendChat(String json, String... headers) throws IOException {
    return send("POST", CHAT, json.getBytes(UTF_8), headers);
  }

  Reply get(String path, String... headers) throws IOException {
    return send("GET", path, new byte[0], headers).read();
  }

  Caller send(String method, String path, byte[] body, String... headers) throws IOException {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: gateway\r\n");
    Headers.of(headers).forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    if (body.length > 0 || method.equals("POST")) {
      head.append("Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n");
    }
    return raw(head + "\r\n").raw(body);
  }

  Caller raw(String text) throws IOException {
    return raw(text.getBytes(ISO_8859_1));
  }

  Caller raw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** The next answer, whole. */
  Reply read() throws IOException {
    Reply head = readHead();
    return new Reply(head.status, head.headers, body.readAllBytes());
  }

  /** The next answer, whole or broken off. */
  Reply readToAnyEnd() throws IOException {
    Reply head = readHead();
    ByteArrayOutputStream came = new ByteArrayOutputStream();
    try {
      body.transferTo(came);
    } catch (EOFException brokenOff) {
      // What came until then is all there is.
    }
    return new Reply(head.status, head.headers, came.toByteArray());
  }

  /**
   * The next answer, whose body must stop before its last chunk, with the end of the connection.
   */
  Reply readBrokenOff() throws IOException {
    Reply head = readHead();
    return new Reply(head.status, head.headers, brokenRest().getBytes(UTF_8));
  }

  /** The rest of a body that must stop before its last chunk, with the end of the connection. */
  String brokenRest() throws IOException {
    ByteArrayOutputStream came = new ByteArrayOutputStream();
    try {
      body.transferTo(came);
    } catch (EOFException brokenOff) {
      return came.toString(UTF_8);
    }
    throw new IOException("the body was ended as if it were whole: " + came.toString(UTF_8));
  }

  /** The next answer without its body, which {@link #line} then reads. */
  Reply readHead() throws IOException {
    int status = Integer.parseInt(line(in).orElseThrow(EOFException::new).split(" ")[1]);
    List<Field> headers = new ArrayList<>();
    for (String field = line(in).orElse(""); !field.isEmpty(); field = line(in).orElse("")) {
      int colon = field.indexOf(':');
      headers.add(new Field(field.substring(0, colon), field.substring(colon + 1).strip()));
    }
    Headers all = Headers.of(headers);
    body = status == 204 ? InputStream.nullInputStream() : body(all);
    return new Reply(status, all, new byte[0]);
  }

  /** The next answer where it is a head and nothing else, whatever that says of a body. */
  int readStatus() throws IOException {
    int status = 0;
    for (String field = line(in).orElse(""); !field.isEmpty(); field = line(in).orElse("")) {
      status = status == 0 ? Integer.parseInt(field.split(" ")[1]) : status;
    }
    return status;
  }

  /** The next line of the body; nothing at its end. */
  Optional<String> line() throws IOException {
    return line(body);
  }

  /** Reads the body on to the line that begins with {@code start}. */
  String lineFrom(String start) throws IOException {
    Optional<String> line = line();
    while (line.isPresent() && !line.get().startsWith(start)) {
      line = line();
    }
    return line.orElseThrow(() -> new EOFException("no line begins with " + start));
  }

  /** The rest of the body. */
  String rest() throws IOException {
    return new String(body.readAllBytes(), UTF_8);
  }

  /** Whether the gateway closes the connection, once all that came was read. */
  boolean isClosed() throws IOException {
    return in.read() < 0;
  }

  /** Says that it will send no more. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Leaves with a reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private InputStream body(Headers headers) throws IOException {
    if (headers.first("transfer-encoding").isPresent()) {
      return new Chunks(in);
    }
    Optional<String> length = headers.first("content-length");
    return length.isPresent()
        ? new ByteArrayInputStream(in.readNBytes(Integer.parseInt(length.get())))
        : in;
  }

  private static Optional<String> line(InputStream from) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = from.read();
    if (b < 0) {
      return Optional.empty();
    }
    for (; b >= 0 && b != '\n'; b = from.read()) {
      line.write(b);
    }
    return Optional.of(line.toString(UTF_8).stripTrailing());
  }

  /** A chunked body; one that stops before its last chunk is no body. */
  private static final class Chunks extends InputStream {
    private final InputStream in;
    private int left;
    private boolean isOver;

    Chunks(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (!isOver && left == 0) {
        left = Integer.parseInt(line(in).orElseThrow(EOFException::new), 16);
        isOver = left == 0;
        endChunk();
      }
      if (isOver) {
        return -1;
      }
      int count = in.read(bytes, offset, Math.min(length, left));
      if (count < 0) {
        throw new EOFException("the connection closed inside a chunk");
      }
      left -= count;
      endChunk();
      return count;
    }

    // A line end follows each chunk, the last and empty one too.
    private void endChunk() throws IOException {
      if (left == 0) {
        in.skipNBytes(2);
      }
    }
  }
}
