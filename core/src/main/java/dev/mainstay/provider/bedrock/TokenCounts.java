package dev.mainstay.provider.bedrock;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.model.Usage;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Bedrock's usage. Its {@code inputTokens} are those alone that no cache had to do with; OpenAI's
 * prompt tokens are all of them.
 *
 * @param json as it was told
 */
record TokenCounts(JsonObject json) {
  private static final String READ = "cacheReadInputTokens";
  private static final String WRITTEN = "cacheWriteInputTokens";

  /** The usage, where any was told. */
  Optional<Usage> usage() {
    OptionalLong input = json.number("inputTokens");
    OptionalLong output = json.number("outputTokens");
    if (input.isEmpty() && output.isEmpty()) {
      return Optional.empty();
    }
    OptionalLong read = json.number(READ);
    OptionalLong written = json.number(WRITTEN);
    long prompt = input.orElse(0) + read.orElse(0) + written.orElse(0);
    long completion = output.orElse(0);
    return Optional.of(
        new Usage(
            prompt,
            completion,
            prompt + completion,
            read,
            OptionalLong.empty(),
            written,
            forAnHour(),
            OptionalDouble.empty()));
  }

  // https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CacheDetail.html
  private OptionalLong forAnHour() {
    LongSummaryStatistics hours =
        json.array("cacheDetails").stream()
            .flatMap(JsonArray::objects)
            .filter(detail -> detail.text("ttl").filter("1h"::equals).isPresent())
            .flatMapToLong(detail -> detail.number("inputTokens").stream())
            .summaryStatistics();
    return hours.getCount() == 0 ? OptionalLong.empty() : OptionalLong.of(hours.getSum());
  }

  /**
   * The usage in OpenAI's form, with what was read from and written to the cache under Anthropic's
   * names, as LiteLLM has it.
   */
  JsonObject canonical(Usage usage) {
    JsonObjectBuilder canonical = usage.json().toBuilder();
    json.number(WRITTEN).ifPresent(count -> canonical.put("cache_creation_input_tokens", count));
    json.number(READ).ifPresent(count -> canonical.put("cache_read_input_tokens", count));
    return canonical.build();
  }
}
