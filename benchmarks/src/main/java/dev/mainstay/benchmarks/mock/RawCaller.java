package dev.mainstay.benchmarks.mock;

import dev.mainstay.transport.Headers;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/** A caller that asks once and leaves when it is closed, whatever it has got by then. */
public final class RawCaller implements AutoCloseable {
  private final Socket socket;

  private RawCaller(Socket socket) {
    this.socket = socket;
  }

  /**
   * Connects and sends the workload's request.
   *
   * @param url the endpoint's base; behind {@code https} is whom Java itself trusts
   * @param headers what it brings besides
   * @throws IOException if nobody listens there
   */
  public static RawCaller call(URI url, Headers headers, Workload workload) throws IOException {
    SocketFactory sockets =
        url.getScheme().equals("https")
            ? SSLSocketFactory.getDefault()
            : SocketFactory.getDefault();
    Socket socket = sockets.createSocket(url.getHost(), url.getPort());
    socket.setTcpNoDelay(true);
    socket.getOutputStream().write(Workloads.request(workload, url, headers));
    return new RawCaller(socket);
  }

  /** Reads what has come so far, so that the connection ends with FIN as a client's would. */
  @Override
  public void close() throws IOException {
    socket.getInputStream().skipNBytes(socket.getInputStream().available());
    socket.close();
  }
}
