package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonObject;
import java.util.Optional;

/**
 * How a model is asked to think, by OpenAI's word for the effort, by Anthropic's field or by
 * Gemini's own. The budgets are those that Google's front for OpenAI's dialect gives.
 * https://ai.google.dev/gemini-api/docs/openai#thinking
 */
final class Thinking {
  private static final long LOW = 1_024;
  private static final long MEDIUM = 8_192;
  private static final long HIGH = 24_576;
  // The least that gemini-2.5-pro takes, which cannot do without.
  private static final long LEAST_OF_PRO = 128;

  private Thinking() {}

  /** The {@code thinkingConfig} of {@code request}, if it says anything of the kind. */
  static Optional<JsonObject> of(JsonObject request, GeminiModel model) {
    return request
        .object("thinkingConfig")
        .or(() -> request.object("thinking_config"))
        .or(() -> request.object("thinking").map(Thinking::ofAnthropics))
        .or(() -> request.text("reasoning_effort").map(effort -> ofEffort(effort, model)));
  }

  private static JsonObject ofAnthropics(JsonObject thinking) {
    return switch (thinking.text("type").orElse("enabled")) {
      case "disabled" -> budget(0);
      case "adaptive" -> JsonObject.builder().put("includeThoughts", true).build();
      default ->
          thinking.number("budget_tokens").isPresent()
              ? shown(budget(thinking.number("budget_tokens").getAsLong()))
              : JsonObject.builder().put("includeThoughts", true).build();
    };
  }

  private static JsonObject ofEffort(String effort, GeminiModel model) {
    if (effort.equals("none")) {
      return least(model);
    }
    if (model.hasLevels()) {
      return shown(JsonObject.builder().put("thinkingLevel", level(effort, model)).build());
    }
    return shown(
        switch (effort) {
          case "minimal", "low" -> budget(LOW);
          case "medium" -> budget(MEDIUM);
          default -> budget(HIGH);
        });
  }

  private static JsonObject least(GeminiModel model) {
    if (model.hasLevels()) {
      return JsonObject.builder().put("thinkingLevel", level("minimal", model)).build();
    }
    return budget(model.isPro() ? LEAST_OF_PRO : 0);
  }

  private static String level(String effort, GeminiModel model) {
    return switch (effort) {
      case "minimal" -> model.isPro() ? "low" : "minimal";
      case "low" -> effort;
      // The first of its generation had but two.
      case "medium" -> model.name().contains("gemini-3-pro") ? "high" : effort;
      default -> "high";
    };
  }

  private static JsonObject budget(long tokens) {
    return JsonObject.builder().put("thinkingBudget", tokens).build();
  }

  private static JsonObject shown(JsonObject config) {
    return config.toBuilder().put("includeThoughts", true).build();
  }
}
