package dev.mainstay.benchmarks.pressure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway in a process of its own, whose memory can be told. Linux alone. */
final class GatewayProcess implements AutoCloseable {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");
  private static final Pattern USED = Pattern.compile("total.*used (\\d+)K");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final int START_SECONDS = 60;

  private final Process process;
  private final int port;

  private GatewayProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one as its users do, and returns when it listens.
   *
   * @param launcher the script {@code mainstay}
   * @param folder where its configuration and its log go
   * @param config the YAML of its configuration
   * @param options further options for Java
   */
  static GatewayProcess start(Path launcher, Path folder, String config, String... options)
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("config.yaml"), config);
    int port = freePort();
    ProcessBuilder starting =
        new ProcessBuilder(
            launcher.toString(),
            "gateway",
            "--config",
            file.toString(),
            "--port",
            Integer.toString(port));
    starting.environment().put("MAINSTAY_JAVA_OPTS", String.join(" ", options));
    // The script becomes the process that it starts.
    Process process =
        starting
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("gateway.log").toFile())
            .start();
    GatewayProcess started = new GatewayProcess(process, port);
    started.awaitListening();
    return started;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port + "/v1");
  }

  /** What is used of its heap once everything is collected that can be, in bytes. */
  long heap() throws IOException, InterruptedException {
    ask("GC.run");
    ask("GC.run");
    Matcher used = USED.matcher(ask("GC.heap_info"));
    long kibibytes = 0;
    while (used.find()) {
      kibibytes += Long.parseLong(used.group(1));
    }
    return kibibytes * 1024;
  }

  /** What it has of the machine's memory, in bytes. */
  long resident() throws IOException {
    Matcher status =
        RESIDENT.matcher(Files.readString(Path.of("/proc", process.pid() + "", "status")));
    return status.find() ? Long.parseLong(status.group(1)) * 1024 : 0;
  }

  private String ask(String command) throws IOException, InterruptedException {
    Process asking =
        new ProcessBuilder(JAVA.resolve("jcmd").toString(), Long.toString(process.pid()), command)
            .redirectErrorStream(true)
            .start();
    String answer = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    asking.waitFor();
    return answer;
  }

  private void awaitListening() throws IOException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!isListening()) {
      if (!process.isAlive() || System.nanoTime() > until) {
        throw new IOException("the gateway did not start");
      }
      Thread.sleep(50);
    }
  }

  private boolean isListening() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
