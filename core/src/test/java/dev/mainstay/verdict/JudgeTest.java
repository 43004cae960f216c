package dev.mainstay.verdict;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.RetryKind;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.RetryPolicyBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SEMANTICS 2.1 to 2.6, 2.8 and 3.4 as a table: a failure with its hint in seconds, where the call
 * stands, the counts that are set, and what is to be done. Chance is always in the middle.
 */
class JudgeTest {
  // Half a long's range above its least value: nextDouble() is 0.5.
  private static final RandomGenerator MIDDLE = () -> Long.MIN_VALUE;
  private static final Whom TURNED_TO = Whom.TRIED;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # 2.1: how often
          ServerError     |                       |                             | AskAgain 1
          ServerError     | 1 retries             |                             | AskAgain 2
          ServerError     | 2 retries             |                             | GiveUp
          ServerError     | 2 retries             | retries=3                   | AskAgain 4
          ServerError     |                       | retries=0                   | GiveUp
          ServerError     | untried               | retries=0                   | GiveUp
          ServerError     | fallback              | retries=0                   | FallBack
          ServerError     | 2 retries, fallback   |                             | FallBack
          ServerError     | 3 retries             | SERVER_ERROR=4 | AskAgain 8
          RateLimited     | 2 retries             | SERVER_ERROR=4 | GiveUp
          ServerError     |                       | SERVER_ERROR=0 | GiveUp
          ServerError     | untried               | SERVER_ERROR=0 | GoElsewhere
          ServerError     | 2 retries, untried    | SERVER_ERROR=0 | GiveUp
          ServerError     | 3 retries, untried    | SERVER_ERROR=4 | GoElsewhere
          ServerError     | 9 attempts            |                             | AskAgain 1
          ServerError     | 10 attempts           |                             | GiveUp
          ServerError     | 10 attempts, fallback |                             | GiveUp
          ServerError     | 15 attempts           | RATE_LIMIT=15    | AskAgain 1
          ServerError     | 16 attempts           | RATE_LIMIT=15    | GiveUp

          # 2.1: what a key makes retryable, and what it does not
          BadRequest      |                       |                             | GiveUp
          BadRequest      |                       | retries=5                   | GiveUp
          BadRequest      |                       | BAD_REQUEST=1    | AskAgain 1
          BadRequest      | 1 retries             | BAD_REQUEST=1    | GiveUp
          BadRequest      | untried               | BAD_REQUEST=1    | AskAgain 1
          Unprocessable   |                       | BAD_REQUEST=1    | AskAgain 1
          Unauthenticated |                       | AUTHENTICATION=1 | AskAgain 1
          BadRequest      | 4 retries             | BAD_REQUEST=5    | AskAgain 16
          ServerError never |                     | SERVER_ERROR=4 | GiveUp
          BadRequest again |                      |                             | AskAgain 1
          Cancelled       | untried, fallback     |                             | GiveUp

          # 1: where else
          QuotaExceeded   | untried               |                             | GoElsewhere
          QuotaExceeded   | fallback              |                             | FallBack
          QuotaExceeded   |                       |                             | GiveUp
          Unauthenticated | untried               |                             | GoElsewhere
          UnsupportedParameter | untried          |                             | GoElsewhere
          BadRequest      | untried               |                             | GiveUp
          ContextWindowExceeded | untried         |                             | GiveUp
          ContextWindowExceeded | untried, fallback |                           | FallBack
          ContentPolicyViolation | untried        |                             | GiveUp
          ContentPolicyViolation | untried, fallback |                          | FallBack
          BadRequest      | fallback              |                             | FallBack

          # 2.2 and 2.3: how long
          Overloaded      |                       |                             | AskAgain 2
          ServerError     | 19 retries            | retries=100                 | AskAgain 30
          RateLimited 20  |                       |                             | AskAgain 21
          RateLimited 60  |                       |                             | AskAgain 63

