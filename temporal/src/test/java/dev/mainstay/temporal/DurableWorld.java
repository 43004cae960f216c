package dev.mainstay.temporal;

import static dev.mainstay.transport.RealTime.await;

import dev.mainstay.Mainstay;
import dev.mainstay.MainstayBuilder;
import dev.mainstay.call.CallEvent;
import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.temporal.sink.MemorySink;
import dev.mainstay.temporal.sink.NumberedEvent;
import dev.mainstay.temporal.sink.SinkEvent;
import dev.mainstay.testing.ScriptedProvider;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.failure.v1.ApplicationFailureInfo;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Temporal's in-process server, a worker, and a scripted provider. The server skips over retry
 * delays, so that hours of them pass in a moment; one that is named ({@link ServerAt}) does not.
 */
final class DurableWorld implements AutoCloseable {
  static final String QUEUE = "durable";
  static final ChatRequest QUESTION = ChatRequest.of("chat", "the secret question");

  final HeldTime providersTime = new HeldTime();
  final ScriptedProvider provider = new ScriptedProvider(providersTime);
  private final List<WorkflowStub> runs = new CopyOnWriteArrayList<>();
  // What the provider's hints mean to the worker passes as it passes at the server.
  private final FollowingTime time;
  private final long start;
  private final AtomicInteger handedBack = new AtomicInteger();
  private final List<Long> askedAt = new CopyOnWriteArrayList<>();
  private volatile Runnable onAsk = () -> {};
  final MemorySink sink = new MemorySink();
  final TestWorkflowEnvironment temporal;
  final Mainstay mainstay;
  final Worker worker;

  DurableWorld(UnaryOperator<MainstayBuilder> change, UnaryOperator<DurableWorker> workers) {
    temporal =
        TestWorkflowEnvironment.newInstance(
            InProcess.options()
                .setUseExternalService(ServerAt.named().isPresent())
                .setTarget(ServerAt.named().orElse(null))
                .build());
    start = temporal.currentTimeMillis();
    // Not before: what it takes to begin would be missing of each wait at the server.
    time = new FollowingTime();
    mainstay =
        change
            .apply(
                Mainstay.builder()
                    .group("chat", Deployment.of("scripted/a").withKey("sk-secret-key")))
            .provider("scripted", timed())
            .time(time)
            .listener(this::count)
            .build();
    worker = temporal.newWorker(QUEUE, InProcess.workerOptions(20));
    workers.apply(DurableWorker.of(mainstay).withSink("ui", sink)).register(worker);
    worker.registerWorkflowImplementationTypes(
        DurableWorker.workflowOptions().build(), Ask.Workflow.class);
  }

  DurableWorld() {
    this(builder -> builder, worker -> worker);
  }

  // By the server's clock, which goes on leaping once nobody works any more.
  private Provider timed() {
    return new Provider() {
      @Override
      public ProviderStream open(Deployment deployment, ChatRequest request, Duration connect) {
        askedAt.add(temporal.currentTimeMillis());
        onAsk.run();
        return provider.open(deployment, request, connect);
      }

      @Override
      public Prefill prefill(Deployment deployment) {
        return provider.prefill(deployment);
      }
    };
  }

  // A call that begins has slept at the server; one that ended may have asked nobody.
  private void count(CallEvent event) {
    if (event instanceof CallEvent.CallStarted) {
      time.follow(Duration.ofMillis(temporal.currentTimeMillis() - start));
    }
    if (event instanceof CallEvent.CallFailed(String id, Failure why, CallMetadata story)
        && story.attempts().isEmpty()) {
      handedBack.incrementAndGet();
    }
  }

  /** How many calls have ended in the worker without having asked anybody. */
  int handedBack() {
    return handedBack.get();
  }

  /** The times between the attempts at providers, by the server's clock, in milliseconds. */
  List<Long> waits() {
    List<Long> waits = new ArrayList<>();
    for (int i = 1; i < askedAt.size(); i++) {
      waits.add(askedAt.get(i) - askedAt.get(i - 1));
    }
    return waits;
  }

  DurableWorld start() {
    temporal.start();
    return this;
  }

  /** Starts the question; how it ends is the stub's to tell. */
  WorkflowStub begin(Ask.Mode mode, CallPolicy policy) {
    return begin(mode, QUESTION, policy);
  }

  /** Starts {@code question}. */
  WorkflowStub begin(Ask.Mode mode, ChatRequest question, CallPolicy policy) {
    return begin(Ask.class, mode, question, policy);
  }

  /** Starts the workflow that {@code type} is, with what it is given. */
  WorkflowStub begin(Class<?> type, Object... given) {
    WorkflowStub stub =
        WorkflowStub.fromTyped(
            temporal
                .getWorkflowClient()
                .newWorkflowStub(type, WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build()));
    stub.start(given);
    return watched(stub);
  }

