package dev.mainstay.benchmarks.durable;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A batch whose process, which is worker and Temporal's server in one, is killed at random moments
 * and started again, until it ends by itself.
 *
 * @param prompts how many lines it has
 * @param kills how often it is killed
 * @param megabytes its heap
 */
record KilledBatch(int prompts, int kills, int megabytes) {
  private static final Duration ANSWER_TAKES = Duration.ofMillis(100);

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
      BatchProcess.Places places = new BatchProcess.Places(input, output, provider.url());
      long start = System.nanoTime();
      int killed = killed(places, provider, out);
      int exit = last(places, provider, out);
      double seconds = (System.nanoTime() - start) / 1e9;
      return told(output, provider.requestCount(), killed, exit, seconds, out);
    } finally {
      Files.deleteIfExists(input);
      Files.deleteIfExists(output);
      Files.deleteIfExists(folder);
    }
  }

  // Each time somewhere within the part that is its share.
  private int killed(BatchProcess.Places places, Simulator provider, PrintStream out)
      throws IOException, InterruptedException {
    Random random = new Random();
    int killed = 0;
    for (int i = 0; i < kills; i++) {
      BatchProcess process = BatchProcess.start(places, megabytes);
      long before = provider.requestCount();
      long until = before + 1 + random.nextLong(Math.max(1, prompts / (kills + 1)));
      while (process.isAlive() && provider.requestCount() < until) {
        process.pause(10);
      }
      if (process.isAlive()) {
        process.kill();
        killed++;
        out.printf(
            Locale.ROOT,
            "killed with %d lines in the file, at %d MB%n",
            lines(places.output()),
            process.peak());
      }
    }
    return killed;
  }

  private int last(BatchProcess.Places places, Simulator provider, PrintStream out)
      throws IOException, InterruptedException {
    long before = provider.requestCount();
    long start = System.nanoTime();
    BatchProcess process = BatchProcess.start(places, megabytes);
    while (process.isAlive() && provider.requestCount() == before) {
      process.pause(10);
    }
    double begun = (System.nanoTime() - start) / 1e9;
    int exit = process.end();
    out.printf(
        Locale.ROOT,
        "the last start asked for its first line after %.1f s, and ended with %d; at most %d MB%n",
        begun,
        exit,
        process.peak());
    return exit;
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
        (long) killed * BatchProcess.PARALLEL,
        seconds);
    return exit == 0
        && lines == prompts
        && there.cardinality() == prompts
        && wrong == 0
        && again <= (long) killed * BatchProcess.PARALLEL;
  }
}
