package dev.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.RateLimit;
import dev.mainstay.simulator.script.RateLimit.Counted;
import dev.mainstay.simulator.script.RateLimit.Window;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class RateLimitsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Answer HI = Answer.text("Hi").usage(10, 30);

  private final ManualTime time = new ManualTime();
  private Simulator simulator;

  @AfterEach
  void close() {
    simulator.close();
  }

  @Test
  void bucketIsEmptiedAtOnceAndFilledEvenly() {
    start(RateLimit.of(60, MINUTE).bucketOf(3));

    assertThat(letInOf(5)).isEqualTo(3);
    time.advance(Duration.ofMillis(999));
    assertThat(letInOf(1)).isZero();
    time.advance(Duration.ofMillis(1));
    assertThat(letInOf(2)).isEqualTo(1);
    time.advance(Duration.ofMinutes(10));
    assertThat(letInOf(5)).isEqualTo(3);
  }

  @Test
  void bucketTellsWhenOneFitsAndWhenItIsFull() {
    start(RateLimit.of(30, MINUTE).as(Window.BUCKET));
    letInOf(30);
    time.advance(Duration.ofMillis(500));

    Heard refused = RawClient.ask(simulator);

    assertThat(refused.header("retry-after-ms")).isEqualTo("1500");
    assertThat(refused.header("x-ratelimit-limit-requests")).isEqualTo("30");
    assertThat(refused.header("x-ratelimit-remaining-requests")).isEqualTo("0");
    assertThat(refused.header("x-ratelimit-reset-requests")).isEqualTo("59.5s");
  }

  @Test
  void fixedWindowBeginsWithNothingEachTime() {
    start(RateLimit.of(10, MINUTE).as(Window.FIXED));
    time.advance(Duration.ofSeconds(50));

    assertThat(letInOf(12)).isEqualTo(10);
    Heard refused = RawClient.ask(simulator);
    assertThat(refused.header("retry-after")).isEqualTo("10");
    time.advance(Duration.ofSeconds(10));
    assertThat(letInOf(12)).isEqualTo(10);
  }

  @Test
  void slidingWindowLetsInAsMuchAsLeavesIt() {
    start(RateLimit.of(10, MINUTE));
    letInOf(4);
    time.advance(Duration.ofSeconds(50));

    assertThat(letInOf(12)).isEqualTo(6);
    time.advance(Duration.ofSeconds(10));
    assertThat(letInOf(12)).isEqualTo(4);
  }

  @Test
  void windowMayBeKeptOverAShorterTimeThanItsHeadersTell() {
    start(
        RateLimit.of(60, MINUTE),
        RateLimit.of(10, Duration.ofSeconds(10)).as(Window.FIXED).untold());

    assertThat(letInOf(12)).isEqualTo(10);
    Heard refused = RawClient.ask(simulator);
    assertThat(refused.header("x-ratelimit-limit-requests")).isEqualTo("60");
    assertThat(refused.header("x-ratelimit-remaining-requests")).isEqualTo("50");
    assertThat(refused.header("retry-after")).isEqualTo("10");
  }

  @Test
  void tokensOfRequestAndAnswerAreTaken() {
    start(RateLimit.of(100, MINUTE).counting(Counted.TOKENS));

    Heard first = RawClient.ask(simulator);
    letInOf(2);
    Heard refused = RawClient.ask(simulator);

    assertThat(first.header("x-ratelimit-limit-tokens")).isEqualTo("100");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("x-ratelimit-remaining-tokens")).isEqualTo("0");
    assertThat(refused.body()).contains("on tokens per 1m0s: Limit 100, Used 100, Requested ");
  }

  @Test
  void requestNeedsRoomForAsMuchAsItLetsItsAnswerHave() {
    start(RateLimit.of(1000, MINUTE).counting(Counted.TOKENS));

    Heard large = ask("{\"model\":\"m\",\"max_tokens\":2000,\"messages\":[]}");
    Heard small = ask("{\"model\":\"m\",\"max_tokens\":950,\"messages\":[]}");
    Heard next = ask("{\"model\":\"m\",\"max_tokens\":940,\"messages\":[]}");
    Heard full = ask("{\"model\":\"m\",\"max_tokens\":940,\"messages\":[]}");

    assertThat(large.status()).isEqualTo(429);
    assertThat(large.body()).contains("Request too large for m on tokens per 1m0s: Limit 1000");
    assertThat(large.header("retry-after")).isEmpty();
    assertThat(small.status()).isEqualTo(200);
    assertThat(next.status()).isEqualTo(200);
    assertThat(full.status()).isEqualTo(429);
  }

  @Test
  void limitChangesMidway() {
    start(RateLimit.of(10, SECOND).then(MINUTE, 5).then(MINUTE.multipliedBy(2), 20));

    assertThat(letInOf(30)).isEqualTo(10);
    time.advance(MINUTE);
    assertThat(letInOf(30)).isEqualTo(5);
    assertThat(RawClient.ask(simulator).header("x-ratelimit-limit-requests")).isEqualTo("5");
    time.advance(MINUTE);
    assertThat(letInOf(30)).isEqualTo(20);
  }

  @Test
  void bucketHoldsLessOnceItIsFilledMoreSlowly() {
    start(RateLimit.of(60, MINUTE).as(Window.BUCKET).then(SECOND, 30));
    time.advance(SECOND);

    assertThat(letInOf(60)).isEqualTo(30);
    time.advance(SECOND.multipliedBy(2));
    assertThat(letInOf(60)).isEqualTo(1);
  }

  @Test
  void refusalThatCostsAPlaceKeepsTheWindowShut() {
    start(RateLimit.of(3, SECOND).countingRefusals());

    int letIn = 0;
    for (int i = 0; i < 40; i++) {
      letIn += letInOf(1);
      time.advance(Duration.ofMillis(100));
    }

    assertThat(letIn).isEqualTo(3);
  }

  @Test
  void bucketOwesNoMoreForRefusalsThanASecondBrings() {
    start(RateLimit.of(600, MINUTE).bucketOf(1).countingRefusals());
    letInOf(100);

    time.advance(Duration.ofMillis(1099));
    assertThat(letInOf(1)).isZero();
    time.advance(Duration.ofMillis(1100));
    assertThat(letInOf(1)).isEqualTo(1);
  }

  @Test
  void refusalMayTellNothing() {
    start(RateLimit.of(1, MINUTE).untold().withoutRetryAfter());
    letInOf(1);

    Heard refused = RawClient.ask(simulator);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.head()).doesNotContainIgnoringCase("ratelimit", "retry-after");
    assertThat(refused.body()).doesNotContain("try again");
  }

  @Test
  void whatOneLimitRefusesTakesNothingOfTheOthers() {
    start(RateLimit.of(2, SECOND), RateLimit.of(4, MINUTE));

    assertThat(letInOf(9)).isEqualTo(2);
    time.advance(SECOND);
    assertThat(letInOf(9)).isEqualTo(2);
    time.advance(SECOND);
    assertThat(letInOf(9)).isZero();
    assertThat(simulator.refusalCount()).isEqualTo(7 + 7 + 9);
  }

  @Test
  void azureTellsSecondsAndTheSpan() {
    start(RateLimit.of(10, MINUTE), RateLimit.of(5000, MINUTE).counting(Counted.TOKENS));

    Heard heard =
        ask(
            "/openai/deployments/m/chat/completions?api-version=1",
            RawClient.chat("m", "Hi", false));

    assertThat(heard.header("x-ratelimit-limit-requests")).isEqualTo("10");
    assertThat(heard.header("x-ratelimit-reset-requests")).isEqualTo("60");
    assertThat(heard.header("x-ratelimit-renewalperiod-requests")).isEqualTo("60");
    assertThat(heard.header("x-ratelimit-limit-tokens")).isEqualTo("5000");
  }

  @Test
  void anthropicTellsRequestsAndEachKindOfTokens() {
    start(
        RateLimit.of(10, MINUTE).as(Window.BUCKET),
        RateLimit.of(1000, MINUTE).counting(Counted.INPUT_TOKENS).as(Window.BUCKET),
        RateLimit.of(100, MINUTE).counting(Counted.OUTPUT_TOKENS).as(Window.BUCKET));
    String body =
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    Heard heard = ask("/v1/messages", body);

    assertThat(heard.status()).isEqualTo(200);
    assertThat(heard.header("anthropic-ratelimit-requests-limit")).isEqualTo("10");
    assertThat(heard.header("anthropic-ratelimit-requests-remaining")).isEqualTo("9");
    assertThat(heard.header("anthropic-ratelimit-requests-reset")).endsWith("Z");
    assertThat(heard.header("anthropic-ratelimit-input-tokens-limit")).isEqualTo("1000");
    assertThat(heard.header("anthropic-ratelimit-output-tokens-remaining")).isEqualTo("91");
    assertThat(heard.header("x-ratelimit-limit-requests")).isEmpty();
  }

  private void start(RateLimit... limits) {
    var script = Script.builder().thenAlways(HI);
    for (RateLimit limit : limits) {
      script.limit(limit);
    }
    simulator = Simulator.builder().script(script.build()).time(time).start();
  }

  private int letInOf(int count) {
    int letIn = 0;
    for (int i = 0; i < count; i++) {
      letIn += RawClient.ask(simulator).status() == 200 ? 1 : 0;
    }
    return letIn;
  }

  private Heard ask(String body) {
    return ask("/v1/chat/completions", body);
  }

  private Heard ask(String path, String body) {
    try (RawClient client = RawClient.connect(simulator)) {
      return client.postTo(path, body, "anthropic-version: 2023-06-01").hear();
    }
  }
}
