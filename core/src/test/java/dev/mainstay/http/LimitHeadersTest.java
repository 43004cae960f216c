package dev.mainstay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.Quantity;
import dev.mainstay.provider.ToldLimit;
import dev.mainstay.transport.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class LimitHeadersTest {
  private static final Instant NOW = Instant.parse("2026-08-22T10:00:00Z");
  private static final Optional<Duration> UNTOLD = Optional.empty();
  private static final Optional<Duration> MINUTE = Optional.of(Duration.ofMinutes(1));
  private static final Optional<Duration> TEN_SECONDS = Optional.of(Duration.ofSeconds(10));

  @Test
  void openAisRequestsAndTokensAreRead() {
    Headers headers =
        Headers.of(
            "X-Ratelimit-Limit-Requests", "500",
            "X-Ratelimit-Remaining-Requests", "499",
            "X-Ratelimit-Reset-Requests", "120ms",
            "x-ratelimit-limit-tokens", "30000",
            "x-ratelimit-remaining-tokens", "29970",
            "x-ratelimit-reset-tokens", "6m0s");

    assertThat(LimitHeaders.of(headers, NOW))
        .containsExactly(
            told(Quantity.REQUESTS, 500, 499, UNTOLD, Duration.ofMillis(120)),
            told(Quantity.TOKENS, 30_000, 29_970, UNTOLD, Duration.ofMinutes(6)));
  }

  @Test
  void anthropicsFourLimitsAreReadByTheAnswersOwnClock() {
    Headers headers =
        Headers.of(
            "date", "Sat, 22 Aug 2026 09:59:50 GMT",
            "anthropic-ratelimit-requests-limit", "50",
            "anthropic-ratelimit-requests-remaining", "49",
            "anthropic-ratelimit-requests-reset", "2026-08-22T10:00:01Z",
            "anthropic-ratelimit-tokens-limit", "90000",
            "anthropic-ratelimit-tokens-remaining", "0",
            "anthropic-ratelimit-input-tokens-limit", "50000",
            "anthropic-ratelimit-input-tokens-remaining", "40000",
            "anthropic-ratelimit-output-tokens-limit", "10000",
            "anthropic-ratelimit-output-tokens-remaining", "7000");

    assertThat(LimitHeaders.of(headers, NOW))
        .containsExactly(
            told(Quantity.REQUESTS, 50, 49, UNTOLD, Duration.ofSeconds(11)),
            told(Quantity.TOKENS, 90_000, 0, UNTOLD),
            told(Quantity.INPUT_TOKENS, 50_000, 40_000, UNTOLD),
            told(Quantity.OUTPUT_TOKENS, 10_000, 7_000, UNTOLD));
  }

  @Test
  void azureSaysHowLongItsPeriodIs() {
    Headers headers =
        Headers.of(
            "x-ratelimit-limit-requests", "10",
            "x-ratelimit-remaining-requests", "9",
            "x-ratelimit-reset-requests", "7",
            "x-ratelimit-renewalperiod-requests", "10");

    assertThat(LimitHeaders.of(headers, NOW))
        .containsExactly(told(Quantity.REQUESTS, 10, 9, TEN_SECONDS, Duration.ofSeconds(7)));
  }

  @Test
  void mistralsNamesSayTheirPeriod() {
    Headers headers =
        Headers.of(
            "x-ratelimit-limit-req-minute", "60",
            "x-ratelimit-remaining-req-minute", "59",
            "x-ratelimit-limit-req-10-second", "20",
            "x-ratelimit-remaining-req-10-second", "19",
            "x-ratelimit-limit-tokens-minute", "50000",
            "x-ratelimit-remaining-tokens-minute", "49985",
            "x-ratelimit-limit-tokens-month", "4000000",
            "x-ratelimit-remaining-tokens-month", "3999985",
            "ratelimitbysize-limit", "500000",
            "ratelimitbysize-remaining", "499000",
            "ratelimitbysize-reset", "33");

    assertThat(LimitHeaders.of(headers, NOW))
        .containsExactly(
            told(Quantity.REQUESTS, 60, 59, MINUTE),
            told(Quantity.REQUESTS, 20, 19, TEN_SECONDS),
            told(Quantity.TOKENS, 50_000, 49_985, MINUTE),
            told(Quantity.TOKENS, 500_000, 499_000, UNTOLD, Duration.ofSeconds(33)));
  }

  @ParameterizedTest
  @CsvSource({
    "project-requests, 100, 90, 100, 90",
    "project-requests, 1000, 999, 500, 499",
    "project-requests, 1000, 20, 1000, 20",
    "project-requests, 300, 499, 300, 499"
  })
  void ofAnOrganisationsAndItsProjectsRequestsTheTighterCounts(
      String form, long most, long left, long countsMost, long countsLeft) {
    Headers headers =
        Headers.of(
            "x-ratelimit-limit-requests",
            "500",
            "x-ratelimit-remaining-requests",
            "499",
            "x-ratelimit-limit-" + form,
            Long.toString(most),
            "x-ratelimit-remaining-" + form,
            Long.toString(left));

    assertThat(LimitHeaders.of(headers, NOW))
        .containsExactly(told(Quantity.REQUESTS, countsMost, countsLeft, UNTOLD));
  }

  @ParameterizedTest
  @ValueSource(strings = {"project-tokens", "tokens_usage_based"})
  void openAisOtherTokensAreRead(String form) {
    Headers headers =
        Headers.of(
            "x-ratelimit-limit-" + form, "40000",
            "x-ratelimit-remaining-" + form, "39929",
            "x-ratelimit-reset-" + form, "106ms");

    assertThat(LimitHeaders.of(headers, NOW))
        .containsExactly(told(Quantity.TOKENS, 40_000, 39_929, UNTOLD, Duration.ofMillis(106)));
  }

  @Test
  void coheresTrialCallsAreOfAMinute() {
    Headers headers =
        Headers.of(
            "x-endpoint-monthly-call-limit", "1000",
            "x-trial-endpoint-call-limit", "20",
            "x-trial-endpoint-call-remaining", "19");

    assertThat(LimitHeaders.of(headers, NOW))
        .containsExactly(told(Quantity.REQUESTS, 20, 19, MINUTE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          17ms            | PT0.017S
          19m45.394s      | PT19M45.394S
          17.399999999s   | PT17.399999999S
          30              | PT30S
          1787392830      | PT30S
          1787392830000   | PT30S
          253402300799    | PT24H
          9999-12-31T23:59:59Z | PT24H
          900000h         | PT24H
          """)
  void everyFormOfResetIsRead(String value, Duration reset) {
    Headers headers =
        Headers.of(
            "x-ratelimit-limit", "20", "x-ratelimit-remaining", "0", "x-ratelimit-reset", value);

    assertThat(LimitHeaders.of(headers, NOW))
        .containsExactly(told(Quantity.REQUESTS, 20, 0, UNTOLD, reset));
  }

  @ParameterizedTest
  @CsvSource({"X-RATELIMIT-LIMIT-XXX, 5", "0, 0", "-1, 5", "10, -3", "1e9, 5", "10, ''"})
  void whatIsNoNumberIsNoLimit(String limit, String remaining) {
    Headers headers =
        Headers.of(
            "x-ratelimit-limit-requests", limit, "x-ratelimit-remaining-requests", remaining);

    assertThat(LimitHeaders.of(headers, NOW)).isEmpty();
  }

  @Test
  void mostAnswersTellNone() {
    assertThat(LimitHeaders.of(Headers.of("content-type", "application/json"), NOW)).isEmpty();
  }

  private static ToldLimit told(
      Quantity quantity, long limit, long remaining, Optional<Duration> period) {
    return new ToldLimit(quantity, limit, remaining, period, Optional.empty());
  }

  private static ToldLimit told(
      Quantity quantity, long limit, long remaining, Optional<Duration> period, Duration reset) {
    return new ToldLimit(quantity, limit, remaining, period, Optional.of(reset));
  }
}
