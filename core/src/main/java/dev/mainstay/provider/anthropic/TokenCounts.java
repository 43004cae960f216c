package dev.mainstay.provider.anthropic;

import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.model.Usage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Anthropic's usage. Its {@code input_tokens} are those alone that no cache had to do with;
 * OpenAI's prompt tokens are all of them.
 *
 * @param json as it was told
 */
record TokenCounts(JsonObject json) {
  static final String READ = "cache_read_input_tokens";
  static final String WRITTEN = "cache_creation_input_tokens";

  static TokenCounts none() {
    return new TokenCounts(JsonObject.empty());
  }

  /** These, with what {@code told} says in place of what was said before. */
  TokenCounts with(JsonObject told) {
    JsonObjectBuilder merged = json.toBuilder();
    told.forEach((name, value) -> {
      if (value != JsonNull.NULL) {
        merged.put(name, value);
      }
    });
    return new TokenCounts(merged.build());
  }

  /** The usage, where any was told. */
  Optional<Usage> usage() {
    OptionalLong input = json.number("input_tokens");
    OptionalLong output = json.number("output_tokens");
    if (input.isEmpty() && output.isEmpty()) {
      return Optional.empty();
    }
    OptionalLong read = json.number(READ);
    long prompt = input.orElse(0) + read.orElse(0) + json.number(WRITTEN).orElse(0);
    long completion = output.orElse(0);
    return Optional.of(
        new Usage(
            prompt,
            completion,
            prompt + completion,
            read,
            OptionalLong.empty(),
            json.number(WRITTEN),
            json.object("cache_creation")
                .map(written -> written.number("ephemeral_1h_input_tokens"))
                .orElse(OptionalLong.empty()),
            OptionalDouble.empty()));
  }

  /** The usage in OpenAI's form, with the counts that only Anthropic has beside them. */
  JsonObject canonical(Usage usage) {
    JsonObjectBuilder canonical = usage.json().toBuilder();
    for (String name : List.of(WRITTEN, READ)) {
      json.get(name).filter(value -> value != JsonNull.NULL).ifPresent(v -> canonical.put(name, v));
    }
    return canonical.build();
  }
}
