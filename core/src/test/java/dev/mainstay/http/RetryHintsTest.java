package dev.mainstay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.CountedText;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class RetryHintsTest {
  private static final Instant NOW = Instant.parse("2026-08-22T10:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          retry-after-ms      | 18642                           | PT18.642S
          Retry-After-Ms      | 99.5                            | PT0.0995S
          x-ms-retry-after-ms | 250                             | PT0.25S
          x-amz-retry-after   | 1500                            | PT1.5S
          Retry-After         | 20                              | PT20S
          retry-after         | 1.5                             | PT1.5S
          retry-after         | ' 7 '                           | PT7S
          retry-after         | 86400                           | PT24H
          retry-after         | Sat, 22 Aug 2026 10:00:30 GMT   | PT30S
          retry-after         | Saturday, 22-Aug-26 10:00:30 GMT| PT30S
          retry-after         | Sat Aug 22 10:00:30 2026        | PT30S
          retry-after         | 2026-08-22T10:00:30Z            | PT30S
          """)
  void everyHeaderIsRead(String name, String value, Duration wait) {
    assertThat(RetryHints.of(Headers.of(name, value), List.of(), NOW)).contains(wait);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          48s                                                     | PT48S
          34.4s                                                   | PT34.4S
          0.5s                                                    | PT0.5S
          Rate limit reached. Please try again in 18.642s. Visit  | PT18.642S
          UserByModelByDay. Please wait 3000 seconds before retrying. | PT50M
          Your quota will reset after 2h13m.                      | PT2H13M
          Please try again in 174ms.                              | PT0.174S
          Please try again in 6m0s.                               | PT6M
          Please try again in 9m38.016s. Need more tokens?        | PT9M38.016S
          please Try Again In 1h2m3.5s                            | PT1H2M3.5S
          Please retry in 48.939935699s.                          | PT48.939935699S
          Please retry after 20 seconds. For improved latency     | PT20S
          Please retry after 1 second.                            | PT1S
          Please retry after 86400 seconds. Please contact        | PT24H
          try again in 1 minute and 30 seconds                    | PT1M30S
          try again in 2 hours, 5 min                             | PT2H5M
          try again in 250 milliseconds                           | PT0.25S
          try again in 1 day                                      | PT24H
          """)
  void everyTextIsRead(String text, Duration wait) {
    assertThat(RetryHints.of(Headers.none(), List.of(text), NOW)).contains(wait);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Please try again later.",
        "Please try again in a moment",
        "Please try again in 0s",
        "retry after -5 seconds",
        "retry after 5 requests",
        "retry after 5",
        "please try again with a different prompt: 5s",
        "48",
        "-3s",
        "0s",
        "1s or so"
      })
  void textWithoutAWaitGivesNone(String text) {
    assertThat(RetryHints.of(Headers.none(), List.of(text), NOW)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "abc",
        "-5",
        "0",
        "0.0",
        "-0",
        "1e3",
        "1,5",
        "0x10",
        "NaN",
        "Infinity",
        "5 tokens",
        "5;x",
        ".",
        "Fri, 21 Aug 2026 10:00:00 GMT",
        "Mon, 22 Aug 2026 10:00:30 GMT",
        "Sat, 22 Aug 2026"
      })
  void headerThatCannotBeReadOrIsNotPositiveGivesNone(String value) {
    Headers headers =
        Headers.of(
            "retry-after", value,
            "retry-after-ms", value,
            "x-ms-retry-after-ms", value,
            "x-amz-retry-after", value,
            "x-ratelimit-remaining-requests", "0",
            "x-ratelimit-reset-requests", value);

    assertThat(RetryHints.of(headers, List.of(), NOW)).isEmpty();
  }

  @Test
  void zeroMillisecondsBesideOneSecondIsOneSecond() {
    Headers headers = Headers.of("Retry-After", "1", "Retry-After-Ms", "0");

    assertThat(RetryHints.of(headers, List.of(), NOW)).contains(Duration.ofSeconds(1));
  }

  @Test
  void firstCountsWhereTheOthersAreItsRounding() {
    Headers headers = Headers.of("retry-after", "19", "retry-after-ms", "18642");

    assertThat(RetryHints.of(headers, List.of("Please try again in 18.65s."), NOW))
        .contains(Duration.ofMillis(18642));
    assertThat(RetryHints.of(Headers.none(), List.of("Please retry in 48.939935699s.", "48s"), NOW))
        .contains(Duration.ofSeconds(48));
  }

  @Test
  void anotherThatIsOverASecondLongerCountsInstead() {
    Headers headers = Headers.of("retry-after", "2", "retry-after-ms", "1000");

    assertThat(RetryHints.of(headers, List.of("try again in 2.001s"), NOW))
        .contains(Duration.ofMillis(2001));
    assertThat(RetryHints.of(headers, List.of("try again in 2s"), NOW))
        .contains(Duration.ofSeconds(1));
    assertThat(RetryHints.of(headers, List.of("try again in 5s", "try again in 9s"), NOW))
        .contains(Duration.ofSeconds(9));
  }

  @Test
  void oneThatIsShorterNeverCountsInstead() {
    Headers headers = Headers.of("retry-after-ms", "60000", "retry-after", "1");

    assertThat(RetryHints.of(headers, List.of("try again in 3s"), NOW))
        .contains(Duration.ofMinutes(1));
  }

  @Test
  void repeatedHeaderCountsWhereItsFirstValueIsGarbage() {
    Headers headers = Headers.of("retry-after", "soon", "retry-after", "3");

    assertThat(RetryHints.of(headers, List.of(), NOW)).contains(Duration.ofSeconds(3));
  }

  @Test
  void dateIsMeasuredByTheProvidersOwnClock() {
    Headers headers =
        Headers.of(
            "Date", "Sat, 22 Aug 2026 09:00:00 GMT",
            "Retry-After", "Sat, 22 Aug 2026 09:00:20 GMT");

    assertThat(RetryHints.of(headers, List.of(), NOW)).contains(Duration.ofSeconds(20));
  }

  @Test
  void dateThatCannotBeReadIsReplacedByNow() {
    Headers headers = Headers.of("Date", "today", "Retry-After", "Sat, 22 Aug 2026 10:00:20 GMT");

    assertThat(RetryHints.of(headers, List.of(), NOW)).contains(Duration.ofSeconds(20));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          17ms                  | PT0.017S
          6m0s                  | PT6M
          19m45.394s            | PT19M45.394S
          17.399999999s         | PT17.399999999S
          2m59.56s              | PT2M59.56S
          60                    | PT1M
          1.5                   | PT1.5S
          2026-08-22T10:00:42Z  | PT42S
          2026-08-22T12:00:42+02:00 | PT42S
          1787392842            | PT42S
          1787392842000         | PT42S
          """)
  void resetIsReadInEveryForm(String value, Duration wait) {
    Headers headers =
        Headers.of("x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens", value);

    assertThat(RetryHints.of(headers, List.of(), NOW)).contains(wait);
  }

  @ParameterizedTest
  @CsvSource({
    "x-ratelimit-remaining-requests, x-ratelimit-reset-requests",
    "X-RateLimit-Remaining-Input-Images, x-ratelimit-reset-input-images",
    "x-ratelimit-remaining-project-tokens, X-RateLimit-Reset-Project-Tokens",
    "x-ratelimit-remaining-tokens_usage_based, x-ratelimit-reset-tokens_usage_based",
    "X-RateLimit-Remaining, X-RateLimit-Reset",
    "anthropic-ratelimit-requests-remaining, anthropic-ratelimit-requests-reset",
    "anthropic-ratelimit-input-tokens-remaining, anthropic-ratelimit-input-tokens-reset"
  })
  void resetCountsForEveryFamily(String remaining, String reset) {
    Headers headers = Headers.of(remaining, "0", reset, "5s");

    assertThat(RetryHints.of(headers, List.of(), NOW)).contains(Duration.ofSeconds(5));
  }

  @Test
  void resetCountsOnlyWhereNothingRemains() {
    Headers headers =
        Headers.of(
            "x-ratelimit-remaining-requests", "499",
            "x-ratelimit-reset-requests", "8h",
            "x-ratelimit-remaining-tokens", "0",
            "x-ratelimit-reset-tokens", "3s");

    assertThat(RetryHints.of(headers, List.of(), NOW)).contains(Duration.ofSeconds(3));
    assertThat(RetryHints.of(headers.with("x-ratelimit-remaining-tokens", "1"), List.of(), NOW))
        .isEmpty();
  }

  @Test
  void longestResetCounts() {
    Headers headers =
        Headers.of(
            "x-ratelimit-remaining-requests", "0",
            "x-ratelimit-reset-requests", "120ms",
            "x-ratelimit-remaining-tokens", "0",
            "x-ratelimit-reset-tokens", "29.134s");

    assertThat(RetryHints.of(headers, List.of(), NOW)).contains(Duration.ofMillis(29134));
  }

  @Test
  void resetNeverCountsBesideAHint() {
    Headers headers =
        Headers.of(
            "retry-after", "2",
            "x-ratelimit-remaining-requests", "0",
            "x-ratelimit-reset-requests", "8h");

    assertThat(RetryHints.of(headers, List.of(), NOW)).contains(Duration.ofSeconds(2));
    assertThat(RetryHints.of(headers.with("retry-after", "soon"), List.of("try again in 4s"), NOW))
        .contains(Duration.ofSeconds(4));
  }

  @ParameterizedTest
  @CsvSource({
    "retry-after, 99999999999999999999999999999999",
    "retry-after-ms, 99999999999999999999999999999999",
    "retry-after, +999999999-12-31T23:59:59Z",
    "retry-after, 86401",
    "retry-after-ms, 86400001"
  })
  void waitOverADayCountsAsADay(String name, String value) {
    assertThat(RetryHints.of(Headers.of(name, value), List.of(), NOW))
        .contains(Duration.ofHours(24));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "try again in ",
        "try again in 1",
        "try again in 1s, and ",
        "try again in 1s 1s 1s 1s 1s 1s ",
        "retry after 9999999999999999.9",
        "please wait ",
        "try ",
        "1s ",
        "9"
      })
  void whatIsReadGrowsWithTheTextAndNotFaster(String piece) {
    CountedText once = new CountedText(piece.repeat(2_000) + "x");
    CountedText twice = new CountedText(piece.repeat(4_000) + "x");

    WaitSyntax.phrase(once);
    WaitSyntax.phrase(twice);

    assertThat(twice.reads()).isLessThanOrEqualTo(once.reads() * 21 / 10);
    assertThat(once.reads()).isLessThan(20L * once.length());
  }

  @Test
  void whatIsReadOfResetsGrowsWithTheHeadersAndNotFaster() {
    CountedFields once = new CountedFields(500);
    CountedFields twice = new CountedFields(1_000);

    assertThat(RetryHints.resets(once)).hasSize(64);
    assertThat(RetryHints.resets(twice)).hasSize(64);

    assertThat(twice.reads).isLessThanOrEqualTo(once.reads * 21 / 10);
    assertThat(once.reads).isLessThan(3L * once.size());
  }

  /** As many limits with nothing left, all of one name, as resets of it. */
  private static final class CountedFields extends AbstractList<Field> {
    private final int limits;
    long reads;

    CountedFields(int limits) {
      this.limits = limits;
    }

    @Override
    public Field get(int index) {
      reads++;
      return index < limits
          ? new Field("x-ratelimit-remaining", "0")
          : new Field("x-ratelimit-reset", "a");
    }

    @Override
    public int size() {
      return 2 * limits;
    }
  }

  @Test
  void hostileTextIsReadInReasonableTimeAndThrowsNothing() {
    List<String> texts =
        List.of(
            "try again in " + "1s".repeat(200_000),
            "try again in " + "9".repeat(200_000),
            "try again in " + "1.".repeat(200_000),
            "try again in 1 ".repeat(50_000),
            "1s ".repeat(200_000));

    assertThat(RetryHints.of(Headers.none(), texts, NOW)).contains(Duration.ofSeconds(6));
  }

  @Test
  void noGarbageEverThrows() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    String alphabet = "0123456789.-+:,;TZ GMTSatugms\0é\t";
    for (int i = 0; i < 5_000; i++) {
      String garbage = garbage(random, alphabet);
      Headers headers =
          Headers.of(
              "date", garbage,
              "retry-after", garbage,
              "retry-after-ms", garbage,
              "x-ratelimit-remaining-requests", "0",
              "x-ratelimit-reset-requests", garbage);

      assertThat(RetryHints.of(headers, List.of(garbage, "try again in " + garbage), NOW))
          .as(garbage)
          .satisfiesAnyOf(
              none -> assertThat(none).isEmpty(), some -> assertThat(some.get()).isPositive());
    }
  }

  private static String garbage(RandomGenerator random, String alphabet) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(30); length > 0; length--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
