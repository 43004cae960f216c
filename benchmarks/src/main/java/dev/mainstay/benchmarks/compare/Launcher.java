package dev.mainstay.benchmarks.compare;

import dev.mainstay.benchmarks.mock.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starts targets: the script {@code targets/NAME} is called with a port, the upstream's URL, a
 * folder of its own and the names of the models, and becomes the server. Where it cannot, it says
 * why on its last line and ends with code 69.
 *
 * @param scripts where the scripts are
 * @param folder where each target gets a folder
 * @param upstream the provider behind all of them
 * @param isPinned whether there is a core for targets alone
 * @param certificates the folder of what they show as HTTPS servers; without one they speak HTTP
 */
record Launcher(
    Path scripts, Path folder, URI upstream, boolean isPinned, Optional<Path> certificates) {
  // How many deployments the model of plain answers is to have, for those that have any.
  private static final String DEPLOYMENTS = "DEPLOYMENTS";
  // The folder of their certificate and its key; empty where they are to do without TLS.
  private static final String TLS = "TLS";

  /** One on the first core, where the machine has more; the load has the others. */
  MeasuredGateway start(String name) {
    return start(name, onFirstCore(), 1);
  }

  /** The same, whose model of plain answers has {@code deployments}. */
  MeasuredGateway start(String name, int deployments) {
    return start(name, onFirstCore(), deployments);
  }

  private List<String> onFirstCore() {
    return isPinned ? List.of("taskset", "-c", "0") : List.of();
  }

  /** One on all cores, those of the load included: a child would inherit our own pinning. */
  MeasuredGateway startUnpinned(String name) {
    return start(name, isPinned ? List.of("taskset", "-c", onlineCores()) : List.of(), 1);
  }

  // As in 0-7, which is how taskset takes it too.
  private static String onlineCores() {
    try {
      return Files.readString(Path.of("/sys/devices/system/cpu/online")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tell which cores there are", e);
    }
  }

  private MeasuredGateway start(String name, List<String> prefix, int deployments) {
    try {
      Path own = Files.createTempDirectory(folder, name + "-");
      int port = freePort();
      List<String> command = new ArrayList<>(prefix);
      command.add(scripts.resolve(name).toString());
      command.add(Integer.toString(port));
      command.add("http://" + upstream.getAuthority());
      command.add(own.toString());
      Workload.ALL.stream().map(Workload::name).forEach(command::add);
      ProcessBuilder starting = new ProcessBuilder(command);
      starting.environment().put(DEPLOYMENTS, Integer.toString(deployments));
      starting.environment().put(TLS, certificates.map(Path::toString).orElse(""));
      Process process =
          starting.redirectErrorStream(true).redirectOutput(Started.log(own).toFile()).start();
      return new Started(name, process, base(port), own);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  private URI base(int port) {
    return URI.create(
        (certificates.isPresent() ? "https" : "http") + "://127.0.0.1:" + port + "/v1");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
