package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.Usage;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tokens as {@code usageMetadata} counts them: cached ones among the prompt's, thoughts beside the
 * answer's. https://ai.google.dev/api/generate-content#UsageMetadata
 */
final class TokenCounts {
  private TokenCounts() {}

  /** The usage that {@code answer} tells, if it does. */
  static Optional<Usage> in(JsonObject answer) {
    return answer.object("usageMetadata").flatMap(TokenCounts::usage);
  }

  private static Optional<Usage> usage(JsonObject counts) {
    OptionalLong asked = counts.number("promptTokenCount");
    OptionalLong total = counts.number("totalTokenCount");
    if (asked.isEmpty() && total.isEmpty()) {
      return Optional.empty();
    }
    long prompt = asked.orElse(0) + counts.number("toolUsePromptTokenCount").orElse(0);
    OptionalLong thoughts = counts.number("thoughtsTokenCount");
    long completion = counts.number("candidatesTokenCount").orElse(0) + thoughts.orElse(0);
    return Optional.of(
        new Usage(
            prompt,
            completion,
            total.orElse(prompt + completion),
            counts.number("cachedContentTokenCount"),
            thoughts));
  }
}
