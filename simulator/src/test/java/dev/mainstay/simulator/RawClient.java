package dev.mainstay.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client that speaks over a bare socket and hides nothing of what it hears. */
final class RawClient implements AutoCloseable {
  private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

  private final Socket socket;

  private RawClient(Socket socket) {
    this.socket = socket;
  }

  static RawClient connect(Simulator simulator) {
    try {
      return new RawClient(new Socket(InetAddress.getLoopbackAddress(), simulator.port()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks once on a connection of its own, plainly. */
  static Heard ask(Simulator simulator) {
    return ask(simulator, chat("gpt-4o", "Hi", false));
  }

  /** Asks once on a connection of its own, for a stream. */
  static Heard askForStream(Simulator simulator) {
    return ask(simulator, chat("gpt-4o", "Hi", true));
  }

  static Heard ask(Simulator simulator, String body) {
    return ask(simulator, body, Duration.ofSeconds(5));
  }

  static Heard ask(Simulator simulator, String body, Duration patience) {
    try (RawClient client = connect(simulator)) {
      return client.post(body).hear(patience);
    }
  }

  static String chat(String model, String prompt, boolean stream) {
    return """
    {"model":"%s","stream":%s,"messages":[{"role":"user","content":"%s"}]}\
    """
        .formatted(model, stream, prompt);
  }

  RawClient post(String body, String... headers) {
    return postTo("/v1/chat/completions", body, headers);
  }

  RawClient postTo(String path, String body, String... headers) {
    StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nhost: simulator\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("content-length: ").append(body.getBytes(StandardCharsets.UTF_8).length);
    return send(head + "\r\n\r\n" + body);
  }

  RawClient send(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Heard hear() {
    return hear(Duration.ofSeconds(5));
  }

  /** Listens until the message ends, the connection does, or nothing comes for {@code patience}. */
  Heard hear(Duration patience) {
    StringBuilder heard = new StringBuilder();
    try {
      socket.setSoTimeout((int) patience.toMillis());
      InputStream in = socket.getInputStream();
      while (!isWhole(heard)) {
        int next = in.read();
        if (next < 0) {
          return new Heard(heard.toString(), Heard.How.CLOSED);
        }
        heard.append((char) next);
      }
      return new Heard(heard.toString(), Heard.How.WHOLE);
    } catch (SocketTimeoutException e) {
      return new Heard(heard.toString(), Heard.How.SILENT);
    } catch (SocketException e) {
      return new Heard(heard.toString(), Heard.How.RESET);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Listens for {@code length}, whatever comes. */
  Heard hearFor(Duration length) {
    StringBuilder heard = new StringBuilder();
    long end = System.nanoTime() + length.toNanos();
    try {
      socket.setSoTimeout((int) length.toMillis());
      while (System.nanoTime() < end) {
        heard.append((char) socket.getInputStream().read());
      }
    } catch (SocketTimeoutException e) {
      // Then that was all.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Heard(heard.toString(), Heard.How.SILENT);
  }

  /** Listens until {@code text} has come. */
  RawClient hearUntil(String text) {
    StringBuilder heard = new StringBuilder();
    try {
      socket.setSoTimeout(5_000);
      while (heard.indexOf(text) < 0) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          throw new IllegalStateException("ended before '" + text + "': " + heard);
        }
        heard.append((char) next);
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isWhole(StringBuilder heard) {
    int end = heard.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    Heard soFar = new Heard(heard.substring(0, end + 4), Heard.How.SILENT);
    if (soFar.isChunked()) {
      int start = heard.length() - LAST_CHUNK.length();
      return heard.length() > end + 4 && heard.indexOf(LAST_CHUNK, start) == start;
    }
    String length = soFar.header("content-length");
    return !length.isEmpty() && heard.length() - end - 4 == Integer.parseInt(length);
  }
}
