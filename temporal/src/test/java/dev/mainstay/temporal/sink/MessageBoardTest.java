package dev.mainstay.temporal.sink;

import static dev.mainstay.transport.RealTime.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.temporal.DurableWorker;
import dev.mainstay.temporal.InProcess;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes to a board from outside. */
@Timeout(60)
class MessageBoardTest {
  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(InProcess.options().setUseTimeskipping(false).build());
  private WorkflowStub run;

  /** A workflow that has a board. */
  @WorkflowInterface
  public interface Posting {
    /** Until it is told to end. */
    @WorkflowMethod
    String post(JsonObject carried);

    /** Ends it. */
    @SignalMethod
    void end();

    /** With nothing else. */
    class Run implements Posting {
      private boolean ended;

      /** With what is carried. */
      @WorkflowInit
      public Run(JsonObject carried) {
        MessageBoard.register(carried);
      }

      @Override
      public String post(JsonObject carried) {
        Workflow.await(() -> ended);
        return "ended";
      }

      @Override
      public void end() {
        ended = true;
      }
    }
  }

  @BeforeEach
  void start() {
    Worker worker = temporal.newWorker("board", InProcess.workerOptions(4));
    worker.registerWorkflowImplementationTypes(
        DurableWorker.workflowOptions().build(), Posting.Run.class);
    temporal.start();
    begin(JsonObject.empty());
  }

  private void begin(JsonObject carried) {
    Posting posting =
        temporal
            .getWorkflowClient()
            .newWorkflowStub(
                Posting.class, WorkflowOptions.newBuilder().setTaskQueue("board").build());
    run = WorkflowStub.fromTyped(posting);
    run.start(carried);
  }

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void zombieThatWritesWhileTheNextAttemptDoesIsNotHeard() {
    open(1);
    write(1, 1, text("Hel"));
    assertThat(open(2).text("text")).hasValue("Hel");
    write(2, 1, text("lo"));

    write(1, 2, text("a zombie's"));
    write(1, 2, new SinkEvent.Done(JsonObject.empty()));
    write(2, 2, text("!"));

    assertThat(open(1).number("fenced_by")).hasValue(2);
    await().until(() -> SinkState.after(told(0)).text().equals("Hello!"));
    assertNoTaskFailed();
  }

  @Test
  void messageThatHasEndedIsToldToAnEarlierAttemptAsWell() {
    open(2);
    write(2, 1, new SinkEvent.Failed("Cancelled"));
    await().until(() -> reader().read("m", 0).isOver());

    assertThat(BoardJson.state(open(1)).last()).hasValue(new SinkEvent.Failed("Cancelled"));
  }

