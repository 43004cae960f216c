package dev.mainstay.temporal.sink;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Passes bytes to a port and back, and cuts the next answer off: the command has been carried out.
 */
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket socket;
  private final int target;
  private volatile boolean cut;

  CuttingProxy(int target) throws IOException {
    this.target = target;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  void cutAnswers() {
    cut = true;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        Thread.startVirtualThread(() -> pass(client, server, false));
        Thread.startVirtualThread(() -> pass(server, client, true));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void pass(Socket from, Socket to, boolean answers) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      byte[] bytes = new byte[8192];
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        if (answers && cut) {
          cut = false;
          return;
        }
        to.getOutputStream().write(bytes, 0, n);
      }
    } catch (IOException gone) {
      // Either end has left.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
