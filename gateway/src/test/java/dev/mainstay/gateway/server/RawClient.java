package dev.mainstay.gateway.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A caller that sends what it is told, byte for byte, and reads what comes. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket;
  private final InputStream in;

  RawClient(int port) throws IOException {
    this(port, 0);
  }

  /** A client with a small window. */
  RawClient(int port, int receiveBuffer) throws IOException {
    socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** An answer as it came. */
  record Reply(String line, Headers headers, String body) {
    int status() {
      return Integer.parseInt(line.split(" ")[1]);
    }
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  RawClient get(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
  }

  RawClient post(String path, String body) throws IOException {
    return send(
        "POST "
            + path
            + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  /** The next answer, whole; its chunks joined. */
  Reply read() throws IOException {
    Reply head = readHead();
    String length = head.headers.first("content-length").orElse("");
    String body;
    if (head.headers.first("transfer-encoding").isPresent()) {
      body = readChunks();
    } else if (!length.isEmpty()) {
      body = new String(in.readNBytes(Integer.parseInt(length)), ISO_8859_1);
    } else {
      body = readRest();
    }
    return new Reply(head.line, head.headers, body);
  }

  Reply readHead() throws IOException {
    String line = readLine();
    List<Field> headers = new ArrayList<>();
    for (String field = readLine(); !field.isEmpty(); field = readLine()) {
      int colon = field.indexOf(':');
      headers.add(new Field(field.substring(0, colon), field.substring(colon + 1).strip()));
    }
    return new Reply(line, Headers.of(headers), "");
  }

  private String readChunks() throws IOException {
    StringBuilder body = new StringBuilder();
    for (String chunk = readChunk(); !chunk.isEmpty(); chunk = readChunk()) {
      body.append(chunk);
    }
    return body.toString();
  }

  /** The next chunk; empty for the last. */
  String readChunk() throws IOException {
    int size = Integer.parseInt(readLine(), 16);
    String chunk = new String(in.readNBytes(size), ISO_8859_1);
    if (!readLine().isEmpty()) {
      throw new IOException("a chunk without an end");
    }
    return chunk;
  }

  String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      line.write(b);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  /** All that comes until the other side closes. */
  String readRest() throws IOException {
    return new String(in.readAllBytes(), ISO_8859_1);
  }

  /** Reads and drops up to {@code count} bytes; gives how many there were. */
  int readNBytes(int count) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    int read = 0;
    while (read < count) {
      int length = in.read(buffer, 0, Math.min(buffer.length, count - read));
      if (length < 0) {
        break;
      }
      read += length;
    }
    return read;
  }

  /** Whether the other side has closed, once all that came was read. */
  boolean isAtEnd() throws IOException {
    return in.read() < 0;
  }

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
}
