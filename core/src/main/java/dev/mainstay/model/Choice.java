package dev.mainstay.model;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One answer among those asked for.
 *
 * @param index which, from 0
 * @param text the text; may be empty
 * @param reasoning the reasoning, where the provider shows it; may be empty
 * @param refusal the refusal; may be empty
 * @param toolCalls the tools to be called
 * @param finishReason why the model stopped; nothing in an answer that was cut off
 * @param nativeFinishReason the provider's own word for it
 * @param thoughts the reasoning with the provider's signatures, where it has any, which it wants
 *     back with the message in the next turn: Claude's and Gemini's {@code thinking_blocks}, or
 *     OpenRouter's {@code reasoning_details}, whose types begin with {@code reasoning.}
 */
public record Choice(
    int index,
    String text,
    String reasoning,
    String refusal,
    List<ToolCall> toolCalls,
    Optional<FinishReason> finishReason,
    Optional<String> nativeFinishReason,
    List<JsonObject> thoughts) {

  /** A choice; the lists are copied. */
  public Choice {
    toolCalls = List.copyOf(toolCalls);
    thoughts = List.copyOf(thoughts);
  }

  /**
   * The message that says this, to go into the conversation before what comes next: text,
   * reasoning, refusal, tool calls, and the thoughts as their provider wants them back. What
   * another provider would refuse of it is not sent there.
   */
  public Message message() {
    JsonObjectBuilder message = JsonObject.builder().put("role", "assistant");
    message.put("content", text.isEmpty() ? JsonNull.NULL : new JsonString(text));
    if (!reasoning.isEmpty()) {
      message.put("reasoning_content", reasoning);
    }
    if (!refusal.isEmpty()) {
      message.put("refusal", refusal);
    }
    if (!toolCalls.isEmpty()) {
      message.put("tool_calls", JsonArray.of(toolCalls.stream().map(ToolCall::toJson).toList()));
    }
    put(message, "thinking_blocks", thoughts.stream().filter(thought -> !isDetail(thought)));
    put(message, "reasoning_details", thoughts.stream().filter(Choice::isDetail));
    return new Message(message.build());
  }

  private static void put(JsonObjectBuilder message, String name, Stream<JsonObject> thoughts) {
    List<JsonObject> some = thoughts.toList();
    if (!some.isEmpty()) {
      message.put(name, JsonArray.of(some));
    }
  }

  private static boolean isDetail(JsonObject thought) {
    return thought.text("type").orElse("").startsWith("reasoning.");
  }

  /** A choice of which nothing has come yet. */
  public static Choice empty(int index) {
    return new Choice(index, "", "", "", List.of(), Optional.empty(), Optional.empty(), List.of());
  }
}
