package dev.mainstay.model;

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
 */
public record Choice(
    int index,
    String text,
    String reasoning,
    String refusal,
    List<ToolCall> toolCalls,
    Optional<FinishReason> finishReason,
    Optional<String> nativeFinishReason) {

  /** A choice; the list is copied. */
  public Choice {
    toolCalls = List.copyOf(toolCalls);
  }

  /** A choice of which nothing has come yet. */
  public static Choice empty(int index) {
    return new Choice(index, "", "", "", List.of(), Optional.empty(), Optional.empty());
  }
}
