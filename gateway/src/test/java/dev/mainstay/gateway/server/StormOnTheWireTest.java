package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many callers at once over real connections, with faults, departures and timeouts at random: when
 * all are over, so is every request that the provider has seen.
 */
@Timeout(180)
class StormOnTheWireTest {
  private static final int THREADS = 50;
  private static final int CALLS_EACH = 15;
  private static final int LEAST_REQUESTS = THREADS * CALLS_EACH / 2;
  private static final long SEED = Long.getLong("mainstay.seed", 20_261_121);
  private static final Answer ANSWER =
      Answer.text("One two three four five six").pace(Duration.ofMillis(2)).continuing();

  @Test
  void everyUpstreamRequestIsOver() throws Exception {
    Script script =
        Script.builder()
            .thenAlways(
                ANSWER,
                Fault.status(500),
                ANSWER,
                Fault.stall().after(2).of(ANSWER),
                ANSWER,
                Fault.reset().after(3).of(ANSWER),
                Fault.halfClose().after(1).of(ANSWER),
                Fault.status(429).retryAfter(Duration.ofMillis(5)),
                Fault.stall())
            .build();
    try (Simulator provider = Simulator.start(script);
        EventLoops loops = EventLoops.start();
        NettyTransport transport = NettyTransport.on(loops)) {
      Mainstay mainstay =
          Mainstay.builder()
              .transport(transport)
              .group("chat", deployment(provider, "a"), deployment(provider, "b"))
              .backoff(Backoff.defaults().withBaseDelay(Duration.ofMillis(2)))
              // The provider is to be asked, whatever it did.
              .health(HealthPolicy.disabled())
              .build();

      storm(mainstay, provider);

      List<ReceivedRequest> requests = provider.requests();
      assertThat(requests).hasSizeGreaterThan(LEAST_REQUESTS);
      for (ReceivedRequest request : requests) {
        assertThat(request.awaitEnding(Duration.ofSeconds(30)))
            .as("request %s, seed %s", request.number(), SEED)
            .isNotNull();
      }
    }
  }

  private static void storm(Mainstay mainstay, Simulator provider) throws Exception {
    List<Future<?>> callers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < THREADS; i++) {
        SplittableRandom random = new SplittableRandom(SEED + i);
        callers.add(
            threads.submit(() -> {
              // A busy machine lets many a call end before its provider is asked; the next has more
              // time, or all would only be refused, ever quicker.
              for (int call = 0; call < CALLS_EACH || isCalm(provider); call++) {
                call(mainstay, random, 1 + call / CALLS_EACH);
              }
            }));
      }
      for (Future<?> caller : callers) {
        caller.get(120, TimeUnit.SECONDS);
      }
    }
  }

  private static boolean isCalm(Simulator provider) {
    return provider.requestCount() <= LEAST_REQUESTS;
  }

  private static void call(Mainstay mainstay, SplittableRandom random, int patience) {
    ChatRequest request = ChatRequest.of("chat", "Count");
    CallOptions options =
        CallOptions.none()
            .withTimeout(Duration.ofMillis(20 + random.nextInt(200)).multipliedBy(patience));
    try {
      if (random.nextInt(3) == 0) {
        mainstay.chat(request, options);
        return;
      }
      try (ChatStream stream = mainstay.stream(request, options)) {
        int most = random.nextInt(8);
        int read = 0;
        while (read < most && stream.nextChunk().isPresent()) {
          read++;
        }
      }
    } catch (MainstayException expectedNowAndThen) {
      assertThat(expectedNowAndThen.metadata().callId()).isNotEmpty();
    }
  }

  private static Deployment deployment(Simulator provider, String model) {
    return Deployment.of("openai/" + model).withEndpoint(provider.url()).withKey("k");
  }
}
