package dev.mainstay.temporal;

import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.failure.ApplicationFailure;
import java.util.function.Function;

/** Answers the activities. */
final class ChatWorker implements ChatActivities {
  private final WorkerSettings settings;

  ChatWorker(WorkerSettings settings) {
    this.settings = settings;
  }

  @Override
  public ChatResponse chat(ChatTask task) {
    return run(task, call -> sized(settings.mainstay().chat(call)));
  }

  /** Runs {@code work} with the call that {@code task} is. */
  <T> T run(ChatTask task, Function<ChatCall, T> work) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    return DurableFailures.guarded(() -> {
      try (ActivityCall call = new ActivityCall(settings, context, task)) {
        return call.run(() -> work.apply(call.chatCall(request(task))), kind -> {});
      }
    });
  }

  @Override
  public StreamedAnswer stream(ChatTask task) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    return DurableFailures.guarded(() -> {
      try (ActivityCall call = new ActivityCall(settings, context, task);
          Streaming streaming = new Streaming(settings, call, task)) {
        return call.run(() -> streaming.run(() -> request(task)), streaming::failed);
      }
    });
  }

  @Override
  public void cancelled(String sink, String messageId) {
    DurableFailures.guarded(() -> SinkLine.cancelled(settings, sink, messageId));
  }

  private ChatRequest request(ChatTask task) {
    if (task.reference().isEmpty()) {
      return task.request();
    }
    ChatRequest found =
        settings
            .requests()
            .orElseThrow(() ->
                refused(
                    "the call names its request by a reference, and this worker knows none;"
                        + " give it DurableWorker.withRequests"))
            .apply(task.reference().get());
    if (found == null) {
      throw refused(
          "the worker's DurableWorker.withRequests has no request by the call's reference");
    }
    return found;
  }

  private static ApplicationFailure refused(String why) {
    return DurableFailures.refusal(new Failure.BadRequest(FailureDetail.of(why)));
  }

  static ChatResponse sized(ChatResponse response) {
    fits(ResponseJson.of(response));
    return response;
  }

  /** {@code json}, which is an answer, where Temporal takes it. */
  static JsonObject fits(JsonObject json) {
    if (!PayloadLimits.fits(json)) {
      throw tooLarge(PayloadLimits.tooLarge("the answer", json, ""));
    }
    return json;
  }

  static ApplicationFailure tooLarge(String why) {
    String words = why + "ask for less, by a limit on its tokens";
    return DurableFailures.refusal(new Failure.RequestTooLarge(FailureDetail.of(words)));
  }
}
