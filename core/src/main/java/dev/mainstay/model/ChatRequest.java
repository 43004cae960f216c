package dev.mainstay.model;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is asked of a model, for instance:
 *
 * <pre>{@code
 * ChatRequest request = ChatRequest.builder("chat")
 *     .system("Answer in one sentence.")
 *     .user("Why is the sky blue?")
 *     .temperature(0.2)
 *     .build();
 * }</pre>
 *
 * @param json the request in OpenAI's form; fields that this type has no accessor for travel along
 * @param original the request as its caller wrote it, where that was in another dialect: a provider
 *     of that dialect sends it on in place of the translation. A request of which the JSON is
 *     changed has none
 */
public record ChatRequest(JsonObject json, Optional<Original> original) {
  /** How many bytes the name of a model may have at most, in UTF-8: names are kept. */
  public static final int MAX_MODEL_BYTES = 256;

  /** Null is refused. */
  public ChatRequest {
    Objects.requireNonNull(json, "json");
    Objects.requireNonNull(original, "original");
  }

  private static final String MESSAGES = "messages";
  private static final String TOOLS = "tools";

  /**
   * A request in another dialect.
   *
   * @param dialect the name of the provider whose dialect it is, as in {@code anthropic}
   * @param json the request
   */
  public record Original(String dialect, JsonObject json) {}

  /** A request in OpenAI's form. */
  public ChatRequest(JsonObject json) {
    this(json, Optional.empty());
  }

  /** A request of one user message. */
  public static ChatRequest of(String model, String text) {
    Objects.requireNonNull(text, "text");
    return builder(model).user(text).build();
  }

  /** A builder of a request to {@code model}: a group's name, or {@code provider/model}. */
  public static ChatRequestBuilder builder(String model) {
    Objects.requireNonNull(model, "model");
    return new ChatRequestBuilder(model);
  }

  /** The model group asked for; empty if the request names none. */
  public String model() {
    return json.text("model").orElse("");
  }

  /** The conversation so far. */
  public List<Message> messages() {
    return json.array(MESSAGES).stream().flatMap(JsonArray::objects).map(Message::new).toList();
  }

  /** The tools offered. */
  public List<Tool> tools() {
    return json.array(TOOLS).stream().flatMap(JsonArray::objects).map(Tool::new).toList();
  }

  /** Whether the answer is to be streamed. */
  public boolean isStream() {
    return json.flag("stream").orElse(false);
  }

  /**
   * How many choices are asked for: at least 1, which is the default. Where it {@linkplain
   * CompletionRequest#asChat carries} several prompts, each has as many.
   */
  public int choices() {
    int each = Math.clamp(json.number("n").orElse(1), 1, Integer.MAX_VALUE);
    int prompts =
        json.has(CompletionRequest.PROMPT) ? new CompletionRequest(json).prompts().size() : 1;
    return Math.clamp((long) each * Math.max(1, prompts), 1, Integer.MAX_VALUE);
  }

  /** Whether a stream is to end with a chunk that tells the usage. */
  public boolean includesUsage() {
    return json.object("stream_options").flatMap(o -> o.flag("include_usage")).orElse(false);
  }

  /** This request with {@code more} at the end of its conversation. */
  public ChatRequest with(Message... more) {
    Objects.requireNonNull(more, "more");
    List<JsonValue> all = new ArrayList<>(json.array(MESSAGES).orElse(JsonArray.of()).items());
    for (Message message : more) {
      all.add(Objects.requireNonNull(message, "message").json());
    }
    return new ChatRequest(json.with(MESSAGES, JsonArray.of(all)));
  }

  /** This request with {@code more} tools offered beside its own. */
  public ChatRequest withTools(List<Tool> more) {
    Objects.requireNonNull(more, "more");
    if (more.isEmpty()) {
      return this;
    }
    List<JsonValue> all = new ArrayList<>(json.array(TOOLS).orElse(JsonArray.of()).items());
    more.forEach(tool -> all.add(Objects.requireNonNull(tool, "tool").json()));
    return new ChatRequest(json.with(TOOLS, JsonArray.of(all)));
  }

  /** This request for another model. */
  public ChatRequest withModel(String model) {
    Objects.requireNonNull(model, "model");
    return new ChatRequest(json.with("model", model), original);
  }

  /** This request, streamed or not. */
  public ChatRequest withStream(boolean stream) {
    if (isStream() == stream) {
      return this;
    }
    return new ChatRequest(json.with("stream", JsonBoolean.of(stream)), original);
  }
}