  /** {@code run}, which is searched and replayed at the end. */
  WorkflowStub watched(WorkflowStub run) {
    runs.add(run);
    return run;
  }

  /** Which attempts of the run's activities are in its history. */
  List<Integer> attempts(WorkflowStub run) {
    return events(run).getEventsList().stream()
        .filter(HistoryEvent::hasActivityTaskStartedEventAttributes)
        .map(event -> event.getActivityTaskStartedEventAttributes().getAttempt())
        .toList();
  }

  String ask(Ask.Mode mode, CallPolicy policy) {
    return begin(mode, policy).getResult(String.class);
  }

  /** How the question fails. */
  MainstayException fail(Ask.Mode mode, CallPolicy policy) {
    return failure(begin(mode, policy));
  }

  /** How what was begun fails. */
  MainstayException failure(WorkflowStub stub) {
    try {
      throw new AssertionError("answered: " + stub.getResult(String.class));
    } catch (WorkflowException e) {
      return DurableFailures.in(e).orElseThrow(() -> new AssertionError("failed otherwise", e));
    }
  }

  /** All that Temporal has of the run, as JSON. */
  String history(WorkflowStub stub) {
    return fetched(stub).toJson(true);
  }

  /** All that Temporal has of the run. */
  History events(WorkflowStub stub) {
    return fetched(stub).getHistory();
  }

  private WorkflowExecutionHistory fetched(WorkflowStub stub) {
    WorkflowExecution execution = stub.getExecution();
    return temporal
        .getWorkflowClient()
        .fetchHistory(execution.getWorkflowId(), execution.getRunId());
  }

  /** Runs {@code look} before each attempt at the provider. */
  void onAsk(Runnable look) {
    onAsk = look;
  }

  /** The run that was begun last. */
  WorkflowStub run() {
    await().until(() -> !runs.isEmpty());
    return runs.getLast();
  }

  /** What Temporal was told last of the activity that is under way, as text. */
  String heartbeat() {
    return underWay().getHeartbeatDetails().getPayloads(0).getData().toStringUtf8();
  }

  /**
   * The waits that Temporal is told to make, from here on: what an attempt of an activity asked it
   * for when it failed is there once the next one asks the provider.
   */
  List<Duration> delays() {
    List<Duration> delays = new CopyOnWriteArrayList<>();
    onAsk(() -> {
      ApplicationFailureInfo last = underWay().getLastFailure().getApplicationFailureInfo();
      if (last.hasNextRetryDelay()) {
        delays.add(
            Duration.ofSeconds(
                last.getNextRetryDelay().getSeconds(), last.getNextRetryDelay().getNanos()));
      }
    });
    return delays;
  }

  /** Whether an attempt of the activity has failed. */
  boolean hasFailedOnce() {
    return pending().stream().anyMatch(PendingActivityInfo::hasLastFailure);
  }

  private PendingActivityInfo underWay() {
    return pending().getFirst();
  }

  private List<PendingActivityInfo> pending() {
    return temporal
        .getWorkflowServiceStubs()
        .blockingStub()
        .describeWorkflowExecution(
            DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(temporal.getNamespace())
                .setExecution(run().getExecution())
                .build())
        .getPendingActivitiesList();
  }

  /** Keeps the history of the last run in a file, where these are written anew. */
  void keep(String name) {
    Histories.keep(name, history(runs.getLast()));
  }

  /** What a reader of the streamed answer has been told. */
  List<SinkEvent> told() throws InterruptedException {
    List<SinkEvent> events = new ArrayList<>();
    for (NumberedEvent event : sink.read("message", 0, Duration.ZERO).events()) {
      events.add(event.event());
    }
    return events;
  }

  /** Searches each run, and runs its workflow's code once more over what Temporal has of it. */
  void replay() {
    for (WorkflowStub run : runs) {
      Secrecy.search(events(run));
      if (!isTerminated(run)) {
        replay(run);
      }
    }
  }

  private void replay(WorkflowStub run) {
    try {
      worker.replayWorkflowExecution(history(run));
    } catch (Exception e) {
      throw new AssertionError("a run is not what its history says", e);
    }
  }

  // No code of its workflow's came to that.
  private boolean isTerminated(WorkflowStub run) {
    return events(run).getEventsList().getLast().hasWorkflowExecutionTerminatedEventAttributes();
  }

  /** Every run is searched and replayed, and all ends. */
  @Override
  public void close() {
    try {
      if (temporal.isStarted()) {
        replay();
      }
    } finally {
      temporal.close();
      mainstay.close();
    }
  }
}
