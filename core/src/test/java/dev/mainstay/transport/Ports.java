package dev.mainstay.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of this machine on which nobody listens, or nobody yet. */
public final class Ports {
  // The system gives those beyond to whoever asks for any, and to every connection.
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;

  private Ports() {}

  /** One that refuses connections, and that nobody else gets, until it is closed. */
  public static Refusing refusing() throws IOException {
    Socket bound = new Socket();
    bound.bind(new InetSocketAddress(0));
    return new Refusing(bound);
  }

  /** One for a server that cannot be told to choose: nobody gets it by chance meanwhile. */
  public static int forLater() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      try (ServerSocket free = new ServerSocket(port)) {
        return free.getLocalPort();
      } catch (IOException taken) {
        // Another, then.
      }
    }
  }

  /** A port that refuses. */
  public record Refusing(Socket bound) implements AutoCloseable {
    public int port() {
      return bound.getLocalPort();
    }

    public URI uri(String path) {
      return URI.create("http://127.0.0.1:" + port() + path);
    }

    @Override
    public void close() throws IOException {
      bound.close();
    }
  }
}
