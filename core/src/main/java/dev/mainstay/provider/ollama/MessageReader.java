package dev.mainstay.provider.ollama;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.wire.AnswerFacts;
import dev.mainstay.provider.wire.Logprobs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads an answer, whole or line by line. Tool calls come whole. */
final class MessageReader {
  private static final String LOADED = "load";
  private static final String UNLOADED = "unload";

  private final String idPrefix;
  private int calls;

  /**
   * @param answerId what the ids of tool calls are made of that come without any
   */
  MessageReader(String answerId) {
    this.idPrefix = "call_" + answerId + "_";
  }

  /**
   * The id of an answer that begins with {@code first}: the moment of it, since it has no other.
   */
  static String id(JsonObject first, AnswerFacts facts) {
    StringBuilder digits = new StringBuilder();
    first
        .text("created_at")
        .orElse("")
        .chars()
        .filter(c -> c >= '0' && c <= '9')
        .forEach(digit -> digits.append((char) digit));
    return digits.isEmpty() ? String.valueOf(facts.created()) : digits.toString();
  }

  /** {@code facts} with what an answer that begins with {@code first} tells of them itself. */
  static AnswerFacts facts(JsonObject first, AnswerFacts facts) {
    return first.text("model").map(facts::withModel).orElse(facts);
  }

  /** Whether {@code json} is an answer, or a piece of one. */
  static boolean isAnswer(JsonObject json) {
    return !json.hasValue("error")
        && (json.has("message") || json.has("response") || json.has("done"));
  }

  /** Whether {@code json} says that nothing more comes. */
  static boolean isDone(JsonObject json) {
    return json.flag("done").orElse(false);
  }

  /** Whether {@code json} tells of the model's memory alone, and answers nothing. */
  static boolean isOfMemory(JsonObject json) {
    String reason = json.text("done_reason").orElse("");
    return reason.equals(LOADED) || reason.equals(UNLOADED);
  }

  /** What {@code json} says, but for its end. */
  List<ChatEvent> said(JsonObject json) {
    JsonObject message = json.object("message").orElse(JsonObject.empty());
    List<ChatEvent> said = new ArrayList<>();
    message
        .text("thinking")
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> said.add(new ReasoningDelta(text)));
    message
        .text("content")
        .or(() -> json.text("response"))
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> said.add(new TextDelta(text)));
    message.array("tool_calls").stream()
        .flatMap(JsonArray::objects)
        .forEach(call -> said.add(call(call)));
    return said;
  }

  /** How probable the tokens of {@code json} were, which Ollama tells as OpenAI does. */
  static Logprobs logprobs(JsonObject json) {
    return json.array("logprobs").map(tokens -> Logprobs.of(0, tokens)).orElse(Logprobs.none());
  }

  private ToolCallDelta call(JsonObject call) {
    JsonObject function = call.object("function").orElse(JsonObject.empty());
    int number = calls++;
    String id = call.text("id").filter(own -> !own.isEmpty()).orElse(idPrefix + number);
    String arguments =
        function
            .get("arguments")
            .map(value -> value instanceof JsonString(String text) ? text : value.toJson())
            .orElse("{}");
    return new ToolCallDelta(number, id, function.text("name").orElse(""), arguments);
  }

  /** The end that the last line is. It says {@code stop} also where tools are to be called. */
  Finished end(JsonObject last) {
    String word = last.text("done_reason").orElse("stop");
    FinishReason reason =
        word.equals("length")
            ? FinishReason.LENGTH
            : calls > 0 ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    return new Finished(reason, word);
  }

  /** The tokens that the last line tells; a prompt that was in memory may be left out. */
  static Optional<Usage> usage(JsonObject last) {
    OptionalLong read = last.number("prompt_eval_count");
    OptionalLong written = last.number("eval_count");
    if (read.isEmpty() && written.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(Usage.of(read.orElse(0), written.orElse(0)));
  }
}
