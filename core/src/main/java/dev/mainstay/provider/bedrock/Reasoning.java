package dev.mainstay.provider.bedrock;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.wire.ChatFields;
import dev.mainstay.provider.wire.ClaudeModel;
import dev.mainstay.provider.wire.ClaudeThinking;
import dev.mainstay.provider.wire.TakenRequest;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.Optional;

/**
 * How a model is asked to reason by OpenAI's word for the effort: each family has words of its own,
 * in {@code additionalModelRequestFields}.
 *
 * @param fields the family's own fields
 * @param effort the effort in {@code outputConfig}
 */
record Reasoning(JsonObject fields, Optional<String> effort) {
  private static final String EFFORT = "reasoning_effort";
  private static final String THINKING = "thinking";
  private static final Reasoning NONE = new Reasoning(JsonObject.empty(), Optional.empty());

  /**
   * What {@code taken} asks of {@code model}.
   *
   * @param isForced whether a tool is forced, where a Claude refuses to think
   * @param lacksThoughts whether the conversation's own are lost: a Claude on a budget refuses it
   * @throws UnsupportedException if it asks for an effort of a model that takes none
   */
  static Reasoning of(
      TakenRequest taken, BedrockModel model, boolean isForced, boolean lacksThoughts) {
    Optional<ClaudeModel> claude = model.claude();
    if (claude.isPresent()) {
      return ofClaude(taken, claude.get(), isForced, lacksThoughts);
    }
    JsonObject request = taken.json();
    Optional<String> effort = request.text(EFFORT).filter(word -> !word.equals("none"));
    if (effort.isEmpty()) {
      return NONE;
    }
    if (model.isNova2()) {
      return of("reasoningConfig", ofNova(word(effort.get())));
    }
    if (model.isGptOss()) {
      return of(EFFORT, new JsonString(word(effort.get())));
    }
    if (taken.leavesOut(EFFORT)) {
      return NONE;
    }
    throw new UnsupportedException(
        EFFORT,
        "bedrock does not take 'reasoning_effort' for '"
            + model.id()
            + "'; give the model's own fields in additionalModelRequestFields, "
            + UnsupportedException.OR_DROP);
  }

  /** This, but for the fields. */
  Reasoning withoutFields() {
    return new Reasoning(JsonObject.empty(), effort);
  }

  private static Reasoning ofClaude(
      TakenRequest taken, ClaudeModel claude, boolean isForced, boolean lacksThoughts) {
    JsonObject request = taken.json();
    long limit = ChatFields.maxTokens(request).orElse(claude.outputLimit());
    JsonObject fields =
        ClaudeThinking.of(BedrockProvider.NAME, taken, claude, limit, isForced, lacksThoughts)
            .map(thinking -> JsonObject.of(THINKING, thinking))
            .orElse(JsonObject.empty());
    return new Reasoning(fields, ClaudeThinking.effortWord(request, claude));
  }

  // https://docs.aws.amazon.com/nova/latest/nova2-userguide/extended-thinking.html
  private static JsonObject ofNova(String word) {
    return JsonObject.builder().put("type", "enabled").put("maxReasoningEffort", word).build();
  }

  private static Reasoning of(String name, JsonValue value) {
    return new Reasoning(JsonObject.of(name, value), Optional.empty());
  }

  private static String word(String effort) {
    return switch (effort) {
      case "minimal" -> "low";
      case "xhigh", "max" -> "high";
      default -> effort;
    };
  }
}
