package dev.mainstay.model;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One message of a conversation.
 *
 * @param json the message in OpenAI's form; fields that this type has no accessor for travel along
 */
public record Message(JsonObject json) {
  /** Null is refused. */
  public Message {
    Objects.requireNonNull(json, "json");
  }

  /** An instruction from the application. */
  public static Message system(String text) {
    return of("system", text);
  }

  /** What the user says. */
  public static Message user(String text) {
    return of("user", text);
  }

  /** What the user says and shows. */
  public static Message user(Content... parts) {
    Objects.requireNonNull(parts, "parts");
    List<JsonObject> content =
        Arrays.stream(parts).map(part -> Objects.requireNonNull(part, "part").toJson()).toList();
    return new Message(
        JsonObject.builder().put("role", "user").put("content", JsonArray.of(content)).build());
  }

  /** What the model said before. */
  public static Message assistant(String text) {
    return of("assistant", text);
  }

  /** The tool calls the model made before, to come before their {@linkplain #tool results}. */
  public static Message assistant(List<ToolCall> toolCalls) {
    Objects.requireNonNull(toolCalls, "toolCalls");
    toolCalls.forEach(call -> Objects.requireNonNull(call, "call"));
    List<JsonObject> calls = toolCalls.stream().map(ToolCall::toJson).toList();
    return new Message(
        JsonObject.builder()
            .put("role", "assistant")
            .put("content", JsonNull.NULL)
            .put("tool_calls", JsonArray.of(calls))
            .build());
  }

  /** The result of the tool call {@code callId}. */
  public static Message tool(String callId, String result) {
    Objects.requireNonNull(callId, "callId");
    Objects.requireNonNull(result, "result");
    return new Message(
        JsonObject.builder()
            .put("role", "tool")
            .put("tool_call_id", callId)
            .put("content", result)
            .build());
  }

  /**
   * The result of the tool call {@code callId}, which failed: {@code text} says why. Anthropic and
   * Gemini are told that it is an error, everybody else reads it.
   */
  public static Message toolError(String callId, String text) {
    Objects.requireNonNull(text, "text");
    return new Message(tool(callId, text).json().with("is_error", JsonBoolean.TRUE));
  }

  /** A message of any role, as in {@code developer}. */
  public static Message of(String role, String text) {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(text, "text");
    return new Message(JsonObject.builder().put("role", role).put("content", text).build());
  }

  /**
   * Who speaks: {@code system}, {@code developer}, {@code user}, {@code assistant}, {@code tool}.
   */
  public String role() {
    return json.text("role").orElse("");
  }

  /** The text of all text parts together, of those with further fields too. */
  public String text() {
    JsonValue content = json.get("content").orElse(JsonNull.NULL);
    if (content instanceof JsonString(String text)) {
      return text;
    }
    StringBuilder text = new StringBuilder();
    if (content instanceof JsonArray parts) {
      parts.forEach(part -> text.append(textOf(part)));
    }
    return text.toString();
  }

  private static String textOf(JsonValue part) {
    return switch (part) {
      case JsonString(String text) -> text;
      case JsonObject object when object.text("type").filter("text"::equals).isPresent() ->
          object.text("text").orElse("");
      // A picture is large: it is not looked at.
      default -> "";
    };
  }

  /** The parts; a plain string is one text part. */
  public List<Content> content() {
    JsonValue content = json.get("content").orElse(JsonNull.NULL);
    if (content instanceof JsonString(String text)) {
      return List.of(new Content.Text(text));
    }
    return content instanceof JsonArray parts
        ? parts.items().stream().map(Content::of).toList()
        : List.of();
  }

  /** The tool calls in it. */
  public List<ToolCall> toolCalls() {
    return json.array("tool_calls").stream()
        .flatMap(JsonArray::objects)
        .map(Message::toolCall)
        .toList();
  }

  /** The tool call this message answers. */
  public Optional<String> toolCallId() {
    return json.text("tool_call_id");
  }

  private static ToolCall toolCall(JsonObject call) {
    JsonObject function = call.object("function").orElse(JsonObject.empty());
    return new ToolCall(
        call.text("id").orElse(""),
        function.text("name").orElse(""),
        function.text("arguments").orElse(""));
  }
}
