package dev.mainstay.model;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import java.util.List;
import java.util.Optional;

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
 * @param thoughts the reasoning with the provider's signatures, where it has any: the {@code
 *     thinking_blocks} that it wants back with the message in the next turn
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

  /** The message that says this, to stand in the conversation ahead of what comes next. */
  public Message message() {
    JsonObjectBuilder message = JsonObject.builder().put("role", "assistant");
    message.put("content", text.isEmpty() ? JsonNull.NULL : new JsonString(text));
    if (!refusal.isEmpty()) {
      message.put("refusal", refusal);
    }
    if (!toolCalls.isEmpty()) {
      message.put("tool_calls", JsonArray.of(toolCalls.stream().map(ToolCall::toJson).toList()));
    }
    if (!thoughts.isEmpty()) {
      message.put("thinking_blocks", JsonArray.of(thoughts));
    }
    return new Message(message.build());
  }

  /** A choice of which nothing has come yet. */
  public static Choice empty(int index) {
    return new Choice(index, "", "", "", List.of(), Optional.empty(), Optional.empty(), List.of());
  }
}
