package dev.mainstay.gateway.config;

import java.util.List;
import java.util.Map;

/**
 * What LiteLLM's users write between provider and model to choose how the model is asked. It is not
 * part of the model's name.
 */
record RoutePrefix(Values values) {
  private static final String RESPONSES = "responses/";
  private static final Map<String, List<String>> PREFIXES =
      Map.of(
          "bedrock", List.of("converse/", "invoke/"),
          "openai", List.of(RESPONSES),
          "azure", List.of(RESPONSES, "o_series/", "gpt5_series/"));

  /** {@code name} at {@code provider} without such a prefix. */
  String strip(String provider, String name, Text model) {
    for (String prefix : PREFIXES.getOrDefault(provider, List.of())) {
      if (name.startsWith(prefix)) {
        if (prefix.equals(RESPONSES)) {
          warn(model);
        }
        return name.substring(prefix.length());
      }
    }
    return name;
  }

  private void warn(Text model) {
    values
        .problems()
        .warning(
            model.at(),
            "model "
                + model.shown()
                + " asks for OpenAI's Responses API, which Mainstay does not call yet: the model is"
                + " asked for chat completions");
  }
}
