package dev.mainstay.temporal;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.provider.Deployment;
import dev.mainstay.temporal.batch.Batch;
import dev.mainstay.temporal.batch.BatchProgress;
import dev.mainstay.temporal.conversation.Conversation;
import dev.mainstay.temporal.conversation.ConversationRun;
import dev.mainstay.temporal.conversation.ConversationState;
import dev.mainstay.temporal.sink.SinkException;
import dev.mainstay.temporal.sink.TokenSink;
import dev.mainstay.temporal.sink.WorkflowSink;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.TimeSource;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void neitherQuestionNorValueOfAProgramIsInTheLogs(boolean streamed) {
    rateAndFail(streamed);

    try (Logs logs = Logs.begin()) {
      rateAndFail(streamed);

      assertThat(logs.text())
          .contains("UnparsableAnswer", "ServerError", "Activity failure")
          .doesNotContain("secret");
    }
  }

  @Test
  void nothingThatIsSaidInAConversationIsInTheLogs() {
    talkAndFail();

    try (Logs logs = Logs.begin()) {
      talkAndFail();

      assertThat(logs.text()).contains("ServerError", "Activity failure").doesNotContain("secret");
    }
  }

  @Test
  void neitherLinesNorAnswersOfABatchAreInTheLogs(@TempDir Path folder) throws IOException {
    batch(folder.resolve("first"));

    try (Logs logs = Logs.begin()) {
      batch(folder.resolve("second"));

      assertThat(logs.text()).contains("io.temporal").doesNotContain("secret");
    }
    assertThat(folder.resolve("second")).content().contains("secret answer", "BadRequest");
  }

  private static void rateAndFail(boolean streamed) {
    try (DurableWorld world = new DurableWorld()) {
      ProgramsTest.register(world);
      world
          .provider
          .next("a", answer("the secret answer"))
          .next("a", answer("the secret answer"))
          .next("a", answer("{\"answer\":\"the secret answer\",\"stars\":5}"))
          .always("a", breaks(quoting()));
      world.start();
      assertThat(rate(world)).isEqualTo("the secret answer 5");
      world.failure(ProgramsTest.begin(world, "rated", streamed, POLICY));
    }
    try (DurableWorld world = new DurableWorld()) {
      ProgramsTest.register(world);
      world.provider.always("a", answer("the secret answer"));
      world.start().failure(ProgramsTest.begin(world, "rated", streamed, POLICY));
    }
  }

  private static String rate(DurableWorld world) {
    return ProgramsTest.begin(world, "rated", false, POLICY).getResult(String.class);
  }

  private static void talkAndFail() {
    try (DurableWorld world =
        new DurableWorld(
            builder -> builder,
            worker -> worker.withSink(ConversationRun.SINK, new WorkflowSink()))) {
      world.worker.registerWorkflowImplementationTypes(
          DurableWorker.workflowOptions().build(), ConversationRun.class);
      world.provider.next("a", answer("the secret answer")).always("a", breaks(quoting()));
      WorkflowStub run =
          world
              .start()
              .begin(
                  Conversation.class,
                  ConversationState.of(
                      ChatRequest.builder("chat").system("the secret system message").build()));
      run.update("say", String.class, "the secret question");
      run.update("say", String.class, "another secret question");
      run.signal("end");
      assertThat(run.getResult(Message[].class)).hasSize(2);
    }
  }

  private static void batch(Path out) throws IOException {
    ScriptedProvider provider = new ScriptedProvider(TimeSource.system());
    provider
        .next("a", answer("the secret answer"))
        .next("a", breaks(quoting()))
        .always(
            "a",
            breaks(
                new Failure.BadRequest(
                    FailureDetail.of("no: the secret question, sk-secret-key").withStatus(400))));
    try (Mainstay mainstay =
        Mainstay.builder()
            .provider("scripted", provider)
            .group("chat", Deployment.of("scripted/a").withKey("sk-secret-key"))
            .build()) {
      ChatRequest question = DurableWorld.QUESTION;
      BatchProgress end =
          Batch.of(mainstay, List.of(question, question), out).withParallel(1).run();
      assertThat(end.answered()).isOne();
      assertThat(end.failed()).isOne();
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
      world.provider.always("a", breaks(quoting()));
      world.start().fail(mode, POLICY);
    }
  }

  private static Failure quoting() {
    return new Failure.ServerError(
        FailureDetail.of("sorry about: the secret question, sk-secret-key")
            .withQuoted("the secret answer")
            .withStatus(500));
  }
}
