package dev.mainstay.benchmarks.durable;

import dev.mainstay.Mainstay;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.temporal.batch.Batch;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A batch whose process, which is worker and Temporal's server in one, is killed at random moments
 * and started again, until it ends by itself.
 *
 * @param prompts how many lines it has
 * @param kills how often it is killed
 */
record KilledBatch(int prompts, int kills) {
  private static final int PARALLEL = 64;
  private static final Duration ANSWER_TAKES = Duration.ofMillis(100);

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

  boolean run(PrintStream out) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("mainstay-batch");
    Path input = folder.resolve("prompts.jsonl");
    Path output = folder.resolve("answers.jsonl");
    Files.writeString(
        input,
        IntStream.range(0, prompts)
            .mapToObj(i -> "\"prompt " + i + "\"\n")
            .collect(Collectors.joining()));
    try (Simulator provider =
        Simulator.builder()
            .script(Script.always(Answer.echo().headAfter(ANSWER_TAKES)))
            .remember(0)
            .start()) {
      long start = System.nanoTime();
      int killed = killed(input, output, provider, out);
      int exit = start(input, output, provider).waitFor();
      double seconds = (System.nanoTime() - start) / 1e9;
      return told(output, provider.requestCount(), killed, exit, seconds, out);
    } finally {
      Files.deleteIfExists(input);
      Files.deleteIfExists(output);
      Files.deleteIfExists(folder);
    }
  }

  // Each time somewhere within the part that is its share.
  private int killed(Path input, Path output, Simulator provider, PrintStream out)
      throws IOException, InterruptedException {
    Random random = new Random();
    int killed = 0;
    for (int i = 0; i < kills; i++) {
      Process process = start(input, output, provider);
      long before = provider.requestCount();
      long until = before + 1 + random.nextLong(Math.max(1, prompts / (kills + 1)));
      while (process.isAlive() && provider.requestCount() < until) {
        process.waitFor(1, TimeUnit.MILLISECONDS);
      }
      if (process.isAlive()) {
        process.destroyForcibly().waitFor();
        killed++;
        out.printf("killed with %d lines in the file%n", lines(output));
      }
    }
    return killed;
  }

  private static Process start(Path input, Path output, Simulator provider) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledBatch.class.getName(),
                input.toString(),
                output.toString(),
                provider.url().toString()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static long lines(Path output) throws IOException {
    if (!Files.exists(output)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(output)) {
      return lines.count();
    }
  }

  private boolean told(
      Path output, long requests, int killed, int exit, double seconds, PrintStream out)
      throws IOException {
    BitSet there = new BitSet();
    long lines = 0;
    long wrong = 0;
    for (String line : Files.readAllLines(output)) {
      JsonObject answer = Json.parseObject(line);
      int index = Math.toIntExact(answer.number("index").orElseThrow());
      wrong += answer.text("text").orElse("").equals("prompt " + index) ? 0 : 1;
      there.set(index);
      lines++;
    }
    long again = requests - prompts;
    out.printf(
        Locale.ROOT,
        "%d prompts, killed %d times: %d lines, %d of them different, %d wrong; %d asked again, at"
            + " most %d were under way; %.1f s%n",
        prompts,
        killed,
        lines,
        there.cardinality(),
        wrong,
        again,
        (long) killed * PARALLEL,
        seconds);
    return exit == 0
        && lines == prompts
        && there.cardinality() == prompts
        && wrong == 0
        && again <= (long) killed * PARALLEL;
  }
}
