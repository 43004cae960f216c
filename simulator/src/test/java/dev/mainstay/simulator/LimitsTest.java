package dev.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.RateLimit;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.simulator.script.ScriptBuilder;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class LimitsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void oneMoreThanTheLimitIsRefusedAndToldWhenToComeBack() {
    ManualTime time = new ManualTime();
    try (Simulator simulator = start(Script.builder().limit(RateLimit.of(2, SECOND)), time)) {
      Heard first = RawClient.ask(simulator);
      time.advance(Duration.ofMillis(300));
      Heard second = RawClient.ask(simulator);
      time.advance(Duration.ofMillis(200));
      Heard third = RawClient.ask(simulator);

      assertThat(first.header("x-ratelimit-limit-requests")).isEqualTo("2");
      assertThat(first.header("x-ratelimit-remaining-requests")).isEqualTo("1");
      assertThat(first.header("x-ratelimit-reset-requests")).isEqualTo("1s");
      assertThat(second.header("x-ratelimit-remaining-requests")).isEqualTo("0");
      assertThat(second.header("retry-after")).isEmpty();
      assertThat(third.status()).isEqualTo(429);
      assertThat(third.header("retry-after-ms")).isEqualTo("500");
      assertThat(third.header("retry-after")).isEqualTo("1");
      assertThat(third.header("x-ratelimit-remaining-requests")).isEqualTo("0");
      assertThat(third.header("x-ratelimit-reset-requests")).isEqualTo("800ms");
      assertThat(third.body())
          .contains(
              "Limit 2, Used 2, Requested 1. Please try again in 500ms.",
              "\"code\":\"rate_limit_exceeded\"");
    }
  }

  @Test
  void whoWaitsAsToldIsLetIn() {
    ManualTime time = new ManualTime();
    try (Simulator simulator = start(Script.builder().limit(RateLimit.of(1, SECOND)), time)) {
      RawClient.ask(simulator);
      time.advance(Duration.ofNanos(123_456_789));
      Heard refused = RawClient.ask(simulator);
      long wait = Long.parseLong(refused.header("retry-after-ms"));
      time.advance(Duration.ofMillis(wait - 1));
      Heard early = RawClient.ask(simulator);
      time.advance(Duration.ofMillis(1));
      Heard onTime = RawClient.ask(simulator);

      assertThat(early.status()).isEqualTo(429);
      assertThat(onTime.status()).isEqualTo(200);
    }
  }

  @Test
  void limitHoldsInEverySpanAndRefusalsDoNotCount() {
    ManualTime time = new ManualTime();
    try (Simulator simulator = start(Script.builder().limit(RateLimit.of(3, SECOND)), time)) {
      int letIn = 0;
      for (int i = 0; i < 40; i++) {
        letIn += RawClient.ask(simulator).status() == 200 ? 1 : 0;
        time.advance(Duration.ofMillis(100));
      }

      assertThat(letIn).isEqualTo(12);
    }
  }

  @Test
  void refusedRequestUsesUpNoStep() {
    ManualTime time = new ManualTime();
    ScriptBuilder script =
        Script.builder()
            .limit(RateLimit.of(1, SECOND))
            .first(Answer.text("one"))
            .then(Answer.text("two"));
    try (Simulator simulator = start(script, time)) {
      String one = RawClient.ask(simulator).text();
      int refused = RawClient.ask(simulator).status();
      time.advance(SECOND);
      String two = RawClient.ask(simulator).text();

      assertThat(List.of(one, refused, two)).isEqualTo(List.of("one", 429, "two"));
    }
  }

  @Test
  void eachKeyMayHaveItsOwnLimit() {
    ScriptBuilder script = Script.builder().limit(RateLimit.of(1, SECOND).eachKey());
    try (Simulator simulator = start(script, new ManualTime())) {
      assertThat(askWithKey(simulator, "a").status()).isEqualTo(200);
      assertThat(askWithKey(simulator, "b").status()).isEqualTo(200);
      assertThat(askWithKey(simulator, "a").status()).isEqualTo(429);
    }
  }

  @Test
  void ofAHundredAtOnceOnlyTheLimitIsLetIn() throws Exception {
    ScriptBuilder script = Script.builder().limit(RateLimit.of(30, Duration.ofHours(1)));
    try (Simulator simulator = start(script, new ManualTime())) {
      List<Integer> statuses = askAtOnce(simulator, 100);

      assertThat(statuses).filteredOn(status -> status == 200).hasSize(30);
      assertThat(statuses).filteredOn(status -> status == 429).hasSize(70);
      assertThat(simulator.requestCount()).isEqualTo(100);
    }
  }

  @Test
  void onlySoManyAreInFlight() {
    Script script =
        Script.builder().concurrency(1).first(Fault.stall()).thenAlways(Answer.text("Hi")).build();
    try (Simulator simulator = Simulator.start(script)) {
      RawClient stalled = RawClient.connect(simulator).post(RawClient.chat("m", "Hi", true));
      ReceivedRequest first = simulator.awaitRequests(1, SECOND).getFirst();

      Heard refused = RawClient.ask(simulator);
      stalled.close();
      first.awaitEnding(SECOND);
      Heard letIn = RawClient.ask(simulator);

      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.body()).contains("Too many requests at once: Limit 1.");
      assertThat(letIn.status()).isEqualTo(200);
    }
  }

  private static Simulator start(ScriptBuilder script, ManualTime time) {
    // An answer with pauses would move the clock.
    Script unpaced = script.otherwise().thenAlways(Answer.text("Hi")).build();
    return Simulator.builder().script(unpaced).time(time).start();
  }

  private static Heard askWithKey(Simulator simulator, String key) {
    try (RawClient client = RawClient.connect(simulator)) {
      return client.post(RawClient.chat("m", "Hi", false), "authorization: Bearer " + key).hear();
    }
  }

  private static List<Integer> askAtOnce(Simulator simulator, int count) throws Exception {
    CountDownLatch ready = new CountDownLatch(count);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers =
          IntStream.range(0, count)
              .mapToObj(i ->
                  threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return RawClient.ask(simulator).status();
                  }))
              .toList();
      return answers.stream().map(LimitsTest::get).toList();
    }
  }

  private static Integer get(Future<Integer> answer) {
    try {
      return answer.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
