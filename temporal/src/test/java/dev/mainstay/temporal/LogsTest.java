package dev.mainstay.temporal;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.temporal.sink.SinkException;
import dev.mainstay.temporal.sink.TokenSink;
import org.junit.jupiter.api.Test;
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

  @Test
  void wordsOfWhatAUsersCodeThrowsAreNotInTheLogs() {
    throwing();

    try (Logs logs = Logs.begin()) {
      throwing();

      assertThat(logs.text())
          .contains("ServerError", "java.lang.IllegalStateException")
          .doesNotContain("secret");
    }
  }

  private static void throwing() {
    try (DurableWorld world =
        new DurableWorld(
            builder -> builder,
            worker ->
                worker
                    .withRequests(name -> {
                      throw new IllegalStateException("no row for: the secret question");
                    })
                    .withSink("ui", throwingSink()))) {
      world.provider.always("a", answer("the secret answer"));
      world.start().fail(Ask.Mode.REFERRED, POLICY);
      world.fail(Ask.Mode.STREAMED, POLICY);
    }
  }

  private static TokenSink throwingSink() {
    return (id, attempt) -> {
      throw new IllegalStateException(
          "the secret question", new SinkException("the secret answer"));
    };
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
