package dev.mainstay.verdict;

import static dev.mainstay.verdict.JudgeWords.MIDDLE;
import static dev.mainstay.verdict.JudgeWords.failure;
import static dev.mainstay.verdict.JudgeWords.situation;
import static dev.mainstay.verdict.JudgeWords.words;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.WaitLimits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What becomes of the verdicts of {@link JudgeTest} where the call may not wait so long itself: a
 * failure, where the call stands, the longest waits before a retry and in line, in seconds, and
 * what is to be done.
 */
class WaitLimitsOfJudgeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # Before a retry
          RateLimited 20  |                       | 21 | 0   | AskAgain 21
          RateLimited 20  |                       | 20 | 0   | GiveUp 21
          RateLimited 9   | fallback              | 5  | 0   | FallBack
          NotFound        | free 5                | 5  | 0   | GiveUp 5.25

          # Where that is none: nobody is asked again, though there would be no wait
          NotFound        | free 0                | 0  | 100 | GiveUp 1
          RateLimited 0   |                       | 1  | 0   | AskAgain 0
          RateLimited 0   |                       | 0  | 100 | GiveUp 0
          RateLimited 0   | fallback              | 0  | 100 | FallBack
          RateLimited     | crowd                 | 1  | 100 | Turn 0 to 100
          RateLimited     | crowd                 | 0  | 100 | GiveUp 0
          NotFound        | untried               | 0  | 0   | GoElsewhere

          # Until a deployment wakes: a wait of known length, in line
          NoDeployment    | wakes 5               | 5  | 100 | Await 5 to 60
          NoDeployment    | wakes 5               | 4  | 100 | GiveUp 5
          NoDeployment    | wakes 5               | 5  | 8   | Await 5 to 8
          NoDeployment    | wakes 5               | 5  | 5   | Await 5 to 5
          NoDeployment    | wakes 5               | 5  | 4   | GiveUp 5
          NoDeployment    | wakes 5, here 4       | 5  | 8   | GiveUp 5

          # For its turn, however long that is
          NoDeployment    | wakes 5, turn 5       | 0  | 100 | Await 5 to 100
          NoDeployment    | wakes 5, turn 5       | 0  | 4   | GiveUp 5
          NoDeployment    | turn 5, fallback      | 0  | 8   | Turn there 5 to 8
          NoDeployment    | turn 5, fallback      | 0  | 4   | FallBack
          NotFound        | full untried          | 0  | 8   | Await untried 0 to 8
          NotFound        | full untried          | 0  | 0   | GiveUp 0
          NotFound        | full untried, here 8  | 0  | 8   | GiveUp 0

          # Again before others, after the wait that was asked for
          RateLimited 5   | crowd                 | 5  | 100 | Turn 5 to 100
          RateLimited 5   | crowd                 | 4  | 100 | GiveUp 5
          RateLimited 5   | crowd                 | 5  | 4   | GiveUp 5
          RateLimited 5   | crowd, fallback       | 4  | 100 | FallBack
          """)
  void verdictWithinLimits(
      String failure, String situation, int beforeRetry, int inLine, String expected) {
    WaitLimits limits = new WaitLimits(ofSeconds(beforeRetry), ofSeconds(inLine));
    Judge judge =
        new Judge(RetryPolicy.defaults(), Backoff.defaults(), PacingPolicy.defaults(), limits);

    assertThat(words(judge.judge(failure(failure), situation(situation), MIDDLE)))
        .isEqualTo(expected);
  }
}
