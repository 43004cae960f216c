package dev.mainstay.model;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Builds a {@link ChatRequest}. What is not set is left to the provider's own default. */
public final class ChatRequestBuilder {
  private final JsonObjectBuilder json = JsonObject.builder();
  private final List<JsonObject> messages = new ArrayList<>();
  private final List<JsonObject> tools = new ArrayList<>();

  ChatRequestBuilder(String model) {
    json.put("model", model);
  }

  /** Adds an instruction from the application. */
  public ChatRequestBuilder system(String text) {
    Objects.requireNonNull(text, "text");
    return message(Message.system(text));
  }

  /** Adds what the user says. */
  public ChatRequestBuilder user(String text) {
    Objects.requireNonNull(text, "text");
    return message(Message.user(text));
  }

  /** Adds what the user says and shows. */
  public ChatRequestBuilder user(Content... parts) {
    return message(Message.user(parts));
  }

  /** Adds what the model said before. */
  public ChatRequestBuilder assistant(String text) {
    Objects.requireNonNull(text, "text");
    return message(Message.assistant(text));
  }

  /** Adds a message. */
  public ChatRequestBuilder message(Message message) {
    Objects.requireNonNull(message, "message");
    messages.add(message.json());
    return this;
  }

  /** Adds messages. */
  public ChatRequestBuilder messages(List<Message> messages) {
    Objects.requireNonNull(messages, "messages");
    messages.forEach(this::message);
    return this;
  }

  /** Offers a tool. */
  public ChatRequestBuilder tool(Tool tool) {
    Objects.requireNonNull(tool, "tool");
    tools.add(tool.json());
    return this;
  }

  /** Asks for an answer of a form. */
  public ChatRequestBuilder responseFormat(ResponseFormat format) {
    Objects.requireNonNull(format, "format");
    return field("response_format", format.json());
  }

  /**
   * Asks for an answer that is a {@code type}, to be read by {@code response.as(type)}.
   *
   * @param type a record, or what {@link dev.mainstay.schema.JsonType} knows beside
   * @throws dev.mainstay.schema.SchemaException if the type cannot be described to a model
   */
  public ChatRequestBuilder responseFormat(Class<?> type) {
    return responseFormat(ResponseFormat.jsonSchema(type));
  }

  /** How much chance there is in the answer: 0 to 2. */
  public ChatRequestBuilder temperature(double temperature) {
    return field("temperature", temperature);
  }

  /** How much of the probability the answer is chosen from: above 0, at most 1. */
  public ChatRequestBuilder topP(double topP) {
    return field("top_p", topP);
  }

  /** The same answer for the same seed, as far as the provider can. */
  public ChatRequestBuilder seed(long seed) {
    return field("seed", seed);
  }

  /**
   * How much a reasoning model thinks: {@code none}, {@code minimal}, {@code low}, {@code medium},
   * {@code high} or {@code xhigh}, as far as the model knows the word.
   */
  public ChatRequestBuilder reasoningEffort(String effort) {
    Objects.requireNonNull(effort, "effort");
    return field("reasoning_effort", effort);
  }

  /** Whether and which tools are to be called; what the model likes by default. */
  public ChatRequestBuilder toolChoice(ToolChoice choice) {
    Objects.requireNonNull(choice, "choice");
    return field("tool_choice", choice.json());
  }

  /** Whether the model may call several tools at once, which it may by default. */
  public ChatRequestBuilder parallelToolCalls(boolean parallel) {
    return field("parallel_tool_calls", parallel);
  }

  /**
   * The most tokens the answer may have, at least 1: as {@code max_tokens}, which every provider
   * knows. OpenAI's reasoning models, which refuse that, are sent {@code max_completion_tokens}.
   */
  public ChatRequestBuilder maxTokens(int tokens) {
    return field("max_tokens", tokens);
  }

  /** The most tokens the answer may have, reasoning included; at least 1. */
  public ChatRequestBuilder maxCompletionTokens(int tokens) {
    return field("max_completion_tokens", tokens);
  }

  /** Strings at which the model stops, at most 4. */
  public ChatRequestBuilder stop(String... stop) {
    Objects.requireNonNull(stop, "stop");
    return field("stop", JsonArray.of(Arrays.stream(stop).map(JsonString::new).toList()));
  }

  /** Sets any field of OpenAI's form, or of the provider's own. */
  public ChatRequestBuilder field(String name, JsonValue value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    json.put(name, value);
    return this;
  }

  /** Sets any field to a text. */
  public ChatRequestBuilder field(String name, String value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    json.put(name, value);
    return this;
  }

  /** Sets any field to a whole number. */
  public ChatRequestBuilder field(String name, long value) {
    Objects.requireNonNull(name, "name");
    json.put(name, value);
    return this;
  }

  /** Sets any field to a number. */
  public ChatRequestBuilder field(String name, double value) {
    Objects.requireNonNull(name, "name");
    json.put(name, value);
    return this;
  }

  /** Sets any field to {@code true} or {@code false}. */
  public ChatRequestBuilder field(String name, boolean value) {
    Objects.requireNonNull(name, "name");
    json.put(name, value);
    return this;
  }

  /**
   * The request.
   *
   * @throws IllegalStateException if it has no message
   */
  public ChatRequest build() {
    if (messages.isEmpty()) {
      throw new IllegalStateException(
          "the request has no message; add at least one, for instance with user(\"Hello\")");
    }
    json.put("messages", JsonArray.of(messages));
    if (!tools.isEmpty()) {
      json.put("tools", JsonArray.of(tools));
    }
    return new ChatRequest(json.build());
  }
}
