package dev.mainstay.gateway.api;

import dev.mainstay.gateway.api.Face.Outcome;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.provider.Deployment;
import dev.mainstay.routing.Fallbacks;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Reply;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A call whose primary does what is written down, and whose fallback is well. */
record FailoverTrial(Script primary, Change change) {
  static final Answer STORY =
      Answer.pieces(
              "The ship left the harbour",
              " at dawn and sailed",
              " past the lighthouse",
              " into the open sea.")
          .continuing();
  static final String WHOLE = STORY.fullText();
  static final Map<String, List<String>> TO_BACKUP = Map.of("chat", List.of("backup"));

  // Whether it has begun to answer by then or not, the fallback tells the whole.
  private static final Duration IMPATIENCE = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  // Nothing here is about connecting, which takes its time where the machine is busy.
  private static final Timeouts TIMEOUTS = Timeouts.defaults().withConnect(Duration.ofSeconds(50));

  /** One whose primary always does this. */
  static FailoverTrial failing(Reply always) {
    return of(Script.always(always));
  }

  /** One whose primary does this. */
  static FailoverTrial of(Script primary) {
    return new FailoverTrial(primary, (config, simulator) -> config);
  }

  /** What comes of a call that the primary fails once, and the fallback answers. */
  static Tried servedByTheFallback() {
    return new Tried(Outcome.whole(WHOLE), 1, 1);
  }

  static GatewayConfigBuilder config(Simulator primary, Simulator backup) {
    return config(at(primary, "openai/primary"), backup);
  }

  static GatewayConfigBuilder config(Deployment primary, Simulator backup) {
    return GatewayConfig.builder()
        .host("127.0.0.1")
        .port(0)
        .group("chat", primary)
        .group("backup", at(backup, "openai/backup"))
        .fallbacks(Fallbacks.none().withGeneric(TO_BACKUP))
        .policies(all ->
            all.withRetries(RetryPolicy.of(0))
                .withTimeouts(TIMEOUTS)
                .withBackoff(Backoff.defaults().withBaseDelay(Duration.ofMillis(2))));
  }

  static Deployment at(Simulator simulator, String model) {
    return Deployment.of(model).withEndpoint(simulator.url()).withKey("sk-test");
  }

  FailoverTrial with(Change more) {
    return new FailoverTrial(
        primary, (config, simulator) -> more.to(change.to(config, simulator), simulator));
  }

  FailoverTrial retries(int count) {
    return with(
        (config, simulator) -> config.policies(all -> all.withRetries(RetryPolicy.of(count))));
  }

  FailoverTrial fallbacks(Fallbacks fallbacks) {
    return with((config, simulator) -> config.fallbacks(fallbacks));
  }

  Tried call(Face face) throws IOException {
    try (Simulator first = Simulator.start(primary);
        Simulator second = Simulator.start(Script.always(STORY))) {
      return tried(face.call(config(first, second, each -> each)), first, second);
    }
  }

  /** What comes of it where the primary is not waited for long, on a clock that waits for none. */
  Tried callImpatiently(Face face) throws IOException {
    ImpatientTime time = new ImpatientTime(IMPATIENCE);
    try (Simulator first = Simulator.start(primary);
        Simulator second = Simulator.start(Script.always(STORY))) {
      Thread clock = Thread.ofVirtual().start(() -> passOnceAsked(time, first, second));
      GatewayConfig config =
          config(first, second, each -> each.withTimeout(IMPATIENCE).withStreamTimeout(IMPATIENCE));
      Tried tried = tried(face.call(config, time), first, second);
      clock.interrupt();
      return tried;
    }
  }

  private static void passOnceAsked(ImpatientTime time, Simulator first, Simulator second) {
    try {
      first.awaitRequests(1, PATIENCE);
      time.passWhile(() -> second.requestCount() == 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private GatewayConfig config(
      Simulator first, Simulator second, UnaryOperator<Deployment> settings) {
    Deployment deployment = settings.apply(at(first, "openai/primary"));
    return change.to(config(deployment, second), first).build();
  }

  private static Tried tried(Outcome outcome, Simulator first, Simulator second) {
    return new Tried(outcome, (int) first.requestCount(), (int) second.requestCount());
  }

  /**
   * What came of a call.
   *
   * @param primary how often the primary was asked
   * @param backup how often the fallback was
   */
  record Tried(Outcome outcome, int primary, int backup) {}

  /** What else is set. */
  interface Change {
    GatewayConfigBuilder to(GatewayConfigBuilder config, Simulator primary);
  }
}
