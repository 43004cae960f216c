package dev.mainstay.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.worker.Worker;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Workers that are newer or older than their workflows: what one of them does not read ends the
 * call or the workflow, at once, and is quoted nowhere.
 */
@Timeout(60)
class OtherVersionsTest {
  private static final String SECRET = "{\"answer\":\"the secret answer is four\"}";

  private final DurableWorld world = new DurableWorld();
  private Worker others;
  private volatile Object theirAnswer = "";

  /** The question of another version. */
  record Number(int question) {}

  /** The answer of another version. */
  record Words(String answer, String stars) {}

  /** An answer that cannot be written. */
  record Refusing(String question) {
    @Override
    public String question() {
      throw new IllegalStateException("the secret question is here");
    }
  }

  /** A workflow that meets another version. */
  @WorkflowInterface
  public interface Meet {
    /** In the way of that name; how it fails is in the answer where it is caught. */
    @WorkflowMethod
    String meet(String way);

    /** By whatever way. */
    class Workflow implements Meet {
      @Override
      public String meet(String way) {
        ChatRequest question = ChatRequest.of("chat", "the secret question is here");
        return switch (way) {
          case "newer task" -> untyped("MainstayChat", newerTask());
          case "newer program" ->
              untyped(
                  "MainstayProgram", Json.parseObject("{\"call\":{\"policy\":{\"passes\":0}}}"));
          case "their answer" -> DurableChat.create().withTaskQueue("others").chat(question).text();
          case "their answer later" ->
              DurableChat.create().withTaskQueue("others").chatAsync(question).get().text();
          case "their end" -> caught(question);
          case "unwritable" ->
              DurableProgram.of("rated", Refusing.class, ProgramsTest.Rated.class)
                  .call(new Refusing(""))
                  .answer();
          default -> throw new IllegalArgumentException(way);
        };
      }

      private static String caught(ChatRequest question) {
        try {
          return DurableChat.create().withTaskQueue("others").chat(question).text();
        } catch (MainstayException failed) {
          return failed.failure().kind() + ": " + failed.failure().message();
        }
      }

      private static JsonObject newerTask() {
        return Json.parseObject(
            "{\"request\":{\"model\":\"chat\"},\"policy\":{\"owner\":\"the secret owner here\"}}");
      }

      private static String untyped(String activity, JsonObject task) {
        return io.temporal.workflow.Workflow.newUntypedActivityStub(
                DurableChat.activityOptions(CallPolicy.defaults()))
            .execute(activity, JsonObject.class, task)
            .toJson();
      }
    }
  }

  /** The chats of another version's worker. */
  @ActivityInterface
  public interface Theirs {
    /** Whatever it likes. */
    @ActivityMethod(name = "MainstayChat")
    Object chat(JsonObject task);
  }

  @BeforeEach
  void start() {
    world.worker.registerWorkflowImplementationTypes(
        DurableWorker.workflowOptions().build(),
        Meet.Workflow.class,
        ProgramsTest.Rate.Workflow.class);
    DurablePrograms.of(DurableWorker.of(world.mainstay))
        .with(
            "newer input",
            "chat",
            Number.class,
            ProgramsTest.Rated.class,
            (in, run) -> new ProgramsTest.Rated("x", 1))
        .with(
            "newer output",
            "chat",
            ProgramsTest.Question.class,
            Words.class,
            (in, run) -> new Words("the secret answer is four", "the secret stars are five"))
        .register(world.worker);
    others = world.temporal.newWorker("others", InProcess.workerOptions(2));
    others.registerActivitiesImplementations((Theirs) task -> theirs());
    world.start();
  }

