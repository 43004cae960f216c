package dev.mainstay.benchmarks.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * Whether every place that the deployments have can be taken: those of {@code
 * max_parallel_requests}, as far as what they have learnt of their provider lets in as many.
 */
record Places(Simulator provider, int port) {
  // What faults have taught of how many may be under way at once is tried anew by answers.
  private static final Duration ANSWERED = Duration.ofSeconds(20);
  private static final Duration ANSWERS_TAKE = Duration.ofMillis(20);
  // Less than the gateway gives an attempt: nobody is asked twice.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * What became of as many calls at once as there are places.
   *
   * @param given the places given that the gateway thought free
   * @param open how many of them it would let in, by what it had learnt
   * @param taken how many were with the provider at once
   */
  record Found(long given, long open, long taken) {}

  /** Makes so many calls at once of each group. */
  Found take(int inChat, int inBackup) throws IOException {
    provider.play(Script.always(Answer.text("Hello").firstAfter(ANSWERS_TAKE)));
    askAtOnce(inChat, inBackup, ANSWERED);
    List<JsonObject> deployments = deployments();
    long given = free(deployments, limit -> limit.text("source").equals(Optional.of("given")));
    long open = free(deployments, limit -> true);
    provider.play(Script.always(Fault.stall()));
    long before = provider.requestCount();
    askAtOnce(inChat, inBackup, Duration.ZERO);
    return new Found(given, open, provider.requestCount() - before);
  }

  /** How many of its own the gateway says that it has given, or is asked for. */
  long ofGateway() throws IOException {
    JsonObject gateway = page().object("gateway").orElseThrow();
    return gateway.number("under_way").orElseThrow() + gateway.number("waiting").orElseThrow();
  }

  /** What the gateway says of them. */
  private List<JsonObject> deployments() throws IOException {
    return page().array("deployments").orElseThrow().objects().toList();
  }

  private JsonObject page() throws IOException {
    try (InputStream page =
        URI.create("http://127.0.0.1:" + port + "/health/deployments").toURL().openStream()) {
      return Json.parseObject(page.readAllBytes());
    }
  }

  /** The places that the strictest limit of each has left. */
  private static long free(List<JsonObject> deployments, Predicate<JsonObject> counts) {
    return deployments.stream()
        .mapToLong(deployment ->
            deployment
                .array("limits")
                .orElseThrow()
                .objects()
                .filter(limit -> limit.text("of").equals(Optional.of("parallel_requests")))
                .filter(counts)
                .mapToLong(limit -> (long) limit.decimal("available").orElseThrow())
                .min()
                .orElseThrow())
        .sum();
  }

  private void askAtOnce(int inChat, int inBackup, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < inChat + inBackup; i++) {
        String model = i < inChat ? "chat" : "backup";
        threads.execute(() -> ask(model, end));
      }
    }
  }

  private void ask(String model, long end) {
    String body =
        "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    try (CallerConnection connection = new CallerConnection(port)) {
      do {
        connection.ask(body.getBytes(UTF_8), PATIENCE.toNanos());
      } while (System.nanoTime() < end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
