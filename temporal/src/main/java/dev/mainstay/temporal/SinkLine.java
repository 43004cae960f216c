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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A streamed answer's way to its sink, where it has one; what becomes of it where that fails. */
final class SinkLine implements AutoCloseable {
  // Beside the answer's own names.
  private static final String ASKED = "mainstay_asked";
  private static final SinkState NOTHING = new SinkState("", "", 0, Optional.empty());

  private final ChatTask task;
  private final JsonObject question;
  private final String messageId;
  private @Nullable Coalescing line;
  private SinkState state = NOTHING;
  private @Nullable String failure;

  private SinkLine(ChatTask task, JsonObject question, String messageId) {
    this.task = task;
    this.question = question;
    this.messageId = messageId;
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
                info.getWorkflowId() + "/" + info.getWorkflowRunId() + "/" + info.getActivityId());
    return new SinkLine(task, question, id);
  }

  /** Opens the message for the attempt, and shuts out all before it. */
  void open(WorkerSettings settings, int attempt) {
    task.sink()
        .map(name -> sink(settings, name))
        .ifPresent(sink -> guard(() -> openAt(sink, settings, attempt)));
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
    SinkWriter writer = sink.open(messageId, attempt);
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
   * @throws io.temporal.failure.ApplicationFailure if it answers another question
   */
  Optional<JsonObject> answer() {
    Optional<JsonObject> done = done();
    if (done.flatMap(all -> all.text(ASKED)).filter(asked -> !asked.equals(asked())).isPresent()) {
      throw DurableFailures.refusal(
          new Failure.BadRequest(
              FailureDetail.of(
                  "message '"
                      + messageId
                      + "' has the answer to another question; give each answer an id of its own,"
                      + " as of its workflow's id and a number")));
    }
    return done.map(all -> all.without(Set.of(ASKED)));
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
    } catch (SinkException failed) {
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
