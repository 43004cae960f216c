package dev.mainstay.http;

import dev.mainstay.provider.Quantity;
import dev.mainstay.provider.ToldLimit;
import dev.mainstay.transport.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The limits that a provider tells with its answers, be they good or bad.
 *
 * <p>Read are {@code x-ratelimit-{limit,remaining,reset}-{requests,tokens}} of OpenAI and most
 * others, with OpenAI's own {@code …-project-{requests,tokens}} and {@code …-tokens_usage_based},
 * and Azure's {@code x-ratelimit-renewalperiod-…}; Anthropic's {@code anthropic-ratelimit-…};
 * Mistral's {@code …-{req-minute,req-10-second,tokens-minute}} and {@code ratelimitbysize-…};
 * Cohere's {@code x-trial-endpoint-call-…}; and limits on requests that name no quantity, such as
 * {@code x-ratelimit-limit} or {@code ratelimit-limit}. A limit counts where both it and what
 * remains of it can be read. Of several on one quantity in one time the tighter counts: of which
 * less remains.
 */
public final class LimitHeaders {
  private static final Optional<Duration> MINUTE = Optional.of(ToldLimit.MINUTE);
  private static final Optional<Duration> TEN_SECONDS = Optional.of(Duration.ofSeconds(10));
  private static final Duration LONGEST_PERIOD = Duration.ofDays(31);
  private static final Pattern DIGITS = Pattern.compile("\\d{1,18}+(?:\\.0*+)?");

  private static final List<Form> FORMS =
      List.of(
          openAi("requests", Quantity.REQUESTS, Optional.empty()),
          openAi("tokens", Quantity.TOKENS, Optional.empty()),
          openAi("project-requests", Quantity.REQUESTS, Optional.empty()),
          openAi("project-tokens", Quantity.TOKENS, Optional.empty()),
          openAi("tokens_usage_based", Quantity.TOKENS, Optional.empty()),
          openAi("req-minute", Quantity.REQUESTS, MINUTE),
          openAi("req-10-second", Quantity.REQUESTS, TEN_SECONDS),
          openAi("tokens-minute", Quantity.TOKENS, MINUTE),
          anthropic("requests", Quantity.REQUESTS),
          anthropic("tokens", Quantity.TOKENS),
          anthropic("input-tokens", Quantity.INPUT_TOKENS),
          anthropic("output-tokens", Quantity.OUTPUT_TOKENS),
          plain("ratelimitbysize-", Quantity.TOKENS),
          plain("x-ratelimit-", Quantity.REQUESTS),
          plain("ratelimit-", Quantity.REQUESTS),
          plain("x-trial-endpoint-call-", Quantity.REQUESTS, MINUTE));

  private LimitHeaders() {}

  /**
   * The limits told; most answers tell none.
   *
   * @param now the time of the answer; dates are measured from its own {@code Date} where it has
   *     one
   */
  public static List<ToldLimit> of(Headers headers, Instant now) {
    if (!mayTellLimits(headers)) {
      return List.of();
    }
    Instant sent = headers.first("date").flatMap(WaitSyntax::date).orElse(now);
    List<ToldLimit> told = new ArrayList<>();
    for (Form form : FORMS) {
      form.read(headers, sent).ifPresent(limit -> add(limit, told));
    }
    return told;
  }

  private static void add(ToldLimit limit, List<ToldLimit> told) {
    for (int i = 0; i < told.size(); i++) {
      ToldLimit other = told.get(i);
      if (other.quantity() == limit.quantity() && other.period().equals(limit.period())) {
        told.set(i, isTighter(limit, other) ? limit : other);
        return;
      }
    }
    told.add(limit);
  }

  private static boolean isTighter(ToldLimit limit, ToldLimit other) {
    return limit.remaining() < other.remaining()
        || (limit.remaining() == other.remaining() && limit.limit() < other.limit());
  }

  private static boolean mayTellLimits(Headers headers) {
    for (Headers.Field header : headers.entries()) {
      if (isOfLimit(header.name())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfLimit(String name) {
    return startsWith(name, "x-ratelimit-")
        || startsWith(name, "anthropic-ratelimit-")
        || startsWith(name, "ratelimit")
        || startsWith(name, "x-trial-endpoint-call-");
  }

  private static boolean startsWith(String name, String prefix) {
    return name.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private static Form openAi(String what, Quantity quantity, Optional<Duration> period) {
    return new Form(
        "x-ratelimit-limit-" + what,
        "x-ratelimit-remaining-" + what,
        "x-ratelimit-reset-" + what,
        "x-ratelimit-renewalperiod-" + what,
        quantity,
        period);
  }

  private static Form anthropic(String what, Quantity quantity) {
    String prefix = "anthropic-ratelimit-" + what;
    return new Form(
        prefix + "-limit",
        prefix + "-remaining",
        prefix + "-reset",
        "",
        quantity,
        Optional.empty());
  }

  private static Form plain(String prefix, Quantity quantity) {
    return plain(prefix, quantity, Optional.empty());
  }

  private static Form plain(String prefix, Quantity quantity, Optional<Duration> period) {
    return new Form(prefix + "limit", prefix + "remaining", prefix + "reset", "", quantity, period);
  }

  /** The names under which one limit is told. */
  private record Form(
      String limit,
      String remaining,
      String reset,
      String periodSeconds,
      Quantity quantity,
      Optional<Duration> period) {

    Optional<ToldLimit> read(Headers headers, Instant sent) {
      OptionalLong most = number(headers, limit);
      OptionalLong left = number(headers, remaining);
      if (most.isEmpty() || left.isEmpty() || most.getAsLong() == 0) {
        return Optional.empty();
      }
      Optional<Duration> full = headers.first(reset).flatMap(at -> WaitSyntax.reset(at, sent));
      return Optional.of(
          new ToldLimit(quantity, most.getAsLong(), left.getAsLong(), period(headers), full));
    }

    private Optional<Duration> period(Headers headers) {
      OptionalLong seconds =
          periodSeconds.isEmpty() ? OptionalLong.empty() : number(headers, periodSeconds);
      return seconds.isPresent()
              && seconds.getAsLong() > 0
              && seconds.getAsLong() <= LONGEST_PERIOD.toSeconds()
          ? Optional.of(Duration.ofSeconds(seconds.getAsLong()))
          : period;
    }

    private static OptionalLong number(Headers headers, String name) {
      Optional<String> value = headers.first(name).map(String::strip);
      return value.isPresent() && DIGITS.matcher(value.get()).matches()
          ? OptionalLong.of((long) Double.parseDouble(value.get()))
          : OptionalLong.empty();
    }
  }
}
