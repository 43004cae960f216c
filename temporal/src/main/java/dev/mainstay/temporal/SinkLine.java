package dev.mainstay.temporal;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.temporal.sink.Coalescing;
import dev.mainstay.temporal.sink.FencedException;
import dev.mainstay.temporal.sink.SinkEvent;
import dev.mainstay.temporal.sink.SinkException;
import dev.mainstay.temporal.sink.SinkState;
import dev.mainstay.temporal.sink.SinkWriter;
import dev.mainstay.temporal.sink.TokenSink;
import io.temporal.activity.ActivityInfo;
import io.temporal.failure.ApplicationFailure;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A streamed answer's way to its sink, where it has one; what becomes of it where that fails. */
final class SinkLine implements AutoCloseable {
  // Beside the answer's own names.
  private static final String ASKED = "mainstay_asked";
  private static final SinkState NOTHING = new SinkState("", "", 0, Optional.empty());
  // The kind that readers are told whose call goes on without its sink.
  private static final String LEFT_BEHIND = "ConnectionFailed";

  private final ChatTask task;
  private final JsonObject question;
  private final String messageId;
  private final Duration longest;
  private @Nullable Coalescing line;
  private SinkState state = NOTHING;
  private @Nullable String failure;

  private SinkLine(ChatTask task, JsonObject question, String messageId, Duration longest) {
    this.task = task;
    this.question = question;
    this.messageId = messageId;
    this.longest = longest;
  }

  /**
   * The way to the task's message, not opened yet.
   *
   * @param question by what the message is known to have this answer, and not another
   */
  static SinkLine of(ChatTask task, JsonObject question, ActivityInfo info) {
    String id =
        task.messageId()
            .orElseGet(() ->
                messageId(info.getWorkflowId(), info.getWorkflowRunId(), info.getActivityId()));
    return new SinkLine(task, question, id, longest(task, info));
  }

  /** The id of a message for which none was chosen. */
  static String messageId(@Nullable String workflowId, @Nullable String runId, String activityId) {
    return workflowId + "/" + runId + "/" + activityId;
  }

  // What is left of its deadline, by the server's clock up to this attempt.
  private static Duration longest(ChatTask task, ActivityInfo info) {
    Duration used = Duration.ofMillis(info.getStartedTimestamp() - info.getScheduledTimestamp());
    Duration left = task.deadline(info).minus(used);
    return left.isPositive() ? left : Duration.ZERO;
  }

  /** Opens the message for the attempt, and shuts out all before it. */
  void open(WorkerSettings settings, int attempt) {
    task.sink()
        .map(name -> sink(settings, name))
        .ifPresent(sink -> guard(() -> openAt(sink, settings, attempt)));
  }

  /**
   * Tells the readers of the message that its call was cancelled; {@code false} where they have
   * been told another end before.
   */
  static boolean cancelled(WorkerSettings settings, String sink, String messageId) {
    SinkWriter writer = sink(settings, sink).open(messageId, Integer.MAX_VALUE);
    boolean isOpen = writer.state().last().isEmpty();
    if (isOpen) {
      writer.write(1, new SinkEvent.Failed("Cancelled"));
    }
    return isOpen;
  }

  private static TokenSink sink(WorkerSettings settings, String name) {
    TokenSink sink = settings.sinks().get(name);
    if (sink == null) {
      throw DurableFailures.refusal(
          new Failure.BadRequest(
              FailureDetail.of(
                  "the worker has no sink '"
                      + name
                      + "'; give it DurableWorker.withSink, or use one of "
                      + settings.sinks().keySet())));
    }
    return sink;
  }

  private void openAt(TokenSink sink, WorkerSettings settings, int attempt) {
    SinkWriter writer = sink.open(messageId, attempt, longest);
    state = writer.state();
    line = new Coalescing(writer, settings.time(), sink.period(), sink.size());
  }

  String messageId() {
    return messageId;
  }

  /** Whether the sink has what readers have. */
  boolean isKept() {
    return line != null;
  }

  /** What readers had when it was opened. */
  SinkState state() {
    return state;
  }

  /** The kind of failure that it met, where it has. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * The whole answer, where an attempt before had come so far and its worker died then.
   *
   * @throws io.temporal.failure.ApplicationFailure if it answers another question, or if readers
   *     were told of a failure that was the end
   */
  Optional<JsonObject> answer() {
    failedBefore().ifPresent(this::endAsTold);
    Optional<JsonObject> done = done();
    if (done.flatMap(all -> all.text(ASKED)).filter(asked -> !asked.equals(asked())).isPresent()) {
      throw refusal("BadRequest", "has the answer to another question");
    }
    return done.map(all -> all.without(Set.of(ASKED)));
  }

  private Optional<String> failedBefore() {
    return state.last().isPresent() && state.last().get() instanceof SinkEvent.Failed(String kind)
        ? Optional.of(kind)
        : Optional.empty();
  }

  private void endAsTold(String kind) {
    boolean goesOn = task.policy().onSinkFailure() == CallPolicy.OnSinkFailure.GO_ON;
    if (!goesOn || !kind.equals(LEFT_BEHIND)) {
      throw refusal(kind, "has ended by " + kind);
    }
    failure = SinkException.class.getSimpleName();
  }

  private ApplicationFailure refusal(String kind, String why) {
    String words =
        "message '"
            + messageId
            + "' "
            + why
            + "; give each answer an id of its own, such as its workflow's id with a number";
    JsonObject told = JsonObject.of("kind", new JsonString(kind));
    return DurableFailures.refusal(FailureJson.read(told, words));
  }

  /** Ends the message by the whole answer; nothing where the call goes on without its sink. */
  void done(JsonObject answer) {
    add(new SinkEvent.Done(answer.with(ASKED, new JsonString(asked()))));
  }

  private String asked() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(question.toBytes()), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  // What the message ended by, where an attempt before had ended it.
  private Optional<JsonObject> done() {
    return state.last().isPresent() && state.last().get() instanceof SinkEvent.Done(JsonObject all)
        ? Optional.of(all)
        : Optional.empty();
  }

  /** Tells readers that the call goes on without them, where the sink takes it. */
  void leaveReaders(WorkerSettings settings, int attempt) {
    try {
      fail(settings, attempt, LEFT_BEHIND);
    } catch (RuntimeException notTold) {
      // The answer says so.
    }
  }

  /** Adds to the message; nothing where the call goes on without its sink. */
  void add(SinkEvent event) {
    Coalescing open = line;
    if (open != null && failure == null) {
      guard(() -> open.add(event));
    }
  }

  /**
   * Tells readers that there will be no more, where the sink takes it; it may not be open yet.
   *
   * @throws SinkException if the sink fails
   */
  void fail(WorkerSettings settings, int attempt, String kind) {
    TokenSink sink = task.sink().map(settings.sinks()::get).orElse(null);
    if (sink == null) {
      return;
    }
    if (line == null) {
      openAt(sink, settings, attempt);
    }
    if (line != null && state.last().isEmpty()) {
      line.fail(new SinkEvent.Failed(kind));
    }
  }

  private void guard(Runnable work) {
    try {
      work.run();
    } catch (FencedException shutOut) {
      throw shutOut;
    } catch (RuntimeException failed) {
      failure = failed.getClass().getSimpleName();
      if (task.policy().onSinkFailure() == CallPolicy.OnSinkFailure.FAIL) {
        throw failed;
      }
    }
  }

  /** Lets go of what is held: whoever goes on begins at what the sink has. */
  @Override
  public void close() {
    if (line != null) {
      line.close();
    }
  }
}
