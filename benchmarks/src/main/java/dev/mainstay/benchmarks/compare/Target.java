package dev.mainstay.benchmarks.compare;

import dev.mainstay.benchmarks.mock.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A running server under test. */
final class Target implements AutoCloseable {
  // Of sysexits.h: the service is unavailable.
  private static final int UNAVAILABLE = 69;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Set<String> OURS = Set.of("nginx", "mainstay");

  private final String name;
  private final Process process;
  private final InetSocketAddress address;
  private final Path log;

  Target(String name, Process process, InetSocketAddress address, Path log) {
    this.name = name;
    this.process = process;
    this.address = address;
    this.log = log;
  }

  String name() {
    return name;
  }

  /** Whether it is somebody else's gateway. */
  boolean isPeer() {
    return !OURS.contains(name);
  }

  InetSocketAddress address() {
    return address;
  }

  ProcessTree processes() {
    return new ProcessTree(process.toHandle());
  }

  /** Waits for the first right answer. */
  Target awaitAnswer() throws TargetUnavailableException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers()) {
      if (!process.isAlive()) {
        throw ended();
      }
      if (System.nanoTime() > deadline) {
        throw new TargetUnavailableException(name + " gave no right answer: see " + log);
      }
      LockSupport.parkNanos(1_000_000);
    }
    return this;
  }

  @Override
  public void close() {
    List<ProcessHandle> all = processes().processes().toList();
    process.destroy();
    try {
      process.waitFor(8, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private boolean answers() throws InterruptedException {
    return new Loader(address, Workload.PLAIN_2K, 1).closed(Duration.ZERO).answers() == 1;
  }

  private TargetUnavailableException ended() {
    String last = lastLine();
    return new TargetUnavailableException(
        process.exitValue() == UNAVAILABLE
            ? last
            : name + " ended with code " + process.exitValue() + ": " + last);
  }

  private String lastLine() {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> !line.isBlank()).reduce("", (first, last) -> last);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
