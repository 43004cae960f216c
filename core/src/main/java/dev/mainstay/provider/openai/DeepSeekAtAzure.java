package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.ParameterPolicy;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What Azure refuses for DeepSeek's models, which DeepSeek itself or Azure's other models take.
 * https://github.com/earendil-works/pi/issues/9645
 */
final class DeepSeekAtAzure {
  // Whoever answers, the answer is the same without them.
  private static final Set<String> OF_CACHE = Set.of("prompt_cache_key", "prompt_cache_retention");
  private static final String THINKING = "thinking";

  private DeepSeekAtAzure() {}

  /** Whether the model of {@code request} is one, by its name. */
  static boolean isAsked(JsonObject request) {
    return request
        .text("model")
        .filter(model -> model.toLowerCase(Locale.ROOT).contains("deepseek"))
        .isPresent();
  }

  /** {@code request} without it; {@code thinking} stays where {@code policy} drops nothing. */
  static JsonObject drop(JsonObject request, ParameterPolicy policy) {
    Set<String> refused = new HashSet<>(OF_CACHE);
    if (policy.dropsUnsupported()) {
      refused.add(THINKING);
    }
    refused.removeAll(policy.allowed());
    return request.without(refused);
  }
}