  @Test
  void pieceThatIsWrittenTwiceOrOutOfTurnIsThereOnce() {
    open(1);
    write(1, 1, text("a"));
    write(1, 1, text("a"));
    write(1, 3, text("c"));
    write(1, 2, text("b"));

    await().until(() -> SinkState.after(told(0)).text().equals("ab"));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, 0})
  void lastEventIdBelowTheFirstIsAllThatThereIs(long id) {
    open(1);
    write(1, 1, text("a"));

    assertThat(told(id)).containsExactly(text("a"));
    assertNoTaskFailed();
  }

  @Test
  void lastEventIdBeyondTheLastIsNothingAndTheEndIsTold() {
    open(1);
    write(1, 1, new SinkEvent.Failed("Cancelled"));

    assertThat(reader().read("m", Long.MAX_VALUE)).isEqualTo(new ReadEvents(List.of(), true));
    assertNoTaskFailed();
  }

  @Test
  void whatAnotherVersionWritesIsLeftOutAndTheRestIsHeard() {
    open(1);
    write(1, 1, text("a"));
    run.signal(
        BoardNames.WRITE,
        Json.parseObject(
            "{\"message_id\":\"m\",\"attempt\":1,\"sequence\":2,\"event\":{\"name\":\"song\"}}"));
    run.signal(BoardNames.WRITE, Json.parseObject("{\"attempt\":99999999999999}"));
    run.signal(BoardNames.WRITE, "not even an object");
    write(1, 3, text("b"));

    await().until(() -> SinkState.after(told(0)).text().equals("ab"));
    assertNoTaskFailed();
  }

  @Test
  void boardOfAnotherVersionIsGoneOnWith() {
    begin(
        Json.parseObject(
            """
            {"m":{"events":[{"name":"text","data":{"text":"a"}},{"name":"song"}]},"n":7}\
            """));

    assertThat(told(0)).containsExactly(text("a"));
    assertNoTaskFailed();
  }

  @Test
  void numberThatIsNoneIsRefusedAndTheBoardGoesOn() {
    open(1);
    write(1, 1, text("a"));

    assertThatThrownBy(() -> run.update(BoardNames.READ, JsonObject.class, "m", "abc"))
        .isInstanceOf(WorkflowException.class);
    assertThatThrownBy(() -> run.update(BoardNames.OPEN, JsonObject.class, "m", "abc"))
        .isInstanceOf(WorkflowException.class);
    assertThatThrownBy(() -> run.query(BoardNames.PEEK, JsonObject.class, "m", "abc"))
        .isInstanceOf(WorkflowException.class);

    assertThat(told(0)).containsExactly(text("a"));
    assertNoTaskFailed();
  }

  @Test
  void messageWithoutANameIsOneAsAnyOther() {
    run.update(BoardNames.OPEN, JsonObject.class, null, 1);

    assertThat(run.query(BoardNames.PEEK, JsonObject.class).number("size")).hasValue(0);
    assertNoTaskFailed();
  }

  @Test
  void moreThanTemporalTakesAtOnceIsReadInParts() {
    open(1);
    String much = "x".repeat(900_000);
    for (int i = 1; i <= 3; i++) {
      write(1, i, text(much));
    }
    write(1, 4, new SinkEvent.Done(JsonObject.empty()));

    await().until(() -> reader().read("m", 3).isOver());
    List<Integer> sizes = new ArrayList<>();
    ReadEvents read = reader().read("m", 0);
    while (!read.isOver()) {
      sizes.add(read.events().size());
      read = reader().read("m", read.events().getLast().id());
    }

    assertThat(sizes).containsExactly(1, 1);
    assertThat(read.events()).extracting(NumberedEvent::id).containsExactly(3L, 4L);
    run.signal("end");
    run.getResult(String.class);
    assertThat(reader().read("m", 0).isOver()).isFalse();
    assertThat(reader().read("m", 2).isOver()).isTrue();
  }

  // Of the ten updates that Temporal has of a workflow under way, opening is one.
  @Test
  void readersLeaveRoomForTheWriterHoweverManyTheyAre() throws Exception {
    List<FutureTask<List<SinkEvent>>> readers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      readers.add(reading(reader()));
    }
    await().until(() -> accepted() == 8);
    assertThatThrownBy(() -> run.update(BoardNames.READ, JsonObject.class, "m", 0))
        .isInstanceOf(WorkflowUpdateException.class)
        .hasStackTraceContaining("8 readers are waiting already");
    AtomicInteger looks = new AtomicInteger();
    for (int i = 0; i < 4; i++) {
      readers.add(reading(counted(looks)));
    }
    await().until(() -> looks.get() >= 4);

    open(1);
    assertThat(accepted()).isEqualTo(8 + 1);
    write(1, 1, text("a"));

    for (FutureTask<List<SinkEvent>> reader : readers) {
      assertThat(reader.get()).containsExactly(text("a"));
    }
    assertNoTaskFailed();
  }

  // How often it has looked by a query.
  private BoardReader counted(AtomicInteger looks) {
    WorkflowStub stub = reader().run();
    InvocationHandler counting =
        (proxy, method, given) -> {
          try {
            Object told = method.invoke(stub, given);
            looks.addAndGet(method.getName().equals("query") ? 1 : 0);
            return told;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return new BoardReader(
        (WorkflowStub)
            Proxy.newProxyInstance(
                WorkflowStub.class.getClassLoader(),
                new Class<?>[] {WorkflowStub.class},
                counting));
  }

  private static FutureTask<List<SinkEvent>> reading(BoardReader reader) {
    FutureTask<List<SinkEvent>> reading = new FutureTask<>(() -> told(reader, 0));
    Thread.startVirtualThread(reading);
    return reading;
  }

  private long accepted() {
    return events().stream()
        .filter(HistoryEvent::hasWorkflowExecutionUpdateAcceptedEventAttributes)
        .count();
  }

  private JsonObject open(int attempt) {
    return run.update(BoardNames.OPEN, JsonObject.class, "m", attempt);
  }

  private void write(int attempt, long sequence, SinkEvent event) {
    run.signal(
        BoardNames.WRITE, new BoardJson.Piece("m", attempt, sequence, Optional.of(event)).json());
  }

  private List<SinkEvent> told(long after) {
    return told(reader(), after);
  }

  private static List<SinkEvent> told(BoardReader reader, long after) {
    return reader.read("m", after).events().stream().map(NumberedEvent::event).toList();
  }

  private BoardReader reader() {
    return new BoardReader(
        temporal.getWorkflowClient().newUntypedWorkflowStub(run.getExecution().getWorkflowId()));
  }

  private static SinkEvent text(String text) {
    return new SinkEvent.Text(text);
  }

  private void assertNoTaskFailed() {
    assertThat(events())
        .noneMatch(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED);
  }

  private List<HistoryEvent> events() {
    return temporal
        .getWorkflowClient()
        .fetchHistory(run.getExecution().getWorkflowId())
        .getEvents();
  }
}
