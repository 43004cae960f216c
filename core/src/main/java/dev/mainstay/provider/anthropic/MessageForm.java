package dev.mainstay.provider.anthropic;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Choice;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.ToolCall;
import dev.mainstay.model.Usage;
import dev.mainstay.text.TokenEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes an answer, whoever gave it, as a message of the Messages API. */
final class MessageForm {
  private static final Set<String> STOP_REASONS =
      Set.of(
          "end_turn",
          "max_tokens",
          "stop_sequence",
          "tool_use",
          "pause_turn",
          "refusal",
          "model_context_window_exceeded");

  private static final String ESTIMATED = "estimated";

  private MessageForm() {}

  static JsonObject of(ChatRequest request, ChatResponse answer) {
    JsonObject message =
        answer
            .json()
            .flatMap(json -> json.array("choices"))
            .flatMap(choices -> choices.objects().findFirst())
            .flatMap(choice -> choice.object("message"))
            .orElse(JsonObject.empty());
    return message
        .object(OwnWords.MESSAGE)
        .filter(own -> OwnWords.textOf(own).equals(answer.text()))
        .orElseGet(() -> of(request, answer, message));
  }

  private static JsonObject of(ChatRequest request, ChatResponse answer, JsonObject message) {
    JsonValue stopSequence = message.get(EventsDecoder.STOP_SEQUENCE).orElse(JsonNull.NULL);
    JsonObject told =
        answer.json().flatMap(json -> json.object("usage")).orElse(JsonObject.empty());
    return JsonObject.builder()
        .put("id", answer.id())
        .put("type", "message")
        .put("role", "assistant")
        .put("model", answer.model())
        .put(
            "content",
            message
                .array(EventsDecoder.FOREIGN_BLOCKS)
                .orElseGet(() -> JsonArray.of(blocks(answer.id(), answer.choice()))))
        .put(
            "stop_reason",
            stopReason(answer.choice().finishReason(), answer.choice().nativeFinishReason()))
        .put("stop_sequence", stopSequence)
        .put(
            "usage",
            answer
                .usage()
                .map(usage -> usage(usage, told))
                .orElseGet(() -> estimate(request, tokens(answer.choice()))))
        .build();
  }

  private static List<JsonValue> blocks(String answer, Choice choice) {
    List<JsonValue> blocks = new ArrayList<>(Thoughts.blocks(choice));
    if (blocks.isEmpty() && !choice.reasoning().isEmpty()) {
      blocks.add(thought(choice.reasoning()));
    }
    String text = choice.text() + choice.refusal();
    if (!text.isEmpty()) {
      blocks.add(Blocks.text(text));
    }
    int number = 0;
    for (ToolCall call : choice.toolCalls()) {
      blocks.add(toolUse(call, AnswerIds.told(call.id(), answer, number++)));
    }
    return blocks;
  }

  /** What another provider's model thought: it has no signature, and none is made up. */
  static JsonObject thought(String reasoning) {
    return JsonObject.builder()
        .put("type", "thinking")
        .put("thinking", reasoning)
        .put("signature", "")
        .build();
  }

  private static JsonObject toolUse(ToolCall call, String id) {
    return JsonObject.builder()
        .put("type", "tool_use")
        .put("id", id)
        .put("name", call.name())
        .put("input", input(call.arguments()))
        .build();
  }

  private static JsonObject input(String arguments) {
    try {
      return arguments.isBlank() ? JsonObject.empty() : Json.parseObject(arguments);
    } catch (JsonException e) {
      return JsonObject.of("arguments", new JsonString(arguments));
    }
  }

  /** The {@code stop_reason}: the provider's own where it is one of Anthropic's. */
  static JsonValue stopReason(Optional<FinishReason> reason, Optional<String> own) {
    return own.filter(STOP_REASONS::contains)
        .or(() -> reason.map(MessageForm::word))
        .<JsonValue>map(JsonString::new)
        .orElse(JsonNull.NULL);
  }

  private static String word(FinishReason reason) {
    return switch (reason) {
      case STOP -> "end_turn";
      case LENGTH -> "max_tokens";
      case TOOL_CALLS -> "tool_use";
      case CONTENT_FILTER -> "refusal";
      case PAUSE -> "pause_turn";
    };
  }

  /**
   * Anthropic's usage.
   *
   * @param told the usage in OpenAI's form, for what only Anthropic counts
   */
  static JsonObject usage(Usage usage, JsonObject told) {
    long written =
        usage.cacheWriteTokens().orElseGet(() -> told.number(TokenCounts.WRITTEN).orElse(0));
    long read = usage.cachedTokens().orElse(0);
    long prompt = Math.max(0, usage.promptTokens() - read - written);
    JsonObjectBuilder json = counts(prompt, written, read, usage.completionTokens());
    told.flag(ESTIMATED).ifPresent(estimated -> json.put(ESTIMATED, estimated));
    return json.build();
  }

  /** Anthropic's usage where nobody told it. */
  static JsonObject estimate(ChatRequest request, long completion) {
    return counts(TokenEstimate.ofPrompt(request), 0, 0, completion).put(ESTIMATED, true).build();
  }

  private static JsonObjectBuilder counts(long prompt, long written, long read, long completion) {
    return JsonObject.builder()
        .put("input_tokens", prompt)
        .put(TokenCounts.WRITTEN, written)
        .put(TokenCounts.READ, read)
        .put("output_tokens", completion);
  }

  private static long tokens(Choice choice) {
    TokenEstimate estimate = new TokenEstimate();
    estimate.add(choice.reasoning());
    estimate.add(choice.text());
    estimate.add(choice.refusal());
    for (ToolCall call : choice.toolCalls()) {
      estimate.add(call.name());
      estimate.add(call.arguments());
    }
    return estimate.tokens();
  }

  /**
   * Anthropic's usage at a stream's end, as it was told there, with the counts of the whole answer.
   *
   * @param told as it was told there
   * @param before as it was told at the beginning; its counts are told again where the whole
   *     answer's are others
   * @param whole the counts of the whole answer
   */
  static JsonObject usage(JsonObject told, JsonObject before, JsonObject whole) {
    JsonObjectBuilder json = told.toBuilder();
    whole.forEach((name, count) -> {
      boolean isOther = !count.equals(before.get(name).orElse(JsonNumber.of(0)));
      if (told.hasValue(name) || (isOther && !told.has(name))) {
        json.put(name, count);
      }
    });
    return json.build();
  }
}
