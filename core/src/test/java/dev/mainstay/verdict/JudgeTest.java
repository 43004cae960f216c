package dev.mainstay.verdict;

import static dev.mainstay.verdict.JudgeWords.MIDDLE;
import static dev.mainstay.verdict.JudgeWords.failure;
import static dev.mainstay.verdict.JudgeWords.policy;
import static dev.mainstay.verdict.JudgeWords.situation;
import static dev.mainstay.verdict.JudgeWords.words;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.RetryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SEMANTICS 2.1 to 2.6, 2.8 and 3.4 as a table: a failure with its hint in seconds, where the call
 * stands, the counts that are set, and what is to be done. Chance is always in the middle.
 */
class JudgeTest {
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
          Overloaded      | free 0                |                             | GoBack 2
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

          # 5.1: one that was refused, while others wait, waits again before them
          RateLimited 5   | crowd                 |                             | Turn 5 to 300
          RateLimited     | crowd                 |                             | Turn 0 to 300
          RateLimited 5   | crowd, here 50        |                             | Turn 5 to 250
          RateLimited 5   | crowd, fallback       |                             | Turn 5 to 10
          RateLimited 11  | crowd, fallback       |                             | FallBack
          RateLimited 5   | crowd, untried        |                             | GoElsewhere
          RateLimited 61  | crowd                 |                             | GiveUp
          RateLimited 5   | crowd, 2 retries      |                             | GiveUp
          RateLimited 5   | crowd, spent          |                             | GiveUp
          ServerError     | crowd                 |                             | AskAgain 1

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
          NoDeployment    | wakes 70, turn 70     |                             | Await 70 to 300
          NoDeployment    | turn 9, fallback      |                             | Turn there 9 to 10
          NoDeployment    | turn 11, fallback     |                             | FallBack
          """)
  void verdict(String failure, String situation, String counts, String expected) {
    Judge judge = Judges.of(policy(counts), Backoff.defaults());

    Verdict verdict = judge.judge(failure(failure), situation(situation), MIDDLE);

    assertThat(words(verdict)).isEqualTo(expected);
  }

  @Test
  void floorHoldsForEveryWait() {
    Judge judge =
        Judges.of(RetryPolicy.defaults(), Backoff.defaults().withMinDelay(ofMillis(90_500)));

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
    Judge judge = Judges.of(RetryPolicy.defaults(), Backoff.defaults());
    Failure failure =
        new Failure.RateLimited(
            FailureDetail.of("slow down").withRetryAfter(ofSeconds(Long.MAX_VALUE)));

    assertThat(words(judge.judge(failure, situation(null), MIDDLE))).isEqualTo("GiveUp");
  }

  @Test
  void waitOfJustThePatienceIsMadeThoughAFallbackIsLeft() {
    Judge judge = Judges.of(RetryPolicy.defaults(), Backoff.defaults().withMinDelay(ofSeconds(10)));

    assertThat(words(judge.judge(failure("ServerError"), situation("fallback"), MIDDLE)))
        .isEqualTo("AskAgain 10");
  }

  @Test
  void deploymentIsNotGoneBackToAfterAFailureThatIsNeverRetried() {
    Judge judge = Judges.of(policy("RATE_LIMIT=0"), Backoff.defaults());

    assertThat(judge.mayBeGoneBackTo(failure("RateLimited"))).isFalse();
    assertThat(judge.mayBeGoneBackTo(failure("ServerError"))).isTrue();
    assertThat(judge.mayBeGoneBackTo(failure("TimedOut"))).isFalse();
    assertThat(judge.mayBeGoneBackTo(failure("NotFound"))).isFalse();
  }
}
