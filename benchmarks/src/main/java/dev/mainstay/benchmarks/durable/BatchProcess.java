package dev.mainstay.benchmarks.durable;

import dev.mainstay.Mainstay;
import dev.mainstay.provider.Deployment;
import dev.mainstay.temporal.batch.Batch;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A batch in a process of its own, which is worker and Temporal's server in one. */
final class BatchProcess {
  /** How many lines are under way at once. */
  static final int PARALLEL = 64;

  private final Process process;
  private long peak;

  private BatchProcess(Process process) {
    this.process = process;
  }

  /** Where it reads, and writes, and asks. */
  record Places(Path input, Path output, URI provider) {}

  /** The process: its input, its output, its provider. */
  public static void main(String[] args) throws IOException {
    try (Mainstay mainstay =
        Mainstay.builder()
            .group(
                "chat",
                Deployment.of("openai/m").withKey("sk-benchmark").withEndpoint(URI.create(args[2])))
            .build()) {
      Batch.of(mainstay, Path.of(args[0]), Path.of(args[1]))
          .withModel("chat")
          .withParallel(PARALLEL)
          .run();
    }
    System.exit(0);
  }

  /** Starts one with a heap of so many megabytes. */
  static BatchProcess start(Places places, int megabytes) throws IOException {
    return new BatchProcess(
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-Xmx" + megabytes + "m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    BatchProcess.class.getName(),
                    places.input().toString(),
                    places.output().toString(),
                    places.provider().toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for a moment, or its end. */
  void pause(long millis) throws IOException, InterruptedException {
    peak = Math.max(peak, resident());
    process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** Its exit code, once it has ended. */
  int end() throws IOException, InterruptedException {
    while (process.isAlive()) {
      pause(500);
    }
    return process.exitValue();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** The most memory that it was seen to have, in megabytes; 0 where there is no /proc. */
  long peak() {
    return peak;
  }

  private long resident() throws IOException {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
        }
      }
      return 0;
    } catch (NoSuchFileException goneOrElsewhere) {
      return 0;
    }
  }
}
