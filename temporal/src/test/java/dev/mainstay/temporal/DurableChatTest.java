package dev.mainstay.temporal;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.pauses;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.transport.RealTime.await;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.temporal.sink.SinkEvent;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways in which a workflow asks. */
@Timeout(60)
class DurableChatTest {
  private static final String FIRST = "The sky is blue because the air scatters ";
  private static final String ANCHOR = "because the air scatters";
  private static final String REST = " blue light.";

  private DurableWorld world = new DurableWorld();

  /** A workflow that asks in one way. */
  @WorkflowInterface
  public interface Way {
    /** The text of the answer. */
    @WorkflowMethod
    String ask(String way);

    /** By a {@link DurableChat}. */
    class Workflow implements Way {
      private final DurableChat chat = DurableChat.create();
      private final ChatRequest question = ChatRequest.of("chat", "the secret question is here");

      @Override
      public String ask(String way) {
        return switch (way) {
          case "two at once" -> two();
          case "fails later" -> late();
          case "by reference" -> chat.withSink("ui").streamBy("r1", "chat").text();
          case "without a sink" -> impatient().stream(question).text();
          case "five attempts" -> attempts(5).chat(question).text();
          case "attempts without limit" -> attempts(0).chat(question).text();
          case "one attempt" -> attempts(1).chat(question).text();
          default -> throw new IllegalArgumentException(way);
        };
      }

      private String two() {
        Promise<String> first = chat.chatAsync(question).thenApply(answer -> answer.text());
        Promise<String> second = chat.chatAsync(question).thenApply(answer -> answer.text());
        Promise.allOf(first, second).get();
        return first.get() + second.get();
      }

      private String late() {
        try {
          return chat.chatAsync(question).get().text();
        } catch (RuntimeException e) {
          throw DurableFailures.in(e).orElseThrow(() -> e);
        }
      }

      private DurableChat impatient() {
        return chat.withActivityOptions(o -> o.setHeartbeatTimeout(Duration.ofSeconds(2)));
      }

      private DurableChat attempts(int most) {
        UnaryOperator<ActivityOptions.Builder> options =
            o -> o.setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(most).build());
        return chat.withPolicy(CallPolicy.defaults().withOwner(RetryOwner.MAINSTAY))
            .withActivityOptions(options);
      }
    }
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void twoCallsAreMadeBesideEachOther() {
    world.provider.always("a", pauses(Duration.ofSeconds(1)), says("Hi"), finishes());

    WorkflowStub run = begin("two at once");
    await().until(() -> world.provider.open() == 2);
    world.providersTime.release();

    assertThat(run.getResult(String.class)).isEqualTo("HiHi");
  }

  @Test
  void callThatIsWaitedForLaterFailsByItsKindAsWell() {
    world.provider.always("a", breaks(new Failure.BadRequest(FailureDetail.of("no"))));

    assertThat(world.failure(begin("fails later")).failure())
        .isInstanceOf(Failure.BadRequest.class);
  }

  @Test
  void requestThatIsReferredToIsStreamed() {
    anew(worker -> worker.withRequests(name -> ChatRequest.of("chat", "what " + name + " says")));
    world.provider.always("a", says("The "), says("sky"), finishes());

    WorkflowStub run = begin("by reference");

    assertThat(run.getResult(String.class)).isEqualTo("The sky");
    assertThat(world.provider.requests().getFirst().messages().getFirst().text())
        .isEqualTo("what r1 says");
    String message = run.getExecution().getWorkflowId() + "/" + run.getExecution().getRunId() + "/";
    assertThat(world.events(run).toString()).contains(message);
  }

  @Test
  void streamWithoutASinkGoesOnWhereTheLastHeartbeatStands() {
    world
        .provider
        .next("a", says(FIRST), breaks(new Failure.Truncated(FailureDetail.of("cut"))))
        .next("a", breaks(new Failure.ServerError(FailureDetail.of("x").withStatus(500))))
        .always("a", says(ANCHOR), says(REST), finishes());

    assertThat(begin("without a sink").getResult(String.class)).isEqualTo(FIRST.strip() + REST);
    assertThat(world.provider.requests().getLast().messages().get(1).text()).isEqualTo(FIRST);
  }

  @Test
  void textThatIsTooLongForHeartbeatsIsAskedForAnew() {
    List<String> told = new CopyOnWriteArrayList<>();
    world.onAsk(() -> told.add(world.heartbeat()));
    world
        .provider
        .next(
            "a",
            says("word ".repeat(60_000)),
            breaks(new Failure.Truncated(FailureDetail.of("cut"))))
        .next("a", breaks(new Failure.ServerError(FailureDetail.of("x").withStatus(500))))
        .always("a", answer("Short."));

    assertThat(begin("without a sink").getResult(String.class)).isEqualTo("Short.");
    assertThat(told.getLast()).contains("\"position\":300000").doesNotContain("word word");
    assertThat(world.provider.requests().getLast().messages()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "five attempts|5) and Mainstay (retries = 3) would both retry: up to 5 x 4 = 20 attempts at the"
            + " provider for one call, and as many in each fallback; leave",
        "attempts without limit|unlimited) and Mainstay (retries = 3) would both retry: without limit"
      })
  void temporalsOwnAttemptsBesideMainstaysAreRefusedWithTheSum(String way, String sum) {
    Failure failure = world.failure(begin(way)).failure();

    assertThat(failure).isInstanceOf(Failure.BadRequest.class);
    assertThat(failure.message())
        .contains("Temporal (RetryOptions.maximumAttempts = " + sum, "CallPolicy.owner");
    assertThat(world.provider.asked()).isEmpty();
  }

  @Test
  void oneAttemptOfTemporalsIsNoConflict() {
    world.provider.always("a", answer("Hi"));

    assertThat(begin("one attempt").getResult(String.class)).isEqualTo("Hi");
  }

  @ParameterizedTest
  @CsvSource({"PLAIN,297200", "STREAMED,297200", "STREAMED,310000"})
  void answerThatTemporalDoesNotTakeIsRefusedAndAskedForOnce(Ask.Mode mode, int numbers)
      throws Exception {
    String text =
        IntStream.range(0, numbers).mapToObj(i -> "" + (100_000 + i)).collect(joining(" "));
    world.provider.always("a", answer(text));

    Failure failure = world.start().fail(mode, CallPolicy.defaults()).failure();

    assertThat(failure).isInstanceOf(Failure.RequestTooLarge.class);
    assertThat(failure.message())
        .contains(
            numbers < 300_000
                ? "the answer is 208"
                : "the answer is longer than what is kept of a stream",
            "; ask for less, by a limit on its tokens");
    assertThat(world.provider.asked()).hasSize(1);
    if (mode == Ask.Mode.STREAMED) {
      assertThat(world.told().getLast()).isEqualTo(new SinkEvent.Failed("RequestTooLarge"));
    }
  }

  private WorkflowStub begin(String way) {
    world.worker.registerWorkflowImplementationTypes(
        DurableWorker.workflowOptions().build(), Way.Workflow.class);
    return world.start().begin(Way.class, way);
  }

  private void anew(UnaryOperator<DurableWorker> worker) {
    world.close();
    world = new DurableWorld(builder -> builder, worker);
  }
}
