package dev.mainstay.benchmarks.compare;

import dev.mainstay.transport.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A server that was started by a script of {@code benchmarks/targets}. */
final class Started implements MeasuredGateway {
  // Of sysexits.h: the service is unavailable.
  private static final int UNAVAILABLE = 69;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Set<String> OURS = Set.of("nginx", "mainstay");

  private final String name;
  private final Process process;
  private final URI base;
  private final Path folder;

  /**
   * One that is starting.
   *
   * @param base where it will be asked
   * @param folder where its log is, and its file {@code headers} if it wants any
   */
  Started(String name, Process process, URI base, Path folder) {
    this.name = name;
    this.process = process;
    this.base = base;
    this.folder = folder;
  }

  /** Where one in {@code folder} writes what it says. */
  static Path log(Path folder) {
    return folder.resolve("log");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isPeer() {
    return !OURS.contains(name);
  }

  @Override
  public Destination destination() {
    return new Destination(base, headers());
  }

  // As in "x-name: value", a line each.
  private Headers headers() {
    Path file = folder.resolve("headers");
    Headers headers = Headers.none();
    try {
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        int colon = line.indexOf(": ");
        headers = headers.with(line.substring(0, colon), line.substring(colon + 2));
      }
      return headers;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  @Override
  public Optional<ProcessTree> processes() {
    return Optional.of(tree());
  }

  private ProcessTree tree() {
    return new ProcessTree(process.toHandle());
  }

  @Override
  public Started awaitAnswer() throws TargetUnavailableException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers()) {
      if (!process.isAlive()) {
        throw ended();
      }
      if (System.nanoTime() > deadline) {
        throw new TargetUnavailableException(name + " gave no right answer: see " + log(folder));
      }
      LockSupport.parkNanos(1_000_000);
    }
    return this;
  }

  @Override
  public void close() {
    List<ProcessHandle> all = tree().processes().toList();
    process.destroy();
    try {
      process.waitFor(8, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private TargetUnavailableException ended() {
    String last = lastLine();
    return new TargetUnavailableException(
        process.exitValue() == UNAVAILABLE
            ? last
            : name + " ended with code " + process.exitValue() + ": " + last);
  }

  private String lastLine() {
    try (Stream<String> lines = Files.lines(log(folder))) {
      return lines.filter(line -> !line.isBlank()).reduce("", (first, last) -> last);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
