package dev.mainstay.verdict;

import static java.time.Duration.ofSeconds;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.policy.RetryKind;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.RetryPolicyBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Reads failures, situations and counts from tables, and puts verdicts into words. */
final class JudgeWords {
  /** Half a long's range above its least value: nextDouble() is 0.5. */
  static final RandomGenerator MIDDLE = () -> Long.MIN_VALUE;

  private static final Whom TURNED_TO = Whom.TRIED;

  private JudgeWords() {}

  static RetryPolicy policy(@Nullable String counts) {
    RetryPolicyBuilder policy = RetryPolicy.builder();
    for (String count : words(counts)) {
      String key = count.substring(0, count.indexOf('='));
      int value = Integer.parseInt(count.substring(key.length() + 1));
      if (key.equals("retries")) {
        policy.retries(value);
      } else {
        policy.on(RetryKind.valueOf(key), value);
      }
    }
    return policy.build();
  }

  static Situation situation(@Nullable String text) {
    List<String> facts = words(text);
    return new Situation(
        TURNED_TO,
        fact(facts, "retries").orElse(0),
        fact(facts, "attempts").orElse(1),
        facts.contains("untried"),
        facts.contains("full untried"),
        !facts.contains("spent"),
        fact(facts, "free").map(Duration::ofSeconds),
        fact(facts, "full").map(Duration::ofSeconds),
        fact(facts, "wakes").map(Duration::ofSeconds),
        fact(facts, "turn").map(Duration::ofSeconds),
        facts.contains("crowd"),
        fact(facts, "here").map(Duration::ofSeconds).orElse(Duration.ZERO),
        facts.contains("fallback") ? Optional.of("backup") : Optional.empty(),
        facts.contains("probe"),
        fact(facts, "left").map(Duration::ofSeconds).orElse(ofSeconds(Long.MAX_VALUE)));
  }

  private static Optional<Integer> fact(List<String> facts, String name) {
    return facts.stream()
        .filter(fact -> fact.matches(".*\\d.*") && fact.contains(name))
        .map(fact -> Integer.valueOf(fact.replace(name, "").strip()))
        .findFirst();
  }

  private static List<String> words(@Nullable String list) {
    return list == null ? List.of() : Arrays.asList(list.split(", *"));
  }

  static Failure failure(String text) {
    String[] words = text.split(" ");
    FailureDetail detail = FailureDetail.of(text);
    for (String word : words) {
      detail =
          switch (word) {
            case "never" -> detail.withRetry(false);
            case "again" -> detail.withRetry(true);
            case "silence" -> detail.withSilence(ofSeconds(30));
            default ->
                Character.isDigit(word.charAt(0))
                    ? detail.withRetryAfter(ofSeconds(Long.parseLong(word)))
                    : detail;
          };
    }
    return switch (words[0]) {
      case "RateLimited" -> new Failure.RateLimited(detail);
      case "QuotaExceeded" -> new Failure.QuotaExceeded(detail);
      case "ServerError" -> new Failure.ServerError(detail);
      case "ConnectionFailed" -> new Failure.ConnectionFailed(detail);
      case "Overloaded" -> new Failure.Overloaded(detail);
      case "BadRequest" -> new Failure.BadRequest(detail);
      case "Unprocessable" -> new Failure.Unprocessable(detail);
      case "UnsupportedParameter" -> new Failure.UnsupportedParameter(detail);
      case "Unauthenticated" -> new Failure.Unauthenticated(detail);
      case "ContextWindowExceeded" -> new Failure.ContextWindowExceeded(detail);
      case "ContentPolicyViolation" -> new Failure.ContentPolicyViolation(detail);
      case "NotFound" -> new Failure.NotFound(detail);
      case "NoDeployment" -> new Failure.NoDeployment(detail);
      case "Cancelled" -> new Failure.Cancelled(detail);
      case "TimedOut" ->
          new Failure.TimedOut(
              words.length > 1 ? TimeoutPhase.valueOf(words[1]) : TimeoutPhase.FIRST_TOKEN, detail);
      default -> throw new AssertionError(text);
    };
  }

  static String words(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Move(Whom whom, When when, boolean counts) -> words(whom, when);
      case Verdict.FallBack(String group) -> "FallBack";
      case Verdict.GiveUp(Optional<Duration> notWaited) ->
          "GiveUp" + notWaited.map(wait -> " " + seconds(wait)).orElse("");
    };
  }

  private static String words(Whom whom, When when) {
    return switch (when) {
      case When.AtOnce now when whom == Whom.UNTRIED -> "GoElsewhere";
      case When.After(Duration delay) when whom == Whom.SAME -> "AskAgain " + seconds(delay);
      case When.After(Duration delay) when whom == Whom.TRIED -> "GoBack " + seconds(delay);
      case When.InTurn(Duration delay, Duration longest) when whom == Whom.SAME ->
          "Turn " + seconds(delay) + " to " + seconds(longest);
      case When.InTurn(Duration delay, Duration longest) when whom == TURNED_TO ->
          "Turn there " + seconds(delay) + " to " + seconds(longest);
      case When.InLine(Duration delay, Duration longest) when whom == Whom.UNTRIED ->
          "Await untried " + seconds(delay) + " to " + seconds(longest);
      case When.InLine(Duration delay, Duration longest) when whom == TURNED_TO ->
          "Await " + seconds(delay) + " to " + seconds(longest);
      default -> throw new AssertionError(whom + " " + when);
    };
  }

  private static String seconds(Duration delay) {
    return String.valueOf(delay.toMillis() / 1000.0).replaceFirst("\\.0$", "");
  }
}
