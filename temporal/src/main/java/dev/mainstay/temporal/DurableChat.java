package dev.mainstay.temporal;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Makes calls to models from a workflow: each survives the death of its worker, and is retried by
 * one owner. Immutable; for workflow code alone.
 *
 * <pre>{@code
 * private final DurableChat chat = DurableChat.create().withSink("ui");
 *
 * public String run(String question) {
 *   return chat.stream(ChatRequest.of("chat", question)).text();
 * }
 * }</pre>
 *
 * <p>What fails is a {@link MainstayException}, as of any call. A workflow that may end by one is
 * registered with {@link DurableWorker#workflowOptions}. A cancellation is Temporal's own
 * exception.
 */
public final class DurableChat {
  private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration FIRST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(30);

  private final CallPolicy policy;
  private final Optional<String> sink;
  private final UnaryOperator<ActivityOptions.Builder> change;

  private DurableChat(
      CallPolicy policy, Optional<String> sink, UnaryOperator<ActivityOptions.Builder> change) {
    this.policy = policy;
    this.sink = sink;
    this.change = change;
  }

  /** One with every default. */
  public static DurableChat create() {
    return new DurableChat(CallPolicy.defaults(), Optional.empty(), options -> options);
  }

  /** This one with another policy. */
  public DurableChat withPolicy(CallPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    return new DurableChat(policy, sink, change);
  }

  /** This one with its streamed answers going to the worker's sink of that name. */
  public DurableChat withSink(String name) {
    Objects.requireNonNull(name, "name");
    return new DurableChat(policy, Optional.of(name), change);
  }

  /** This one on another task queue than the workflow's. */
  public DurableChat withTaskQueue(String taskQueue) {
    Objects.requireNonNull(taskQueue, "taskQueue");
    return withActivityOptions(options -> options.setTaskQueue(taskQueue));
  }

  /**
   * This one with its activities' options changed, after those that its policy makes:
   * start-to-close and schedule-to-close of the deadline, a heartbeat in 15 s, and up to 100
   * attempts, which is a guard against crashes and no policy. Another {@code maximumAttempts}
   * beside Mainstay's own retries is refused.
   */
  public DurableChat withActivityOptions(UnaryOperator<ActivityOptions.Builder> change) {
    Objects.requireNonNull(change, "change");
    UnaryOperator<ActivityOptions.Builder> before = this.change;
    return new DurableChat(policy, sink, options -> change.apply(before.apply(options)));
  }

  /**
   * The whole answer.
   *
   * @throws MainstayException if there is none
   * @throws ActivityFailure if the call was cancelled
   */
  public ChatResponse chat(ChatRequest request) {
    return ours(() -> stub().chat(task(request, Optional.empty(), Optional.empty())));
  }

  /**
   * {@link #chat} beside what the workflow does meanwhile. What {@code Promise.get} throws, {@link
   * DurableFailures#in} makes a {@link MainstayException} of.
   *
   * @throws MainstayException if the request is too large to travel
   */
  public Promise<ChatResponse> chatAsync(ChatRequest request) {
    ChatTask task = task(request, Optional.empty(), Optional.empty());
    return Async.function(stub()::chat, task);
  }

  /**
   * The whole answer, whose pieces went to the sink as they came.
   *
   * @throws MainstayException if there is none
   * @throws ActivityFailure if the call was cancelled
   */
  public StreamedAnswer stream(ChatRequest request) {
    return streamed(task(request, Optional.empty(), Optional.empty()));
  }

  /**
   * {@link #stream(ChatRequest)} under a message id that is known before: one of its own for each
   * answer in all that the sink has, as of the workflow's id and a number. A message that has
   * another question's answer already is refused.
   *
   * @throws MainstayException if there is none
   * @throws ActivityFailure if the call was cancelled
   */
  public StreamedAnswer stream(ChatRequest request, String messageId) {
    Objects.requireNonNull(messageId, "messageId");
    return streamed(task(request, Optional.empty(), Optional.of(messageId)));
  }

  /**
   * The whole answer to a request that is too large to travel: the worker finds it by {@code
   * reference}, as its {@link DurableWorker#withRequests} says.
   *
   * @param model the model group that it asks
   * @throws MainstayException if there is none
   * @throws ActivityFailure if the call was cancelled
   */
  public ChatResponse chatBy(String reference, String model) {
    return ours(() -> stub().chat(referred(reference, model)));
  }

  /**
   * {@link #chatBy}, streamed.
   *
   * @throws MainstayException if there is none
   * @throws ActivityFailure if the call was cancelled
   */
  public StreamedAnswer streamBy(String reference, String model) {
    return streamed(referred(reference, model));
  }

  private StreamedAnswer streamed(ChatTask task) {
    ChatActivities leaving =
        Workflow.newActivityStub(ChatActivities.class, CancelledStream.options(options()));
    return ours(() -> CancelledStream.telling(task, () -> stub().stream(task), leaving::cancelled));
  }

  private ChatTask referred(String reference, String model) {
    Objects.requireNonNull(reference, "reference");
    ChatRequest bare = new ChatRequest(JsonObject.of("model", new JsonString(model)));
    return task(bare, Optional.of(reference), Optional.empty());
  }

  private ChatTask task(
      ChatRequest request, Optional<String> reference, Optional<String> messageId) {
    Objects.requireNonNull(request, "request");
    ChatTask task = new ChatTask(request, reference, policy, attempts(), sink, messageId);
    sized(task.json());
    return task;
  }

  /** How a program is called. */
  ChatTask programCall(Optional<String> messageId) {
    return new ChatTask(
        new ChatRequest(JsonObject.empty()), Optional.empty(), policy, attempts(), sink, messageId);
  }

  private int attempts() {
    RetryOptions retries = options().getRetryOptions();
    return retries == null ? 0 : retries.getMaximumAttempts();
  }

  /** {@code travels}, where Temporal takes it. */
  static JsonObject sized(JsonObject travels) {
    if (!PayloadLimits.fits(travels)) {
      String words =
          PayloadLimits.tooLarge(
              "the request",
              travels,
              "shorten the conversation, or keep it where the worker finds it, and use"
                  + " DurableChat.chatBy");
      throw exception(new Failure.RequestTooLarge(FailureDetail.of(words)));
    }
    return travels;
  }

  private ChatActivities stub() {
    return Workflow.newActivityStub(ChatActivities.class, options());
  }

  /** The options of an activity that makes calls by {@code policy}, for one of a user's own. */
  public static ActivityOptions activityOptions(CallPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    return create().withPolicy(policy).options();
  }

  ActivityOptions options() {
    ActivityOptions.Builder own =
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(policy.deadline())
            .setScheduleToCloseTimeout(policy.deadline())
            .setHeartbeatTimeout(HEARTBEAT_TIMEOUT)
            .setRetryOptions(
                RetryOptions.newBuilder()
                    .setMaximumAttempts(Ownership.CRASH_GUARD)
                    .setInitialInterval(FIRST_INTERVAL)
                    .setMaximumInterval(LONGEST_INTERVAL)
                    .setDoNotRetry(UnreadableException.class.getName())
                    .build());
    return change.apply(own).build();
  }

  /** A failure in a workflow's own code. */
  static MainstayException exception(Failure failure) {
    MainstayException exception =
        MainstayException.of(failure, MetadataJson.nothing(), Optional.empty(), List.of());
    // What a client of the workflow reads.
    exception.initCause(DurableFailures.refusal(failure));
    return exception;
  }

  static <T> T ours(CallInWorkflow<T> call) {
    try {
      return call.make();
    } catch (ActivityFailure failed) {
      if (failed.getCause() instanceof CanceledFailure) {
        throw failed;
      }
      throw told(failed);
    } catch (UnreadableException otherVersion) {
      throw told(otherVersion);
    }
  }

  private static RuntimeException told(RuntimeException failed) {
    return DurableFailures.in(failed).<RuntimeException>map(e -> e).orElse(failed);
  }

  /** A call that blocks its workflow. */
  @FunctionalInterface
  interface CallInWorkflow<T> {
    T make();
  }
}
