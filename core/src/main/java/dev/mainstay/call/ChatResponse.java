package dev.mainstay.call;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.Choice;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Message;
import dev.mainstay.model.ToolCall;
import dev.mainstay.model.Usage;
import dev.mainstay.schema.JsonReadException;
import dev.mainstay.schema.JsonType;
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

  /**
   * The message that says the first choice, whole: text, reasoning with its signatures, and tool
   * calls. It goes into the next request, ahead of the tools' results or of what the user says.
   *
   * <pre>{@code
   * ChatRequest next = request.with(response.message(), Message.user("And then?"));
   * }</pre>
   */
  public Message message() {
    return choice().message();
  }

  /**
   * The text as the {@code type} that the request asked for by {@code responseFormat(type)}.
   *
   * @throws AnswerFormatException if it is not one: cut off, refused, not JSON, or not what the
   *     type asks for; the message names the member
   * @throws dev.mainstay.schema.SchemaException if the type cannot be described to a model
   */
  public <T> T as(Class<T> type) {
    JsonType<T> known = JsonType.of(type);
    Optional<Failure> obstacle = AnswerFormatException.obstacle(choice());
    if (obstacle.isPresent()) {
      throw new AnswerFormatException(obstacle.get(), this);
    }
    try {
      return known.read(text());
    } catch (JsonReadException e) {
      throw AnswerFormatException.unreadable(known.name(), e, this);
    }
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
