package dev.mainstay.call;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.Choice;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.ToolCall;
import dev.mainstay.model.Usage;
import java.util.List;
import java.util.Optional;

/**
 * An answer: whole, unless it is the partial answer in an exception.
 *
 * @param id the provider's id of the answer; may be empty
 * @param model the model that answered, in the provider's words; may be empty
 * @param choices the answers, at least one
 * @param usage the tokens used, where told
 * @param json the provider's answer as it came, in OpenAI's form; nothing for one put together from
 *     a stream
 * @param metadata the story of the call
 */
public record ChatResponse(
    String id,
    String model,
    List<Choice> choices,
    Optional<Usage> usage,
    Optional<JsonObject> json,
    CallMetadata metadata) {

  /** A response; the list is copied. */
  public ChatResponse {
    choices = List.copyOf(choices);
  }

  /** The first choice. */
  public Choice choice() {
    return choices.getFirst();
  }

  /** The text of the first choice; may be empty. */
  public String text() {
    return choice().text();
  }

  /** The tools to be called, of the first choice. */
  public List<ToolCall> toolCalls() {
    return choice().toolCalls();
  }

  /** Why the model stopped, of the first choice; nothing in an answer that was cut off. */
  public Optional<FinishReason> finishReason() {
    return choice().finishReason();
  }
}
