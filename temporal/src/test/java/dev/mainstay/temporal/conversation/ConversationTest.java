package dev.mainstay.temporal.conversation;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static dev.mainstay.transport.RealTime.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.provider.Deployment;
import dev.mainstay.temporal.DurableWorker;
import dev.mainstay.temporal.Histories;
import dev.mainstay.temporal.InProcess;
import dev.mainstay.temporal.Secrecy;
import dev.mainstay.temporal.sink.BoardReader;
import dev.mainstay.temporal.sink.NumberedEvent;
import dev.mainstay.temporal.sink.ReadEvents;
import dev.mainstay.temporal.sink.SinkEvent;
import dev.mainstay.temporal.sink.SinkState;
import dev.mainstay.temporal.sink.WorkflowSink;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.TimeSource;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Messages in by update, answers out by the workflow's own board. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class ConversationTest {
  private static final String FIRST = "The sky is blue because the air scatters ";

  private final ScriptedProvider provider = new ScriptedProvider(TimeSource.system());
  // Whoever holds it lets no call begin.
  private final ReentrantLock calls = new ReentrantLock();
  private final Mainstay mainstay =
      Mainstay.builder()
          .listener(event -> {
            calls.lock();
            calls.unlock();
          })
          .provider("scripted", provider)
          .group("chat", Deployment.of("scripted/a"))
          .build();
  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(InProcess.options().setUseTimeskipping(false).build());
  private final Worker worker = temporal.newWorker("talk", InProcess.workerOptions(4));
  private Conversation talk;
  private WorkflowStub run;

  @BeforeEach
  void start() {
    DurableWorker.of(mainstay).withSink(ConversationRun.SINK, new WorkflowSink()).register(worker);
    worker.registerWorkflowImplementationTypes(
        DurableWorker.workflowOptions().build(), ConversationRun.class);
    temporal.start();
    talk =
        temporal
            .getWorkflowClient()
            .newWorkflowStub(
                Conversation.class, WorkflowOptions.newBuilder().setTaskQueue("talk").build());
    run = WorkflowStub.fromTyped(talk);
    run.start(
        ConversationState.of(ChatRequest.builder("chat").system("Be short.").build())
            .withTurnsInARun(3));
  }

  @AfterEach
  void close() {
    Secrecy.search(
        temporal.getWorkflowClient().fetchHistory(run.getExecution().getWorkflowId()).getHistory());
    temporal.close();
    mainstay.close();
  }

  @Test
  void turnsFollowOneAnotherAndEachAnswerIsReadAsAStream() throws Exception {
    provider.next("a", answer("Hello to you.")).next("a", answer("Blue."));

    String first = talk.say("Hello");
    String second = talk.say("And the sky?");

    assertThat(text(first)).isEqualTo("Hello to you.");
    assertThat(text(second)).isEqualTo("Blue.");
    talk.end();
    assertThat(run.getResult(Message[].class)).hasSize(4);
    assertThat(provider.requests().get(1).messages().stream().map(Message::text))
        .containsExactly("Be short.", "Hello", "Hello to you.", "And the sky?");
    Histories.keep("conversation", history(""));
  }

  @Test
  void answerThatBreaksGoesOnWhereTheBoardIs() throws IOException {
    provider
        .next("a", says(FIRST), breaks(new Failure.Truncated(FailureDetail.of("cut"))))
        .always("a", says("because the air scatters"), says(" blue light."), finishes());

    String id = talk.say("Why?");

    assertThat(text(id)).isEqualTo(FIRST.strip() + " blue light.");
    assertThat(provider.asked()).hasSize(2);
  }

  @Test
  void conversationGoesOnAsANewRunAndTheLastAnswerIsReadThere() throws IOException {
    String last = "";
    for (int i = 0; i < 4; i++) {
      provider.next("a", answer("Answer " + i));
      last = latest().say("Question " + i);
      assertThat(text(last)).isEqualTo("Answer " + i);
    }

    assertThat(last).endsWith("/3");
    await().until(() -> latest().messages().size() == 8);
    Histories.keep("conversation-goes-on", history(run.getExecution().getRunId()));
    assertThat(
            temporal
                .getWorkflowClient()
                .fetchHistory(run.getExecution().getWorkflowId())
                .getEvents()
                .getFirst()
                .getWorkflowExecutionStartedEventAttributes()
                .getContinuedExecutionRunId())
        .isNotEmpty();
  }

  @Test
  void conversationThatIsReadAndReadAndNeverSpokenToGoesOnBeforeItsUpdatesAreUsedUp()
      throws IOException {
    provider.always("a", answer("Yes"));
    String id = talk.say("Hello");
    assertThat(text(id)).isEqualTo("Yes");

    int reads = 0;
    while (isTheFirstRun()) {
      for (int i = 0; i < 50; i++) {
        assertThat(reader().read(id, 0).events()).hasSize(2);
      }
      reads += 50;
      // As many as Temporal takes in one run.
      assertThat(reads).isLessThan(2_000);
    }

    assertThat(text(id)).isEqualTo("Yes");
    assertThat(text(latest().say("Again"))).isEqualTo("Yes");
    assertThat(latest().messages()).hasSize(4);
  }

  @Test
  void endThatIsSaidBeforeANewRunBeginsIsKept() throws IOException {
    provider.always("a", answer("Yes"));
    for (int i = 0; i < 4; i++) {
      talk.say("Question " + i);
    }
    talk.end();

    assertThat(newest().getResult(Message[].class)).hasSize(8);
    assertThatThrownBy(() -> talk.say("More")).isInstanceOf(WorkflowException.class);
  }

  @Test
  void readerOfAnAnswerThatIsGoneAndOneWhoHasItAllAreToldSoAtOnce() {
    provider.always("a", answer("Yes"));
    String first = talk.say("Question");
    for (int i = 0; i < 3; i++) {
      String id = latest().say("Question");
      await().until(() -> reader().read(id, 0).isOver());
    }
    String last = latest().say("The last");
    await().until(() -> reader().read(last, 0).isOver());

    assertThat(reader().read(first, 0)).isEqualTo(new ReadEvents(List.of(), true));
    assertThat(reader().read(last, 2)).isEqualTo(new ReadEvents(List.of(), true));
  }

  @Test
  void readerOfAConversationThatWasTerminatedIsToldTheEnd() throws IOException {
    provider.always("a", says("Well, "), stalls());
    String id = talk.say("Why?");
    await().until(() -> !reader().read(id, 0).events().isEmpty());
    run.terminate("enough");

    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    reader().write(id, 1, rest);

    NumberedEvent end = new NumberedEvent(2, new SinkEvent.Failed("Cancelled"));
    assertThat(rest.toString(UTF_8)).isEqualTo(end.sse());
    assertThat(reader().read(id, 2)).isEqualTo(new ReadEvents(List.of(), true));
  }

  @Test
  void readerOfAConversationThatIsCancelledBetweenTwoAttemptsIsToldTheEnd() {
    FailureDetail slowDown =
        FailureDetail.of("slow down").withStatus(429).withRetryAfter(Duration.ofMinutes(5));
    provider.always("a", breaks(new Failure.RateLimited(slowDown)));
    String id = talk.say("Why?");
    await().until(() -> !provider.asked().isEmpty());

    run.cancel();

    assertThat(events(id, 0))
        .containsExactly(new NumberedEvent(1, new SinkEvent.Failed("Cancelled")));
    assertThatThrownBy(() -> run.getResult(Message[].class))
        .hasRootCauseInstanceOf(CanceledFailure.class);
  }

  @Test
  void turnThatReachesNoWorkerIsToldByTheConversationItself() {
    provider.always("a", answer("y".repeat(500_000)));
    String much = "x".repeat(400_000);
    // There is room for each until the others are answered.
    calls.lock();
    talk.say(much);
    talk.say(much);
    String tooLong = talk.say(much);

    calls.unlock();

    assertThat(events(tooLong, 0))
        .containsExactly(new NumberedEvent(1, new SinkEvent.Failed("RequestTooLarge")));
    assertThat(provider.asked()).hasSize(2);
  }

  @Test
  void whatWouldMakeItLargerThanTemporalTakesIsRefusedWithTheRemedyAndItGoesOn()
      throws IOException {
    provider.always("a", answer("Yes"));
    text(talk.say("x".repeat(1_000_000)));

    assertThatThrownBy(() -> talk.say("x".repeat(600_000)))
        .rootCause()
        .hasMessageContaining("may have 1500000", "begin another", "withMessages");
    assertThat(text(talk.say("Short?"))).isEqualTo("Yes");
  }

  @Test
  void conversationThatIsTooLargeToBeAResultFailsAndItsMessagesAreStillTold() {
    provider.always("a", answer("y".repeat(800_000)));
    String much = "x".repeat(300_000);
    talk.say(much);
    String last = talk.say(much);
    await().until(() -> reader().read(last, 1).isOver());

    talk.end();

    assertThatThrownBy(() -> run.getResult(Message[].class))
        .rootCause()
        .hasMessageContaining("more than Temporal takes as a result", "the query 'messages'");
    assertThat(latest().messages()).hasSize(4);
  }

  @Test
  void readerWithALastEventIdThatIsNoneOfOursHarmsNobody() throws IOException {
    provider.always("a", answer("Yes"));
    String id = talk.say("Hello");
    assertThat(text(id)).isEqualTo("Yes");

    assertThat(reader().read(id, -1).events()).hasSize(2);
    assertThat(reader().read(id, Long.MAX_VALUE)).isEqualTo(new ReadEvents(List.of(), true));

    assertThat(text(talk.say("Again"))).isEqualTo("Yes");
  }

  @Test
  void nothingThatIsSaidIsRefusedAndItGoesOn() throws IOException {
    provider.always("a", answer("Yes"));

    assertThatThrownBy(() -> run.update("say", String.class)).isInstanceOf(WorkflowException.class);

    assertThat(text(talk.say("Hello"))).isEqualTo("Yes");
  }

  @Test
  void anotherOneBeginsWithTheMessagesOfAnEarlierOne() {
    provider.always("a", answer("Yes"));
    List<Message> earlier = List.of(Message.user("Hello"), Message.assistant("Hi"));
    Conversation other =
        temporal
            .getWorkflowClient()
            .newWorkflowStub(
                Conversation.class, WorkflowOptions.newBuilder().setTaskQueue("talk").build());
    WorkflowStub.fromTyped(other)
        .start(ConversationState.of(ChatRequest.of("chat", "Be short.")).withMessages(earlier));

    other.say("Are you there?");
    other.end();

    assertThat(WorkflowStub.fromTyped(other).getResult(Message[].class)).hasSize(4);
    assertThat(provider.requests().getFirst().messages()).hasSize(4);
  }

  @Test
  void turnThatFailsIsToldAndTheConversationGoesOn() throws IOException {
    provider
        .next("a", breaks(new Failure.BadRequest(FailureDetail.of("no"))))
        .always("a", answer("Fine."));

    assertThat(events(talk.say("Bad"), 0).getLast().event())
        .isEqualTo(new SinkEvent.Failed("BadRequest"));
    assertThat(text(talk.say("Good"))).isEqualTo("Fine.");
    // Its readers know before the workflow does.
    await().until(() -> talk.messages().size() == 2);
  }

  @Test
  void readerThatComesBackMissesAndRepeatsNothingAlsoWhenAllIsOver() throws IOException {
    provider.always("a", says("One "), says("x".repeat(5_000)), finishes());
    String id = talk.say("Count");
    List<NumberedEvent> all = events(id, 0);
    talk.end();
    run.getResult(Message[].class);

    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    reader().write(id, 1, rest);

    assertThat(all).extracting(NumberedEvent::id).containsExactly(1L, 2L, 3L);
    assertThat(rest.toString(UTF_8))
        .isEqualTo(all.get(1).sse() + all.get(2).sse())
        .startsWith("id: 2\nevent: text\n");
  }

  private String history(String runId) {
    return temporal
        .getWorkflowClient()
        .fetchHistory(run.getExecution().getWorkflowId(), runId)
        .toJson(true);
  }

  // Of whichever run there is now.
  private BoardReader reader() {
    return new BoardReader(newest());
  }

  private WorkflowStub newest() {
    return temporal.getWorkflowClient().newUntypedWorkflowStub(run.getExecution().getWorkflowId());
  }

  private Conversation latest() {
    return temporal
        .getWorkflowClient()
        .newWorkflowStub(Conversation.class, run.getExecution().getWorkflowId());
  }

  private boolean isTheFirstRun() {
    return newest().describe().getExecution().getRunId().equals(run.getExecution().getRunId());
  }

  private String text(String id) throws IOException {
    return SinkState.after(events(id, 0).stream().map(NumberedEvent::event).toList()).text();
  }

  private List<NumberedEvent> events(String id, long after) {
    BoardReader reader = reader();
    List<NumberedEvent> events = new ArrayList<>();
    while (events.isEmpty() || !events.getLast().event().isLast()) {
      events.addAll(reader.read(id, after + events.size()).events());
    }
    return events;
  }
}
