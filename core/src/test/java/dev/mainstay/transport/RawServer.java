package dev.mainstay.transport;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that does just what its script says, byte for byte: for tests of transports. The script
 * runs once per connection, on a thread of its own; what it throws ends the connection.
 */
public final class RawServer implements AutoCloseable {
  private final ServerSocket listening;
  private final Script script;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();

  private RawServer(ServerSocket listening, Script script) {
    this.listening = listening;
    this.script = script;
  }

  /** What the server does with one connection. */
  @FunctionalInterface
  public interface Script {
    void serve(Connection connection) throws Exception;
  }

  /** A request as it came. */
  public record Request(String line, Headers headers, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** A server on a free port of the loopback. */
  public static RawServer start(Script script) {
    try {
      return start(new ServerSocket(0, 500, InetAddress.getLoopbackAddress()), script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server on {@code listening}, which it closes. */
  public static RawServer start(ServerSocket listening, Script script) {
    RawServer server = new RawServer(listening, script);
    Thread.ofVirtual().start(server::accept);
    return server;
  }

  /** A server that answers each request on a connection with {@code answer}, verbatim. */
  public static RawServer answering(String answer) {
    return start(connection -> {
      while (true) {
        connection.read();
        connection.write(answer);
      }
    });
  }

  public int port() {
    return listening.getLocalPort();
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** How many connections were made. */
  public int connections() {
    return connections.get();
  }

  /** The requests read so far, of all connections. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        socket.setTcpNoDelay(true);
        connections.incrementAndGet();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The server's end.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      script.serve(new Connection(socket));
    } catch (Exception over) {
      // The connection's end: the test looks at its own side.
    }
  }

  @Override
  public void close() {
    closeQuietly(listening);
    sockets.forEach(RawServer::closeQuietly);
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** One connection, for its script. */
  public final class Connection {
    private final Socket socket;
    private final InputStream in;

    private Connection(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** The next request, whole. */
    public Request read() throws IOException {
      Request head = readHead();
      int length = head.headers().first("content-length").map(Integer::valueOf).orElse(0);
      Request whole = new Request(head.line(), head.headers(), in.readNBytes(length));
      requests.add(whole);
      return whole;
    }

    /** Passes over the next request, and gives how many bytes its body had. */
    public int skipRequest() throws IOException {
      int length = readHead().headers().first("content-length").map(Integer::valueOf).orElse(0);
      in.skipNBytes(length);
      return length;
    }

    /** The next request's head; its body stays unread. */
    public Request readHead() throws IOException {
      String line = readLine();
      List<Headers.Field> headers = new ArrayList<>();
      for (String field = readLine(); !field.isEmpty(); field = readLine()) {
        int colon = field.indexOf(':');
        headers.add(
            new Headers.Field(field.substring(0, colon), field.substring(colon + 1).strip()));
      }
      return new Request(line, Headers.of(headers), new byte[0]);
    }

    private String readLine() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new EOFException();
        }
        line.write(b);
      }
      return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    public void write(String text) throws IOException {
      write(text.getBytes(StandardCharsets.UTF_8));
    }

    public void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    /** Writes one chunk of a chunked body. */
    public void chunk(String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      write(Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n");
    }

    /** Writes {@code 200} with {@code body}. */
    public void answer(String body) throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      write("HTTP/1.1 200 OK\r\nContent-Length: " + bytes.length + "\r\n\r\n" + body);
    }

    /** Opens a tunnel to {@code port} of this machine, and lasts until either side ends. */
    public void tunnel(int port) throws IOException {
      try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
        write("HTTP/1.1 200 Connection established\r\n\r\n");
        Thread back = Thread.ofVirtual().start(() -> pour(target, socket));
        in.transferTo(target.getOutputStream());
        closeQuietly(target);
        back.join();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    private static void pour(Socket from, Socket to) {
      try (from;
          to) {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException over) {
        // Either side has ended.
      }
    }

    /** Ends the connection with a reset, without a farewell. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Says that no more will come, but goes on listening. */
    public void endOutput() throws IOException {
      socket.shutdownOutput();
    }

    /** Reads until the other side has closed, and gives the moment, as {@link System#nanoTime}. */
    public long awaitClose() {
      try {
        while (in.read() >= 0) {
          // Whatever still comes.
        }
      } catch (IOException reset) {
        // Closed as well.
      }
      return System.nanoTime();
    }
  }
}
