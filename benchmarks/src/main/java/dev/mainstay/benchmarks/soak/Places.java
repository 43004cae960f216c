package dev.mainstay.benchmarks.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Whether every place that the deployments have, by {@code max_parallel_requests}, can be taken.
 */
record Places(Simulator provider, int port) {
  private static final int CALLS_UNTIL_NOBODY_RESTS = 60;
  // Less than the gateway gives an attempt: nobody is asked twice.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How many calls are with the provider at once, where as many are made as there are places. */
  int taken(int inChat, int inBackup) throws InterruptedException {
    provider.play(Script.always(Answer.text("Hello")));
    ask("chat", CALLS_UNTIL_NOBODY_RESTS);
    ask("backup", CALLS_UNTIL_NOBODY_RESTS);
    provider.play(Script.always(Fault.stall()));
    long before = provider.requestCount();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < inChat + inBackup; i++) {
        String model = i < inChat ? "chat" : "backup";
        threads.execute(() -> ask(model, 1));
      }
    }
    return (int) (provider.requestCount() - before);
  }

  private void ask(String model, int times) {
    String body =
        "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    try (CallerConnection connection = new CallerConnection(port)) {
      for (int i = 0; i < times; i++) {
        connection.ask(body.getBytes(UTF_8), PATIENCE.toNanos());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
