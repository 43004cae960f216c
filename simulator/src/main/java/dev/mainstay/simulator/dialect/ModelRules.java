package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import java.util.List;
import java.util.Optional;

/**
 * What models at Bedrock refuse by themselves, by the ids that AWS gives them: Claudes, and of
 * Amazon's Nova a field in the wrong place. Whose name may mean any model refuses nothing.
 */
final class ModelRules {
  private static final String OF_MODEL = "The model returned the following errors: ";
  private static final String FIELDS = "additionalModelRequestFields";

  private ModelRules() {}

  /** Why {@code model} refuses {@code body}, whose turns are {@code turns}. */
  static Optional<String> refused(String model, JsonObject body, List<JsonObject> turns) {
    if (model.contains("amazon.nova")) {
      return ofNova(body).map(words -> OF_MODEL + words);
    }
    if (!model.contains("claude")) {
      return Optional.empty();
    }
    return prefill(model, body, turns).or(() -> ofClaude(model, body, turns));
  }

  // https://docs.aws.amazon.com/nova/latest/userguide/complete-request-schema.html
  private static Optional<String> ofNova(JsonObject body) {
    return body.object(FIELDS).filter(fields -> fields.has("top_k")).isPresent()
        ? Optional.of(
            "Malformed input request: extraneous key [top_k] is not permitted, please reformat your"
                + " input and try again.")
        : Optional.empty();
  }

  private static Optional<String> prefill(String model, JsonObject body, List<JsonObject> turns) {
    boolean endsInAssistant =
        !turns.isEmpty() && turns.getLast().text("role").filter("assistant"::equals).isPresent();
    if (!endsInAssistant) {
      return Optional.empty();
    }
    if (Claude.of(model).isFrom(46)) {
      return Optional.of(MessagesRules.PREFILL);
    }
    if (body.object("outputConfig").filter(c -> c.hasValue("textFormat")).isPresent()) {
      return Optional.of("outputConfig.textFormat cannot be used with an assistant prefill");
    }
    String text = ConverseRequests.blocks(turns.getLast()).getLast().text("text").orElse("");
    return text.equals(text.stripTrailing())
        ? Optional.empty()
        : Optional.of("final assistant content cannot end with trailing whitespace");
  }

  private static Optional<String> ofClaude(String model, JsonObject body, List<JsonObject> turns) {
    Optional<String> words =
        CallsAnswered.areRepeated(turns, turn -> ConverseRules.ids(turn, ConverseRules.TOOL_USE))
            ? Optional.of("messages: `tool_use` ids must be unique")
            : thoughts(turns).or(() -> ClaudeRules.refused(Claude.of(model), inItsOwnWords(body)));
    return words.map(said -> OF_MODEL + said);
  }

  private static Optional<String> thoughts(List<JsonObject> turns) {
    boolean isForeign =
        ConverseRules.blocks(turns)
            .flatMap(block -> block.object("reasoningContent").stream())
            .flatMap(content -> content.object("reasoningText").stream())
            .anyMatch(thought -> !AnthropicMessage.isSigned(thought));
    return isForeign ? Optional.of("Invalid `signature` in `thinking` block") : Optional.empty();
  }

  private static JsonObject inItsOwnWords(JsonObject body) {
    JsonObjectBuilder own = body.object(FIELDS).orElse(JsonObject.empty()).toBuilder();
    JsonObject config = body.object("inferenceConfig").orElse(JsonObject.empty());
    config.get("maxTokens").ifPresent(most -> own.put("max_tokens", most));
    config.get("temperature").ifPresent(value -> own.put("temperature", value));
    config.get("topP").ifPresent(value -> own.put("top_p", value));
    own.put(
        "output_config",
        JsonObject.of(
            "effort",
            body.object("outputConfig").flatMap(c -> c.get("effort")).orElse(JsonNull.NULL)));
    body.object(ConverseRules.TOOL_CONFIG)
        .flatMap(tools -> tools.object("toolChoice"))
        .ifPresent(choice ->
            own.put(
                "tool_choice", JsonObject.of("type", new JsonString(choice.names().getFirst()))));
    return own.build();
  }
}
