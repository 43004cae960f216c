package dev.mainstay.cli;

import dev.mainstay.transport.Ports;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** Temporal's server for tests in a process of its own, to be killed: it has nothing on a disk. */
final class TemporalProcess implements AutoCloseable {
  private final int port;
  private Process process;

  private TemporalProcess(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  static TemporalProcess start() throws IOException {
    int port = Ports.forLater();
    return new TemporalProcess(port, start(port));
  }

  private static Process start(int port) throws IOException {
    Process process =
        BatchFolder.java(TemporalProcess.class, Integer.toString(port))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.getInputStream().read() < 0) {
      throw new IOException("the server did not start");
    }
    return process;
  }

  /** Serves until it is killed. */
  public static void main(String[] args) throws InterruptedException {
    TestServer.createPortBoundServer(Integer.parseInt(args[0]), true);
    System.out.println("ready");
    new CountDownLatch(1).await();
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  /** Kills it, and starts one that knows nothing of what that knew. */
  void killAndStartAnew() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    process = start(port);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
