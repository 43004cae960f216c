package dev.mainstay.temporal;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is logged of a call. The logs are those of the whole process. */
@Timeout(60)
@Isolated
class LogsTest {
  private static final CallPolicy POLICY = CallPolicy.defaults();

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "STREAMED"})
  void neitherPromptNorAnswerNorKeyIsInTheLogs(Ask.Mode mode) {
    // Temporal's loggers are there once they have been used.
    askAndFail(mode);

    try (Logs logs = Logs.begin()) {
      askAndFail(mode);

      // Temporal tells of each attempt that fails.
      assertThat(logs.text()).contains("ServerError", "Activity failure").doesNotContain("secret");
    }
  }

  private static void askAndFail(Ask.Mode mode) {
    try (DurableWorld world = new DurableWorld()) {
      world.provider.next("a", answer("the secret answer"));
      world.start().ask(mode, POLICY);
    }
    try (DurableWorld world = new DurableWorld()) {
      world.provider.always(
          "a",
          breaks(
              new Failure.ServerError(
                  FailureDetail.of("sorry about: the secret question, sk-secret-key")
                      .withQuoted("the secret answer")
                      .withStatus(500))));
      world.start().fail(mode, POLICY);
    }
  }
}
