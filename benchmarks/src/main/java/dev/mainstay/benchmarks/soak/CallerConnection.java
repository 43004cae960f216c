package dev.mainstay.benchmarks.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One caller's connection to the gateway, kept while that is possible. It tells byte for byte what
 * came, and leaves when told to, whatever has come by then.
 */
final class CallerConnection implements AutoCloseable {
  /** How long an answer is waited for. */
  static final Duration PATIENCE = Duration.ofSeconds(120);

  private static final long PATIENCE_NANOS = PATIENCE.toNanos();
  private static final int BUFFER = 16 * 1024;

  private final int port;
  private final byte[] buffer = new byte[BUFFER];
  private @Nullable Socket socket;
  private int at;
  private int end;
  private long until;

  CallerConnection(int port) {
    this.port = port;
  }

  /**
   * What came of a request.
   *
   * @param status the status; 0 where none came
   * @param ending how the body ended
   */
  record Answer(int status, boolean isStream, String body, Ending ending) {}

  /** The ways a body ends. */
  enum Ending {
    WHOLE,
    CUT,
    LEFT,
    TIMED_OUT
  }

  /**
   * Asks, and leaves {@code leaveAfter} nanoseconds later where the answer has not ended by then.
   */
  Answer ask(byte[] body, long leaveAfter) throws IOException {
    boolean isLeaver = leaveAfter < PATIENCE_NANOS;
    until = System.nanoTime() + Math.min(leaveAfter, PATIENCE_NANOS);
    ByteArrayOutputStream came = new ByteArrayOutputStream();
    Head head = new Head();
    Ending ending;
    try {
      send(body);
      head.read();
      ending = readBody(head, came) ? Ending.WHOLE : Ending.CUT;
    } catch (SocketTimeoutException e) {
      ending = isLeaver ? Ending.LEFT : Ending.TIMED_OUT;
    } catch (IOException e) {
      ending = Ending.CUT;
    }
    if (ending != Ending.WHOLE || head.closes) {
      close();
    }
    return new Answer(head.status, head.isStream, came.toString(UTF_8), ending);
  }

  private void send(byte[] body) throws IOException {
    Socket open = socket;
    if (open == null) {
      open = new Socket();
      open.setTcpNoDelay(true);
      open.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket = open;
      at = 0;
      end = 0;
    }
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
            + "content-length: "
            + body.length
            + "\r\n\r\n";
    byte[] bytes = (head + new String(body, UTF_8)).getBytes(UTF_8);
    open.getOutputStream().write(bytes);
  }

  private final class Head {
    int status;
    int length = -1;
    boolean isStream;
    boolean closes;

    void read() throws IOException {
      String line = readLine();
      int told = Integer.parseInt(line.substring(9, 12));
      for (line = readLine().toLowerCase(Locale.ROOT);
          !line.isEmpty();
          line = readLine().toLowerCase(Locale.ROOT)) {
        if (line.startsWith("content-length:")) {
          length = Integer.parseInt(line.substring(15).strip());
        }
        isStream |= line.startsWith("content-type: text/event-stream");
        closes |= line.equals("connection: close");
      }
      status = told;
    }
  }

  /** Whether the body came to its own end. */
  private boolean readBody(Head head, ByteArrayOutputStream came) throws IOException {
    if (head.length >= 0) {
      take(head.length, came);
      return true;
    }
    while (true) {
      int size = Integer.parseInt(readLine(), 16);
      if (size == 0) {
        return readLine().isEmpty();
      }
      take(size, came);
      readLine();
    }
  }

  private void take(int count, ByteArrayOutputStream came) throws IOException {
    for (int missing = count; missing > 0; ) {
      if (at == end) {
        fill();
      }
      int some = Math.min(missing, end - at);
      came.write(buffer, at, some);
      at += some;
      missing -= some;
    }
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      if (at == end) {
        fill();
      }
      char c = (char) buffer[at++];
      if (c == '\n') {
        return line.toString().stripTrailing();
      }
      line.append(c);
    }
  }

  private void fill() throws IOException {
    Socket open = socket;
    if (open == null) {
      throw new IOException("closed");
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException("it is time");
    }
    open.setSoTimeout((int) millis);
    InputStream in = open.getInputStream();
    int count = in.read(buffer, 0, buffer.length);
    if (count < 0) {
      throw new IOException("the connection ended");
    }
    at = 0;
    end = count;
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
