package dev.mainstay.temporal;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.pauses;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static dev.mainstay.transport.RealTime.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.CallTimeoutException;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.temporal.sink.FencedException;
import dev.mainstay.temporal.sink.SinkEvent;
import dev.mainstay.temporal.sink.SinkState;
import dev.mainstay.temporal.sink.SinkWriter;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DURABLE 3: a reader of the sink sees each character once. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class StreamsTest {
  private static final CallPolicy POLICY = CallPolicy.defaults();
  private static final String FIRST = "The sky is blue because the air scatters ";
  private static final String ANCHOR = "because the air scatters";
  private static final String REST = " blue light more than red light.";

  private DurableWorld world = new DurableWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void answerGoesToTheSinkAndEndsThereOnce() throws InterruptedException {
    world.provider.always("a", says("The sky "), says("is blue."), finishes());

    assertThat(world.start().ask(Ask.Mode.STREAMED, POLICY)).isEqualTo("The sky is blue.");

    assertThat(text()).isEqualTo("The sky is blue.");
    assertThat(world.told().getFirst()).isEqualTo(new SinkEvent.Text("The sky "));
    assertThat(world.told().getLast()).isInstanceOf(SinkEvent.Done.class);
    assertThat(world.told()).filteredOn(SinkEvent::isLast).hasSize(1);
  }

  @Test
  void streamThatBreaksIsGoneOnWithByTheNextPassWhereItsReadersAre() throws InterruptedException {
    world
        .provider
        .next("a", says(FIRST), breaks(truncated()))
        .next("a", breaks(serverError()))
        .always("a", says(ANCHOR), says(REST), finishes());

    String text = world.start().ask(Ask.Mode.STREAMED, POLICY);

    assertThat(text).isEqualTo(FIRST.strip() + REST);
    assertThat(text()).isEqualTo(text);
    assertThat(world.told()).doesNotContain(new SinkEvent.Restarted());
    assertThat(world.provider.requests().get(2).messages().get(1).text()).isEqualTo(FIRST);
    assertThat(world.provider.asked()).hasSize(3);
    world.keep("break-STREAMED");
  }

  @Test
  void restThatDoesNotJoinBeginsAnewAndSaysSo() throws InterruptedException {
    world
        .provider
        .next("a", says(FIRST), breaks(truncated()))
        .next("a", says("Sure, here is the rest of it: "), says(REST), finishes())
        .always("a", answer("It is blue."));

    assertThat(world.start().ask(Ask.Mode.STREAMED, POLICY.withPasses(5))).isEqualTo("It is blue.");
    assertThat(text()).isEqualTo("It is blue.");
    assertThat(world.told()).filteredOn(new SinkEvent.Restarted()::equals).hasSize(1);
  }

  @Test
  void callThatFailsForGoodTellsItsReadersAndIsNeverDone() throws InterruptedException {
    world.provider.always("a", says(FIRST), breaks(new Failure.BadRequest(detail())));

    MainstayException failed = world.start().fail(Ask.Mode.STREAMED, POLICY);

    assertThat(failed.failure()).isInstanceOf(Failure.BadRequest.class);
    assertThat(world.told())
        .containsExactly(new SinkEvent.Text(FIRST), new SinkEvent.Failed("BadRequest"));
  }

  @Test
  void refusedCallTellsItsReaders() throws InterruptedException {
    world.close();
    world = new DurableWorld(builder -> builder, worker -> worker.withOwner(RetryOwner.MAINSTAY));

    world.start().fail(Ask.Mode.STREAMED, POLICY);

    assertThat(world.told()).containsExactly(new SinkEvent.Failed("BadRequest"));
  }

  @Test
  void workerThatDiedBehindTheAnswersEndAsksNobodyAgain() {
    world.provider.always("a", answer("Hi"));
    assertThat(world.start().ask(Ask.Mode.STREAMED, POLICY)).isEqualTo("Hi");

    // The same message once more, as by an attempt whose predecessor was not heard of.
    assertThat(world.ask(Ask.Mode.STREAMED, POLICY)).isEqualTo("Hi");

    assertThat(world.provider.asked()).hasSize(1);
  }

  @Test
  void messageWithTheAnswerToAnotherQuestionIsRefused() throws InterruptedException {
    world.provider.always("a", answer("Hi"));
    world.start().ask(Ask.Mode.STREAMED, POLICY);

    MainstayException failed =
        world.failure(
            world.begin(Ask.Mode.STREAMED, ChatRequest.of("chat", "Another one"), POLICY));

    assertThat(failed.failure()).isInstanceOf(Failure.BadRequest.class);
    assertThat(failed.failure().message())
        .contains("message 'message' has the answer to another question");
    assertThat(text()).isEqualTo("Hi");
    assertThat(world.provider.asked()).hasSize(1);
  }

  @Test
  void zombieThatWritesOnIsShutOut() {
    SinkWriter zombie = world.sink.open("m", 1);
    zombie.write(1, new SinkEvent.Text("Hel"));

    SinkWriter next = world.sink.open("m", 2);

    assertThat(next.state().text()).isEqualTo("Hel");
    assertThatThrownBy(() -> zombie.write(2, new SinkEvent.Text("lo")))
        .isInstanceOf(FencedException.class);
    assertThatThrownBy(() -> world.sink.open("m", 1)).isInstanceOf(FencedException.class);
    next.write(1, new SinkEvent.Text("lo"));
    next.write(1, new SinkEvent.Text("lo"));
    assertThat(world.sink.open("m", 3).state().text()).isEqualTo("Hello");
  }

  @Test
  void hungAttemptThatComesBackWritesNothing() throws InterruptedException {
    world.close();
    world =
        new DurableWorld(
            builder -> builder, worker -> worker.withTime(Hearts.withTheFirstStopped()));
    world
        .provider
        .next(
            "a", says(FIRST), pauses(Duration.ofMinutes(1)), says("a zombie's words."), finishes())
        .next("a", says(ANCHOR), says(" blue light"), breaks(truncated()))
        .always("a", says(ANCHOR + " blue light"), says(" more than red light."), finishes());
    // It comes back while the message is not over yet: between the second attempt and the third.
    world.onAsk(() -> {
      if (world.provider.asked().size() == 2) {
        world.providersTime.release();
        await().until(() -> world.provider.open() == 0);
      }
    });

    String text = world.start().ask(Ask.Mode.IMPATIENT, POLICY);

    assertThat(text).isEqualTo(FIRST.strip() + REST);
    assertThat(text()).isEqualTo(text);
    assertThat(world.told()).doesNotContain(new SinkEvent.Restarted());
    assertThat(world.provider.asked()).hasSize(3);
    world.keep("zombie-STREAMED");
  }

  @Test
  void plainAttemptThatComesBackChangesNothing() {
    world.close();
    world =
        new DurableWorld(
            builder -> builder, worker -> worker.withTime(Hearts.withTheFirstStopped()));
    world
        .provider
        .next(
            "a", says(FIRST), pauses(Duration.ofMinutes(1)), says("a zombie's words."), finishes())
        .always("a", answer("It is blue."));

    WorkflowStub run = world.start().begin(Ask.Mode.IMPATIENT_PLAIN, POLICY);
    assertThat(run.getResult(String.class)).isEqualTo("It is blue.");
    world.providersTime.release();
    await().until(() -> world.provider.open() == 0);

    assertThat(world.events(run).toString()).contains("It is blue.").doesNotContain("zombie");
    assertThat(world.provider.asked()).hasSize(2);
    world.keep("zombie-PLAIN");
  }

  @Test
  void plainAnswerThatBreaksIsAskedForAnewByTheNextPass() {
    world.provider.next("a", says(FIRST), breaks(truncated())).always("a", answer("It is blue."));

    assertThat(world.start().ask(Ask.Mode.PLAIN, POLICY)).isEqualTo("It is blue.");

    assertThat(world.provider.asked()).hasSize(2);
    assertThat(world.provider.requests().getLast().messages()).hasSize(1);
    world.keep("break-PLAIN");
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "STREAMED"})
  void callIsOverAtItsDeadlineWhateverTheProviderDoes(Ask.Mode mode) {
    world.provider.always("a", stalls());

    MainstayException failed =
        world.start().fail(mode, POLICY.withDeadline(Duration.ofMillis(500)));

    assertThat(failed).isInstanceOf(CallTimeoutException.class);
    assertThat(failed.failure())
        .isInstanceOfSatisfying(
            Failure.TimedOut.class, f -> assertThat(f.phase()).isEqualTo(TimeoutPhase.TOTAL));
    await().until(() -> world.provider.open() == 0);
    world.keep("deadline-" + mode);
  }

  @Test
  void requestTooLargeToTravelIsRefusedClearly() {
    MainstayException failed = world.start().fail(Ask.Mode.LARGE, POLICY);

    assertThat(failed.failure()).isInstanceOf(Failure.RequestTooLarge.class);
    assertThat(failed.failure().message())
        .contains("more than the 2080768 that Temporal takes in one payload")
        .contains("DurableChat.chatBy");
  }

  @Test
  void requestThatIsReferredToIsFoundByTheWorker() {
    world.close();
    world =
        new DurableWorld(
            builder -> builder,
            worker ->
                worker.withRequests(name -> ChatRequest.of("chat", "what " + name + " says")));
    world.provider.always("a", answer("Hi"));

    assertThat(world.start().ask(Ask.Mode.REFERRED, POLICY)).isEqualTo("Hi");
    assertThat(world.provider.requests().getFirst().messages().getFirst().text())
        .isEqualTo("what r1 says");
  }

  @Test
  void workerThatKnowsNoReferencesSaysSo() {
    MainstayException failed = world.start().fail(Ask.Mode.REFERRED, POLICY);

    assertThat(failed.failure().message()).contains("DurableWorker.withRequests");
  }

  private String text() throws InterruptedException {
    return SinkState.after(world.told()).text();
  }

  private static Failure truncated() {
    return new Failure.Truncated(detail());
  }

  private static Failure serverError() {
    return new Failure.ServerError(detail().withStatus(500));
  }

  private static FailureDetail detail() {
    return FailureDetail.of("it broke");
  }
}
