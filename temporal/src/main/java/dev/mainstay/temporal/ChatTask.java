package dev.mainstay.temporal;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.model.ChatRequest;
import io.temporal.activity.ActivityInfo;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What an activity is asked to do: a request, or a reference to one, and how. It holds no key: keys
 * are the worker's.
 *
 * @param request what is asked of a model; where there is a reference, what the worker finds under
 *     it is asked in its place
 * @param reference under which the worker finds the request, where that is too large to travel
 * @param policy what the call may take
 * @param temporalAttempts the {@code maximumAttempts} that Temporal was given for the activity; 0
 *     for no limit
 * @param sink the name of the worker's sink that a streamed answer goes to; nothing for none
 * @param messageId under which it goes there; nothing for one made of workflow, run and activity
 */
public record ChatTask(
    ChatRequest request,
    Optional<String> reference,
    CallPolicy policy,
    int temporalAttempts,
    Optional<String> sink,
    Optional<String> messageId) {
  /** Null is refused. */
  public ChatTask {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(reference, "reference");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(sink, "sink");
    Objects.requireNonNull(messageId, "messageId");
  }

  /**
   * A plain call with {@code request}, for an activity with {@link DurableChat#activityOptions}.
   */
  public static ChatTask of(ChatRequest request, CallPolicy policy) {
    return new ChatTask(
        request,
        Optional.empty(),
        policy,
        Ownership.CRASH_GUARD,
        Optional.empty(),
        Optional.empty());
  }

  /** The task as it travels. */
  public JsonObject json() {
    JsonObjectBuilder json = JsonObject.builder().put("request", request.json());
    request
        .original()
        .ifPresent(original ->
            json.put(
                "original",
                JsonObject.builder()
                    .put("dialect", original.dialect())
                    .put("json", original.json())
                    .build()));
    reference.ifPresent(name -> json.put("reference", name));
    json.put("policy", policy.json()).put("temporal_attempts", temporalAttempts);
    sink.ifPresent(name -> json.put("sink", name));
    messageId.ifPresent(id -> json.put("message_id", id));
    return json.build();
  }

  /** How long the call may take in all: the activity's own options may say less than the policy. */
  Duration deadline(ActivityInfo info) {
    Duration whole = info.getScheduleToCloseTimeout();
    boolean isLess = whole.isPositive() && whole.compareTo(policy.deadline()) < 0;
    return isLess ? whole : policy.deadline();
  }

  /** What is asked, however it is to be made. */
  JsonObject question() {
    return JsonObject.builder()
        .put("request", request.json())
        .put("reference", reference.orElse(""))
        .build();
  }

  /**
   * The task that travelled as {@code json}.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static ChatTask of(JsonObject json) {
    return new ChatTask(
        request(json),
        json.text("reference"),
        CallPolicy.of(json.object("policy").orElse(JsonObject.empty())),
        Math.toIntExact(json.number("temporal_attempts").orElse(0)),
        json.text("sink"),
        json.text("message_id"));
  }

  private static ChatRequest request(JsonObject json) {
    JsonObject request = json.object("request").orElse(JsonObject.empty());
    Optional<ChatRequest.Original> original =
        json.object("original")
            .map(o ->
                new ChatRequest.Original(
                    o.text("dialect").orElse(""), o.object("json").orElse(JsonObject.empty())));
    return new ChatRequest(request, original);
  }

  /** The task in the words of a log: neither request nor reference. */
  @Override
  public String toString() {
    return "ChatTask[" + request.model() + ", " + policy + "]";
  }
}
