package dev.mainstay.benchmarks.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Callers that ask again and again, each as soon as it has its answer; some leave before. */
record Callers(int port, int count, AnswerTally tally) {
  private static final double LEAVING = 0.15;
  private static final long LATEST_LEAVING_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);
  private static final double PLAIN = 0.25;

  /** Asks for {@code time}; returns once every answer has come. */
  void ask(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, count).forEach(caller -> threads.execute(() -> askUntil(end)));
    }
  }

  private void askUntil(long end) {
    SplittableRandom random = new SplittableRandom();
    try (CallerConnection connection = new CallerConnection(port)) {
      while (System.nanoTime() < end) {
        ask(connection, random);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ask(CallerConnection connection, SplittableRandom random) throws IOException {
    int story = random.nextInt(Stories.COUNT);
    boolean isStream = random.nextDouble() >= PLAIN;
    long leaveAfter =
        random.nextDouble() < LEAVING ? random.nextLong(LATEST_LEAVING_NANOS) : Long.MAX_VALUE;
    String body =
        "{\"model\":\"chat\",\"stream\":"
            + isStream
            + ",\"messages\":[{\"role\":\"user\",\"content\":\""
            + Stories.question(story)
            + "\"}]}";
    CallerConnection.Answer answer = connection.ask(body.getBytes(UTF_8), leaveAfter);
    AnswerVerdict verdict = AnswerVerdict.of(answer, Stories.text(story));
    tally.add(verdict);
    if (verdict == AnswerVerdict.WRONG) {
      tally.example(Stories.question(story) + " " + answer + "; right is: " + Stories.text(story));
    }
  }
}