  private Object theirs() {
    if (theirAnswer instanceof RuntimeException thrown) {
      throw thrown;
    }
    return theirAnswer;
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void inputThatTheWorkersRecordIsNotIsABadRequest() {
    WorkflowStub run = ProgramsTest.begin(world, "newer input", false, CallPolicy.defaults());

    Failure failure = world.failure(run).failure();

    assertThat(failure).isInstanceOf(Failure.BadRequest.class);
    assertThat(failure.message())
        .isEqualTo(
            "the input of program 'newer input' is not a Number, by JsonReadException; give the"
                + " worker the record that its workflows have");
    assertEndedAtOnce(run);
  }

  @Test
  void answerThatTheWorkflowsRecordIsNotIsUnparsable() {
    WorkflowStub run = ProgramsTest.begin(world, "newer output", false, CallPolicy.defaults());

    Failure failure = world.failure(run).failure();

    assertThat(failure).isInstanceOf(Failure.UnparsableAnswer.class);
    assertThat(failure.message()).contains("'newer output' is not a Rated", "JsonReadException");
    assertEndedAtOnce(run);
  }

  @Test
  void inputThatCannotBeWrittenIsABadRequest() {
    WorkflowStub run = meet("unwritable");

    assertThat(world.failure(run).failure()).isInstanceOf(Failure.BadRequest.class);
    assertThat(world.events(run).toString()).doesNotContain("secret");
    assertNoTaskFailed(run);
  }

  @ParameterizedTest
  @ValueSource(strings = {"newer task", "newer program"})
  void taskThatTheWorkerDoesNotReadEndsAtOnce(String way) {
    WorkflowStub run = meet(way);

    assertThat(RetriesTest.catchFailure(run)).contains("Activity").doesNotContain("secret");
    assertEndedAtOnce(run);
  }

  @ParameterizedTest
  @ValueSource(strings = {"their answer", "their answer later"})
  void answerThatTheWorkflowDoesNotReadEndsTheWorkflow(String way) {
    theirAnswer = SECRET;

    WorkflowStub run = meet(way);

    assertThat(RetriesTest.catchFailure(run))
        .contains("a payload is not a dev.mainstay.call.ChatResponse")
        .doesNotContain("secret");
    assertEndedAtOnce(run);
  }

  @Test
  void partsOfAnAnswerThatOneVersionAloneKnowsAreLeftOut() {
    theirAnswer =
        Json.parseObject(
            """
            {"choices":[{"message":{"content":"Four."},"finish_reason":"bored"}],"metadata":{
            "attempts":[{"wait_for":"MOON","start":"dawn"},
              {"failure":{"kind":"Bored","phase":"LATE","status":99999999999}}],
            "recoveries":[{"form":"BY_HAND"}]}}\
            """);

    assertThat(meet("their answer").getResult(String.class)).isEqualTo("Four.");
  }

  @Test
  void failureOfTheirsIsToldByItsTypeAndTheWorkflowMayGoOn() {
    theirAnswer = ApplicationFailure.newNonRetryableFailure("the secret answer is four", "Bored");

    assertThat(meet("their end").getResult(String.class))
        .isEqualTo("ServerError: the worker's code failed with Bored");
  }

  @Test
  void workflowThatIsStartedWithWhatItDoesNotReadFailsAtOnce() {
    WorkflowStub run =
        world.watched(
            world
                .temporal
                .getWorkflowClient()
                .newUntypedWorkflowStub(
                    "Ask", WorkflowOptions.newBuilder().setTaskQueue(DurableWorld.QUEUE).build()));
    run.start(
        "PLAIN",
        ChatRequest.of("chat", "Hi"),
        Json.parseObject("{\"owner\":\"the secret owner here\"}"));

    assertThat(RetriesTest.catchFailure(run)).contains("CallPolicy").doesNotContain("secret");
    assertNoTaskFailed(run);
  }

  private WorkflowStub meet(String way) {
    return world.begin(Meet.class, way);
  }

  private void assertEndedAtOnce(WorkflowStub run) {
    assertThat(world.attempts(run)).containsExactly(1);
    assertNoTaskFailed(run);
  }

  private void assertNoTaskFailed(WorkflowStub run) {
    assertThat(world.events(run).getEventsList())
        .noneMatch(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED);
  }
}
