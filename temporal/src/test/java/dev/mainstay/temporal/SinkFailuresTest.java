package dev.mainstay.temporal;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.temporal.sink.SinkEvent;
import dev.mainstay.temporal.sink.SinkException;
import dev.mainstay.temporal.sink.SinkWriter;
import dev.mainstay.temporal.sink.TokenSink;
import io.temporal.client.WorkflowStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DURABLE 3: what becomes of a streamed call whose sink fails. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class SinkFailuresTest {
  private static final CallPolicy POLICY = CallPolicy.defaults();
  private static final CallPolicy GO_ON = POLICY.withOnSinkFailure(CallPolicy.OnSinkFailure.GO_ON);
  private static final String FIRST = "The sky is blue because the air scatters ";

  private DurableWorld world = new DurableWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void sinkThatFailsAtTheEndLeavesTheFailureAsItIs() {
    broken();
    world.provider.always("a", says(FIRST), breaks(new Failure.BadRequest(detail())));

    MainstayException failed = world.start().fail(Ask.Mode.STREAMED, POLICY);

    assertThat(failed.failure()).isInstanceOf(Failure.BadRequest.class);
    assertThat(world.provider.asked()).hasSize(1);
  }

  @Test
  void sinkThatFailsFailsTheCallByDefault() {
    broken();
    world.provider.always("a", says(FIRST), says("x".repeat(200)), finishes());

    MainstayException failed = world.start().fail(Ask.Mode.STREAMED, POLICY.withPasses(1));

    assertThat(failed.failure().message()).contains("the sink failed with SinkException");
    assertThat(world.provider.asked()).hasSize(1);
  }

  @Test
  void callGoesOnWithoutItsSinkWhereItIsToldTo() {
    broken();
    world.provider.always("a", says(FIRST), says("x".repeat(200)), finishes());

    String text =
        world
            .start()
            .ask(Ask.Mode.STREAMED, POLICY.withOnSinkFailure(CallPolicy.OnSinkFailure.GO_ON));

    assertThat(text).isEqualTo(FIRST + "x".repeat(200) + " (sink: SinkException)");
  }

  @Test
  void readersOfACallThatGoesOnWithoutItsSinkAreToldThatNothingMoreWillCome()
      throws InterruptedException {
    sink(this::takingOneText);
    world.provider.always("a", says(FIRST), says("x".repeat(200)), finishes());

    world.start().ask(Ask.Mode.STREAMED, GO_ON);

    assertThat(world.told())
        .containsExactly(new SinkEvent.Text(FIRST), new SinkEvent.Failed("ConnectionFailed"));
  }

  @Test
  void readersOfAProgramThatGoesOnWithoutItsSinkAreToldThatNothingMoreWillCome()
      throws InterruptedException {
    world.close();
    world = new DurableWorld();
    ProgramsTest.register(world, this::takingOneText);
    world.provider.always(
        "a", answer("{\"answer\":\"" + "The sky. ".repeat(40) + "\",\"stars\":5}"));

    ProgramsTest.begin(world.start(), "rated", true, GO_ON).getResult(String.class);

    assertThat(world.told()).hasSize(2).endsWith(new SinkEvent.Failed("ConnectionFailed"));
  }

  private SinkWriter takingOneText(String messageId, int attempt) {
    SinkWriter real = world.sink.open(messageId, attempt);
    return new Writing((sequence, event) -> {
      if (sequence > 1 && !(event instanceof SinkEvent.Failed)) {
        throw new SinkException("the sink is away");
      }
      real.write(sequence, event);
    });
  }

  @ParameterizedTest
  @EnumSource(RetryOwner.class)
  void sinkThatCannotBeOpenedFailsTheCallAfterAsManyPasses(RetryOwner owner) {
    sink((id, attempt) -> {
      throw new SinkException("the sink is away");
    });

    WorkflowStub run = world.start().begin(Ask.Mode.STREAMED, POLICY.withOwner(owner));

    assertThat(world.failure(run).failure().message())
        .contains("the sink failed with SinkException");
    assertThat(world.attempts(run)).containsExactly(3);
    assertThat(world.provider.asked()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(RetryOwner.class)
  void sinkThatIsAwayForAMomentFailsNothing(RetryOwner owner) throws InterruptedException {
    sink((id, attempt) -> {
      if (attempt < 3) {
        throw new SinkException("the sink is away");
      }
      return world.sink.open(id, attempt);
    });
    world.provider.always("a", answer("Hi"));

    assertThat(world.start().ask(Ask.Mode.STREAMED, POLICY.withOwner(owner))).isEqualTo("Hi");

    assertThat(world.told().getLast()).isInstanceOf(SinkEvent.Done.class);
    assertThat(world.provider.asked()).hasSize(1);
  }

  // It takes the first piece, and nothing more.
  private void broken() {
    sink((id, attempt) ->
        new Writing((sequence, event) -> {
          if (sequence > 1) {
            throw new SinkException("the sink is away");
          }
        }));
  }

  private void sink(TokenSink sink) {
    world.close();
    world = new DurableWorld(builder -> builder, worker -> worker.withSink("ui", sink));
  }

  private static FailureDetail detail() {
    return FailureDetail.of("it broke");
  }
}
