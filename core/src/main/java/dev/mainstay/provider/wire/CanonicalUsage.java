package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.model.Usage;
import java.util.OptionalLong;

/** Usage as OpenAI writes it. */
public final class CanonicalUsage {
  private CanonicalUsage() {}

  /** The {@code usage} object, with the details that are known. */
  public static JsonObject of(Usage usage) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("prompt_tokens", usage.promptTokens())
            .put("completion_tokens", usage.completionTokens())
            .put("total_tokens", usage.totalTokens());
    detail(json, "prompt_tokens_details", "cached_tokens", usage.cachedTokens());
    detail(json, "completion_tokens_details", "reasoning_tokens", usage.reasoningTokens());
    return json.build();
  }

  private static void detail(
      JsonObjectBuilder json, String object, String field, OptionalLong tokens) {
    tokens.ifPresent(count -> json.put(object, JsonObject.builder().put(field, count).build()));
  }
}
