package dev.mainstay.provider.bedrock;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.wire.ChatFields;
import dev.mainstay.provider.wire.ClaudeModel;
import dev.mainstay.provider.wire.ClaudeThinking;
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
   * What {@code request} asks of {@code model}.
   *
   * @param mayThink whether a Claude may: it refuses to where a tool is forced
   * @param lacksThoughts whether the conversation's own are lost: a Claude on a budget refuses it
   * @param drops whether an effort is left out for a model that takes none
   * @throws UnsupportedException if it asks for an effort of a model that takes none
   */
  static Reasoning of(
      JsonObject request,
      BedrockModel model,
      boolean mayThink,
      boolean lacksThoughts,
      boolean drops) {
    Optional<ClaudeModel> claude = model.claude();
    if (claude.isPresent()) {
      ClaudeThinking.requireTaken(BedrockProvider.NAME, request, claude.get(), name -> drops);
      boolean isAsked = mayThink || request.hasValue(THINKING);
      return isAsked ? ofClaude(request, claude.get(), lacksThoughts) : NONE;
    }
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
    if (drops) {
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

  private static Reasoning ofClaude(JsonObject request, ClaudeModel claude, boolean lacksThoughts) {
    long limit = ChatFields.maxTokens(request).orElse(claude.outputLimit());
    JsonObject fields =
        ClaudeThinking.of(request, claude, limit)
            .filter(thinking -> !(lacksThoughts && ClaudeThinking.isOnBudget(thinking)))
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
