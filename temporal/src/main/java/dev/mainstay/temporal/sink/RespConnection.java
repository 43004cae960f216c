package dev.mainstay.temporal.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * One connection to Redis or Valkey, in their protocol's second version: one command after the
 * other, of the few that a sink needs. Not thread-safe.
 */
final class RespConnection implements AutoCloseable {
  private static final int DEFAULT_PORT = 6379;
  private static final int CONNECT_MILLIS = 5_000;
  // Longer than any reader's wait.
  private static final int READ_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private RespConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /**
   * A connection to {@code redis://[user:password@]host[:port][/db]}, or {@code rediss} for TLS.
   */
  static RespConnection open(URI address) throws IOException {
    boolean tls = address.getScheme().equals("rediss");
    Socket socket =
        (tls ? SSLSocketFactory.getDefault() : SocketFactory.getDefault()).createSocket();
    try {
      int port = address.getPort() < 0 ? DEFAULT_PORT : address.getPort();
      socket.connect(new InetSocketAddress(address.getHost(), port), CONNECT_MILLIS);
      socket.setSoTimeout(READ_MILLIS);
      socket.setTcpNoDelay(true);
      RespConnection connection = new RespConnection(socket);
      connection.greet(address);
      return connection;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private void greet(URI address) throws IOException {
    String user = address.getUserInfo();
    if (user != null) {
      int colon = user.indexOf(':');
      String password = user.substring(colon + 1);
      if (colon > 0) {
        command("AUTH", user.substring(0, colon), password);
      } else {
        command("AUTH", password);
      }
    }
    String path = address.getPath();
    if (path != null && path.length() > 1) {
      command("SELECT", path.substring(1));
    }
  }

  /**
   * What the server answers: a text, a {@code Long}, a list of these, or nothing.
   *
   * @throws RefusedException if it answers by an error
   */
  Optional<Object> command(String... words) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(("*" + words.length + "\r\n").getBytes(UTF_8));
    for (String word : words) {
      byte[] text = word.getBytes(UTF_8);
      bytes.writeBytes(("$" + text.length + "\r\n").getBytes(UTF_8));
      bytes.writeBytes(text);
      bytes.writeBytes("\r\n".getBytes(UTF_8));
    }
    bytes.writeTo(out);
    out.flush();
    return reply();
  }

  private Optional<Object> reply() throws IOException {
    String line = line();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> Optional.of(rest);
      case ':' -> Optional.of(Long.valueOf(rest));
      case '$' -> bulk(Integer.parseInt(rest));
      case '*' -> list(Integer.parseInt(rest));
      case '-' -> throw new RefusedException(rest.split(" ")[0]);
      default -> throw new IOException("that is not the protocol of Redis");
    };
  }

  private Optional<Object> bulk(int length) throws IOException {
    if (length < 0) {
      return Optional.empty();
    }
    byte[] text = in.readNBytes(length + 2);
    if (text.length < length + 2) {
      throw new EOFException("the server is gone");
    }
    return Optional.of(new String(text, 0, length, UTF_8));
  }

  private Optional<Object> list(int length) throws IOException {
    if (length < 0) {
      return Optional.empty();
    }
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      items.add(reply().orElse(""));
    }
    return Optional.of(items);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\r'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server is gone");
      }
      line.write(next);
    }
    if (in.read() != '\n' || line.size() == 0) {
      throw new IOException("that is not the protocol of Redis");
    }
    return line.toString(UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** The server has answered by an error, of which its first word is told: the rest may quote. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String code) {
      super("the server refuses by " + code);
    }
  }
}
