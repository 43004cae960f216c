package dev.mainstay.temporal;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.MainstayException;
import dev.mainstay.call.RateLimitException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.program.Predict;
import dev.mainstay.program.signature.AnswerForm;
import dev.mainstay.temporal.sink.SinkEvent;
import dev.mainstay.temporal.sink.SinkState;
import dev.mainstay.temporal.sink.TokenSink;
import io.temporal.client.WorkflowStub;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** DURABLE 2: programs as activities. */
@Timeout(60)
class ProgramsTest {
  private static final String FOUR = "{\"answer\":\"Four.\",\"stars\":5}";

  private final DurableWorld world = new DurableWorld();

  /** What is asked. */
  record Question(String question) {}

  /** What is answered. */
  record Rated(String answer, int stars) {}

  /** A workflow that asks a program, plain or streamed. */
  @WorkflowInterface
  public interface Rate {
    /** The answer and its stars. */
    @WorkflowMethod
    String rate(String program, boolean streamed, CallPolicy policy);

    /** Asks by a {@link DurableProgram}. */
    class Workflow implements Rate {
      @Override
      public String rate(String program, boolean streamed, CallPolicy policy) {
        DurableProgram<Question, Rated> rated =
            DurableProgram.of(program, Question.class, Rated.class)
                .withPolicy(policy)
                .withSink("ui");
        Question question = new Question("the secret question");
        return streamed
            ? told(rated.stream(question, "answer", "message"))
            : told(rated.call(question));
      }

      private static String told(StreamedValue<Rated> answer) {
        return told(answer.value())
            + answer.sinkFailure().map(kind -> " (sink: " + kind + ")").orElse("");
      }

      private static String told(Rated answer) {
        return answer.answer() + " " + answer.stars();
      }
    }
  }

  @BeforeEach
  void start() {
    register(world);
    world.start();
  }

  /** Has the world's worker rate by the program {@code rated}, and by {@code again}. */
  static void register(DurableWorld world) {
    register(world, world.sink);
  }

  static void register(DurableWorld world, TokenSink sink) {
    Predict<Question, Rated> rated =
        Predict.of(Question.class, Rated.class)
            .model("chat")
            .form(AnswerForm.JSON)
            .build(world.mainstay);
    DurablePrograms.of(DurableWorker.of(world.mainstay).withSink("ui", sink))
        .with("rated", "chat", Question.class, Rated.class, rated)
        .with("again", "chat", Question.class, Rated.class, rated)
        .register(world.worker);
    world.worker.registerWorkflowImplementationTypes(
        DurableWorker.workflowOptions().build(), Rate.Workflow.class);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void programIsOneActivityAlsoWhereItAsksAgain() {
    world.provider.next("a", answer("I would say four.")).always("a", answer(FOUR));

    WorkflowStub run = begin("rated", false, CallPolicy.defaults());

    assertThat(run.getResult(String.class)).isEqualTo("Four. 5");
    assertThat(world.provider.asked()).hasSize(2);
    Histories.keep("program", world.history(run));
  }

  @Test
  void passesAreTemporalsAndNothingIsWaitedForInTheWorker() {
    world
        .provider
        .next("a", breaks(rateLimited()))
        .next("a", breaks(rateLimited()))
        .always("a", answer(FOUR));

    List<Duration> delays = world.delays();

    assertThat(rate("rated", false, CallPolicy.defaults())).isEqualTo("Four. 5");

    assertThat(delays)
        .hasSize(2)
        .allSatisfy(
            delay -> assertThat(delay).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(22)));
    assertThat(world.waits()).allMatch(wait -> wait >= 20_000);
  }

  @Test
  void attemptsAreThePolicysAndNoMore() {
    world.provider.always("a", breaks(rateLimited()));

    assertThat(fail("rated", false, CallPolicy.defaults())).isInstanceOf(RateLimitException.class);
    assertThat(world.provider.asked()).hasSize(3);
  }

  @Test
  void fieldStreamsToTheSinkAndBeginsAnewAfterABreak() throws InterruptedException {
    world
        .provider
        .next("a", says("{\"answer\":\"It is "), breaks(truncated()))
        .next("a", breaks(rateLimited()))
        .always("a", says("{\"answer\":\"Fo"), says("ur.\",\"stars\":5}"), finishes());

    assertThat(rate("rated", true, CallPolicy.defaults())).isEqualTo("Four. 5");

    assertThat(SinkState.after(world.told()).text()).isEqualTo("Four.");
    assertThat(world.told()).contains(new SinkEvent.Restarted());
    assertThat(world.told().getLast()).isInstanceOf(SinkEvent.Done.class);
  }

  @Test
  void messageWithTheAnswerToAnotherQuestionIsRefusedAndTheSameOneIsNotAskedAgain() {
    world.provider.always("a", answer(FOUR));
    rate("rated", true, CallPolicy.defaults());

    assertThat(rate("rated", true, CallPolicy.defaults())).isEqualTo("Four. 5");
    assertThat(fail("again", true, CallPolicy.defaults()).failure().message())
        .contains("message 'message' has the answer to another question");
    assertThat(world.provider.asked()).hasSize(1);
  }

  @Test
  void answerThatIsNoneOfTheProgramsFailsByItsKindAndQuotesNothing() throws InterruptedException {
    world.provider.always("a", answer("the secret answer"));

    MainstayException failed = fail("rated", true, CallPolicy.defaults());

    assertThat(failed.failure()).isInstanceOf(Failure.UnparsableAnswer.class);
    assertThat(failed.failure().message()).doesNotContain("secret");
    assertThat(world.provider.asked()).hasSize(3);
    assertThat(world.told()).containsExactly(new SinkEvent.Failed("UnparsableAnswer"));
  }

  @Test
  void programThatTheWorkerHasNotIsRefused() {
    assertThat(fail("other", false, CallPolicy.defaults()).failure().message())
        .contains("no program 'other'", "DurablePrograms.with", "rated");
  }

  @Test
  void readersOfAProgramThatTheWorkerHasNotAreToldSo() throws InterruptedException {
    fail("other", true, CallPolicy.defaults());

    assertThat(world.told()).containsExactly(new SinkEvent.Failed("BadRequest"));
  }

  private String rate(String program, boolean streamed, CallPolicy policy) {
    return begin(program, streamed, policy).getResult(String.class);
  }

  private MainstayException fail(String program, boolean streamed, CallPolicy policy) {
    return world.failure(begin(program, streamed, policy));
  }

  private WorkflowStub begin(String program, boolean streamed, CallPolicy policy) {
    return begin(world, program, streamed, policy);
  }

  /** Starts the rating of a question by {@code program}. */
  static WorkflowStub begin(
      DurableWorld world, String program, boolean streamed, CallPolicy policy) {
    return world.begin(Rate.class, program, streamed, policy);
  }

  private static Failure rateLimited() {
    return new Failure.RateLimited(
        FailureDetail.of("slow down").withStatus(429).withRetryAfter(Duration.ofSeconds(20)));
  }

  private static Failure truncated() {
    return new Failure.Truncated(FailureDetail.of("cut"));
  }
}