          # 2.4: patience
          RateLimited 61  |                       |                             | GiveUp
          RateLimited 61  | untried               |                             | GoElsewhere
          RateLimited 61  | fallback              |                             | FallBack
          RateLimited 61  | free 0                |                             | GoBack 1
          RateLimited 9   | fallback              |                             | AskAgain 9.45
          RateLimited 10  | fallback              |                             | FallBack
          RateLimited 20  | 21 left               |                             | GiveUp
          RateLimited 20  | 22 left               |                             | AskAgain 21
          RateLimited 20  | 21 left, untried      |                             | GoElsewhere
          RateLimited 20  | 22 left, fallback     |                             | FallBack
          ServerError     | 1 left                |                             | GiveUp
          NotFound        | free 61               |                             | GiveUp
          NotFound        | free 61, fallback     |                             | FallBack
          NotFound        | free 60               |                             | GoBack 63
          NotFound        | free 11, fallback     |                             | FallBack
          NotFound        | free 5, 5 left        |                             | GiveUp

          # 2.5: another one first, then the one that is free soonest
          RateLimited 20  | untried               |                             | GoElsewhere
          RateLimited 20  | untried, free 1       |                             | GoElsewhere
          RateLimited 20  | free 5                |                             | GoBack 5.25
          RateLimited 20  | free 22               |                             | AskAgain 21
          RateLimited 20  | free 0                |                             | GoBack 1
          ServerError     | free 0                |                             | GoBack 1
          ServerError     | free 5                |                             | AskAgain 1
          NotFound        | free 5                |                             | GoBack 5.25
          NotFound        | free 0                |                             | GoBack 1
          NotFound        | 2 retries, free 0     |                             | GiveUp

          # 2.6: a silent provider is not asked twice
          TimedOut        | untried               |                             | GoElsewhere
          TimedOut        | fallback              |                             | FallBack
          TimedOut        | free 3                |                             | GoBack 3.15
          TimedOut        |                       |                             | AskAgain 1
          TimedOut        | fallback              | TIMEOUT=1       | AskAgain 1
          TimedOut        |                       | TIMEOUT=0       | GiveUp
          ConnectionFailed silence | untried      |                             | GoElsewhere
          ConnectionFailed silence | fallback     |                             | FallBack
          ConnectionFailed silence | free 3       |                             | GoBack 3.15
          ConnectionFailed silence |              |                             | AskAgain 1
          ConnectionFailed silence | fallback     | TIMEOUT=1                   | AskAgain 1
          ConnectionFailed silence | fallback     | SERVER_ERROR=1              | FallBack
          ConnectionFailed         | fallback     |                             | AskAgain 1
          TimedOut TOTAL  | untried, fallback     |                             | GiveUp
          TimedOut UNTIL_OUTPUT | untried, fallback |                           | GiveUp

          # 2.8: a retry budget that is spent
          ServerError     | spent                 |                             | GiveUp
          ServerError     | spent, untried        |                             | GoElsewhere
          ServerError     | spent, free 0         |                             | GoBack 1
          ServerError     | spent, fallback       |                             | FallBack

          # 3.3: a call whose probe fails goes elsewhere at once
          ServerError     | probe, fallback       |                             | FallBack
          ServerError     | probe, fallback, free 0 |                           | FallBack
          RateLimited 1   | probe, fallback       |                             | FallBack
          ServerError     | probe, untried        |                             | GoElsewhere
          ServerError     | probe, untried, fallback |                          | GoElsewhere
          ServerError     | probe, free 0         |                             | GoBack 1
          ServerError     | probe, free 5         |                             | GoBack 5.25
          ServerError     | probe                 |                             | AskAgain 1

