package dev.mainstay.simulator.dialect;

import dev.mainstay.simulator.exchange.Header;
import dev.mainstay.simulator.script.RateLimit;
import dev.mainstay.simulator.script.RateLimit.Counted;
import dev.mainstay.simulator.words.WaitFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A limit as an answer tells it. Of several that count the same, the one that leaves the least is
 * told.
 *
 * @param limit the limit
 * @param most how much it allows now, which may have changed
 * @param left how much of it may come now
 * @param untilFull when all of it may
 */
public record LimitTold(RateLimit limit, long most, long left, Duration untilFull) {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final List<Name> CEREBRAS =
      List.of(
          new Name(Counted.REQUESTS, Duration.ofDays(1), "requests-day"),
          new Name(Counted.TOKENS, MINUTE, "tokens-minute"));
  private static final List<Name> MISTRAL =
      List.of(
          new Name(Counted.REQUESTS, MINUTE, "req-minute"),
          new Name(Counted.REQUESTS, Duration.ofSeconds(10), "req-10-second"),
          new Name(Counted.TOKENS, MINUTE, "tokens-minute"));

  /**
   * As OpenAI tells it. https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers
   */
  static List<Header> asOpenAi(List<LimitTold> all) {
    List<Header> headers = new ArrayList<>();
    for (Counted counted : List.of(Counted.REQUESTS, Counted.TOKENS)) {
      tightest(all, counted)
          .ifPresent(told -> headers.addAll(told.headers(WaitFormat.goDuration(told.untilFull))));
    }
    return headers;
  }

  /** As Azure does: OpenAI's names, bare seconds, and the span of time that is meant. */
  static List<Header> asAzure(List<LimitTold> all) {
    List<Header> headers = new ArrayList<>();
    for (Counted counted : List.of(Counted.REQUESTS, Counted.TOKENS)) {
      tightest(all, counted)
          .ifPresent(told -> {
            headers.addAll(told.headers(Long.toString(secondsUp(told.untilFull))));
            String seconds = Long.toString(secondsUp(told.limit.per()));
            headers.add(new Header("x-ratelimit-renewalperiod-" + counted.word(), seconds));
          });
    }
    return headers;
  }

  /**
   * As Cerebras does, by names with a span of time in them, and bare seconds; a limit for another
   * span is not told. https://inference-docs.cerebras.ai/support/rate-limits
   */
  static List<Header> asCerebras(List<LimitTold> all) {
    return named(CEREBRAS, all, told -> Optional.of(Long.toString(secondsUp(told.untilFull))));
  }

  /** As Mistral does, likewise, but without when all of it may come. */
  static List<Header> asMistral(List<LimitTold> all) {
    return named(MISTRAL, all, told -> Optional.empty());
  }

  /** As Anthropic does. https://docs.claude.com/en/api/rate-limits#response-headers */
  static List<Header> asAnthropic(List<LimitTold> all, Instant now) {
    List<Header> headers = new ArrayList<>();
    for (Counted counted : Counted.values()) {
      tightest(all, counted)
          .ifPresent(told -> {
            String prefix = "anthropic-ratelimit-" + counted.word() + "-";
            Instant full = now.plus(told.untilFull).plusNanos(999_999_999);
            headers.add(new Header(prefix + "limit", Long.toString(told.most)));
            headers.add(new Header(prefix + "remaining", Long.toString(told.left)));
            headers.add(
                new Header(prefix + "reset", full.truncatedTo(ChronoUnit.SECONDS).toString()));
          });
    }
    return headers;
  }

  private static List<Header> named(
      List<Name> names, List<LimitTold> all, Function<LimitTold, Optional<String>> reset) {
    List<Header> headers = new ArrayList<>();
    for (Name name : names) {
      List<LimitTold> meant =
          all.stream().filter(told -> told.limit.per().equals(name.per)).toList();
      tightest(meant, name.counted)
          .ifPresent(told -> headers.addAll(told.headers(name.word, reset.apply(told))));
    }
    return headers;
  }

  private List<Header> headers(String reset) {
    return headers(limit.counted().word(), Optional.of(reset));
  }

  private List<Header> headers(String word, Optional<String> reset) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("x-ratelimit-limit-" + word, Long.toString(most)));
    headers.add(new Header("x-ratelimit-remaining-" + word, Long.toString(left)));
    reset.ifPresent(when -> headers.add(new Header("x-ratelimit-reset-" + word, when)));
    return headers;
  }

  private static Optional<LimitTold> tightest(List<LimitTold> all, Counted counted) {
    return all.stream()
        .filter(told -> told.limit.counted() == counted)
        .min(Comparator.comparingLong(LimitTold::left));
  }

  private static long secondsUp(Duration duration) {
    return Math.ceilDiv(duration.toMillis(), 1000);
  }

  /** What a vendor calls a limit whose span of time is in its name. */
  private record Name(Counted counted, Duration per, String word) {}
}
