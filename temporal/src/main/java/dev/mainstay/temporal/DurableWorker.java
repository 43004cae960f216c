package dev.mainstay.temporal;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.MainstayException;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.temporal.sink.TokenSink;
import dev.mainstay.time.TimeSource;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.worker.WorkflowImplementationOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * What answers durable calls in a worker: a Mainstay, with its keys, and the sinks that streamed
 * answers go to. Immutable.
 *
 * <pre>{@code
 * WorkerFactory factory = WorkerFactory.newInstance(client, DurableWorker.factoryOptions().build());
 * Worker worker = factory.newWorker("agents", DurableWorker.workerOptions(200).build());
 * DurableWorker.of(mainstay).withSink("ui", sink).register(worker);
 * worker.registerWorkflowImplementationTypes(DurableWorker.workflowOptions().build(), Agent.class);
 * factory.start();
 * }</pre>
 */
public final class DurableWorker {
  private static final Duration HEARTBEAT_THROTTLE = Duration.ofSeconds(1);

  private final WorkerSettings settings;

  private DurableWorker(WorkerSettings settings) {
    this.settings = settings;
  }

  /** A worker that makes its calls by {@code mainstay}, which stays its caller's to close. */
  public static DurableWorker of(Mainstay mainstay) {
    Objects.requireNonNull(mainstay, "mainstay");
    return new DurableWorker(WorkerSettings.of(mainstay));
  }

  /** This worker with a sink that tasks name {@code name}. */
  public DurableWorker withSink(String name, TokenSink sink) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(sink, "sink");
    Map<String, TokenSink> sinks = new HashMap<>(settings.sinks());
    sinks.put(name, sink);
    return new DurableWorker(settings.withSinks(sinks));
  }

  /**
   * This worker with {@code requests}, which finds a request by what a task refers to it by. What
   * it throws ends the call, and is told by its type alone; an {@code ApplicationFailure}, which
   * may be one that Temporal tries again, is passed on.
   */
  public DurableWorker withRequests(Function<String, ChatRequest> requests) {
    Objects.requireNonNull(requests, "requests");
    return new DurableWorker(settings.withRequests(requests));
  }

  /**
   * This worker insisting on who owns the retries: a call that says otherwise is refused, with the
   * attempts that both would make, unless one of them makes a single one. By default the call alone
   * decides.
   */
  public DurableWorker withOwner(RetryOwner owner) {
    Objects.requireNonNull(owner, "owner");
    return new DurableWorker(settings.withOwner(owner));
  }

  /** This worker with hearts that beat by {@code time}. */
  DurableWorker withTime(TimeSource time) {
    return new DurableWorker(settings.withTime(time));
  }

  /**
   * Runs {@code work} in an activity of a user's own as the chats of ours run: its heart beats, its
   * attempts are counted over all attempts of the activity, one owner retries, failures become
   * Temporal's, and a cancellation interrupts it.
   *
   * <pre>{@code
   * public String summary(ChatTask task) {
   *   return durable.inActivity(task, call -> mainstay.chat(call).text());
   * }
   * }</pre>
   *
   * @param work makes the call that it is given, or others with its options and budget; on the
   *     activity's thread
   * @throws io.temporal.failure.ApplicationFailure if it fails: by a {@link MainstayException} as
   *     any call does, and by anything else for good, told by its type and where it came from,
   *     since its words may quote a prompt; one of the caller's own is passed on
   * @throws io.temporal.client.ActivityCompletionException if Temporal ends it
   */
  public <T> T inActivity(ChatTask task, Function<ChatCall, T> work) {
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(work, "work");
    return new ChatWorker(settings).run(task, work);
  }

  WorkerSettings settings() {
    return settings;
  }

  /**
   * The activities' implementation, for {@code Worker.registerActivitiesImplementations}; of a
   * worker that it is not {@linkplain #register registered} with it takes 200 slots for granted.
   */
  public ChatActivities activities() {
    return new ChatWorker(settings);
  }

  /**
   * Has {@code worker} answer durable calls. At most half of its slots are held by calls that wait,
   * for a place or a turn at a provider or before a retry: one more is handed back to Temporal and
   * comes again, which is not a pass where nobody was asked.
   */
  public void register(Worker worker) {
    Objects.requireNonNull(worker, "worker");
    known(worker).registerActivitiesImplementations(activities());
  }

  /** {@code worker}, whose slots are known from now on. */
  Worker known(Worker worker) {
    int slots = worker.getWorkerOptions().getMaxConcurrentActivityExecutionSize();
    settings.slots().add(worker.getTaskQueue(), slots);
    return worker;
  }

  /**
   * Options for a worker of durable calls: virtual threads, and heartbeats that go out every
   * second, so that a cancellation arrives as soon. By Temporal's own default it took 12 s.
   *
   * @param calls how many calls the worker makes at once, above 0, those that wait included, which
   *     are half of them at most; Temporal's default is 200
   */
  public static WorkerOptions.Builder workerOptions(int calls) {
    return WorkerOptions.newBuilder()
        .setMaxConcurrentActivityExecutionSize(calls)
        .setMaxHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
        .setDefaultHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
        .setUsingVirtualThreads(true);
  }

  /** Options for a factory of workers: virtual threads for workflows as well. */
  public static WorkerFactoryOptions.Builder factoryOptions() {
    return WorkerFactoryOptions.newBuilder().setUsingVirtualWorkflowThreads(true);
  }

  /**
   * Options for workflows that make durable calls: one that does not catch a {@link
   * MainstayException} fails by it, and so does one that is given what it {@linkplain
   * UnreadableException cannot read}. Without that, Temporal would run its task again for ever.
   */
  public static WorkflowImplementationOptions.Builder workflowOptions() {
    return WorkflowImplementationOptions.newBuilder()
        .setFailWorkflowExceptionTypes(MainstayException.class, UnreadableException.class);
  }
}
