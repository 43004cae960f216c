package dev.mainstay.benchmarks.mock;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A caller that asks once and leaves when it is closed, whatever it has got by then. */
public final class Caller implements AutoCloseable {
  private final Socket socket;

  private Caller(Socket socket) {
    this.socket = socket;
  }

  /** Connects and sends the workload's request. */
  public static Caller call(InetSocketAddress target, Workload workload) throws IOException {
    Socket socket = new Socket(target.getAddress(), target.getPort());
    socket.setTcpNoDelay(true);
    socket.getOutputStream().write(Script.request(workload, "localhost:" + target.getPort()));
    return new Caller(socket);
  }

  /** Reads what has come so far, so that the connection ends with FIN as a client's would. */
  @Override
  public void close() throws IOException {
    socket.getInputStream().skipNBytes(socket.getInputStream().available());
    socket.close();
  }
}