          # 5.1: one that is full is waited for where nobody else is left
          NotFound        | full untried          |                             | Await untried 0 to 300
          NotFound        | full untried, here 50 |                             | Await untried 0 to 250
          NotFound        | full untried, here 300 |                             | GiveUp
          NotFound        | full untried, 5 left  |                             | Await untried 0 to 5
          NotFound        | full untried, fallback |                            | FallBack
          NotFound        | full untried, untried |                             | GoElsewhere
          NotFound        | full untried, free 5  |                             | GoBack 5.25
          NotFound        | full untried, 2 retries |                           | GiveUp
          BadRequest      | full untried          |                             | GiveUp
          ServerError     | full untried          |                             | AskAgain 1
          TimedOut        | full untried          |                             | Await untried 0 to 300
          NotFound        | full 0                |                             | GoBack 1
          NotFound        | full 5                |                             | GoBack 5.25
          NotFound        | full 61               |                             | GiveUp
          NotFound        | full 5, 5 left        |                             | GiveUp
          NotFound        | full 5, fallback      |                             | FallBack
          NotFound        | full 5, free 6        |                             | GoBack 6.3
          NotFound        | full 0, 2 retries     |                             | GiveUp
          ServerError     | full 0                |                             | AskAgain 1
          TimedOut        | full 0                |                             | GoBack 1
          ServerError     | probe, full 0         |                             | GoBack 1
          ServerError     | spent, full 0         |                             | GoBack 1

          # 3.4: nobody lets the call in
          NoDeployment    | wakes 5, fallback     |                             | FallBack
          NoDeployment    | wakes 0               |                             | Await 0 to 60
          NoDeployment    | wakes 0, here 60      |                             | GiveUp
          NoDeployment    | wakes 0, 0 left       |                             | GiveUp
          NoDeployment    | wakes 5               |                             | Await 5 to 60
          NoDeployment    | wakes 5               | retries=0                   | Await 5 to 60
          NoDeployment    | wakes 60              |                             | Await 60 to 60
          NoDeployment    | wakes 61              |                             | GiveUp
          NoDeployment    | wakes 10, here 50     |                             | Await 10 to 10
          NoDeployment    | wakes 10, here 51     |                             | GiveUp
          NoDeployment    | wakes 5, 5 left       |                             | GiveUp
          NoDeployment    | wakes 5, 6 left       |                             | Await 5 to 6
          NoDeployment    |                       |                             | GiveUp
          """)
  void verdict(String failure, String situation, String counts, String expected) {
    Judge judge = new Judge(policy(counts), Backoff.defaults());

    Verdict verdict = judge.judge(failure(failure), situation(situation), MIDDLE);

    assertThat(words(verdict)).isEqualTo(expected);
  }

  @Test
  void floorHoldsForEveryWait() {
    Judge judge =
        new Judge(RetryPolicy.defaults(), Backoff.defaults().withMinDelay(ofMillis(90_500)));

    assertThat(words(judge.judge(failure("ServerError"), situation(null), MIDDLE)))
        .isEqualTo("AskAgain 90.5");
    assertThat(words(judge.judge(failure("RateLimited 3"), situation(null), MIDDLE)))
        .isEqualTo("AskAgain 90.5");
    assertThat(words(judge.judge(failure("NotFound"), situation("free 3"), MIDDLE)))
        .isEqualTo("GoBack 90.5");
    assertThat(words(judge.judge(failure("NotFound"), situation("free 3, 90 left"), MIDDLE)))
        .isEqualTo("GiveUp");
  }

  @Test
  void hintOfAnyLengthIsWeighed() {
    Judge judge = new Judge(RetryPolicy.defaults(), Backoff.defaults());
    Failure failure =
        new Failure.RateLimited(
            FailureDetail.of("slow down").withRetryAfter(ofSeconds(Long.MAX_VALUE)));

    assertThat(words(judge.judge(failure, situation(null), MIDDLE))).isEqualTo("GiveUp");
  }

  private static RetryPolicy policy(String counts) {
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

  private static Situation situation(String text) {
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

  private static List<String> words(String list) {
    return list == null ? List.of() : Arrays.asList(list.split(", *"));
  }

  private static Failure failure(String text) {
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

  private static String words(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Move(Whom whom, When when, boolean counts) -> words(whom, when);
      case Verdict.FallBack(String group) -> "FallBack";
      case Verdict.GiveUp giveUp -> "GiveUp";
    };
  }

  private static String words(Whom whom, When when) {
    return switch (when) {
      case When.AtOnce now when whom == Whom.UNTRIED -> "GoElsewhere";
      case When.After(Duration delay) when whom == Whom.SAME -> "AskAgain " + seconds(delay);
      case When.After(Duration delay) when whom == Whom.TRIED -> "GoBack " + seconds(delay);
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
