package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.Usage;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The tokens that a chunk or an answer tells of. */
final class UsageFields {
  // https://openrouter.ai/docs/use-cases/usage-accounting,
  // https://docs.perplexity.ai/api-reference/chat-completions-post and …/embeddings-post
  private static final String COST = "cost";
  // https://docs.x.ai/developers/cost-tracking
  private static final String TICKS = "cost_in_usd_ticks";
  private static final double TICKS_PER_DOLLAR = 1e10;

  private UsageFields() {}

  /** The usage in {@code json}, where Groq also has it in {@code x_groq}. */
  static Optional<Usage> in(JsonObject json) {
    Optional<JsonObject> usage = json.object("usage");
    if (usage.isEmpty()) {
      Optional<JsonObject> groq = json.object("x_groq");
      usage = groq.isEmpty() ? groq : groq.get().object("usage");
    }
    return usage.isEmpty() ? Optional.empty() : of(usage.get());
  }

  private static Optional<Usage> of(JsonObject usage) {
    OptionalLong prompt = usage.number("prompt_tokens");
    OptionalLong completion = usage.number("completion_tokens");
    if (prompt.isEmpty() && completion.isEmpty()) {
      return Optional.empty();
    }
    long told = prompt.orElse(0) + completion.orElse(0);
    // xAI counts it beside the completion.
    // https://docs.x.ai/docs/key-information/consumption-and-rate-limits
    OptionalLong reasoning = within(usage, "completion_tokens_details", "reasoning_tokens");
    long total = usage.number("total_tokens").orElse(told);
    long apart = total == told + reasoning.orElse(0) ? reasoning.orElse(0) : 0;
    return Optional.of(
        new Usage(
            prompt.orElse(0),
            completion.orElse(0) + apart,
            total,
            cached(usage),
            reasoning,
            written(usage),
            within(usage, "cache_creation", "ephemeral_1h_input_tokens"),
            cost(usage)));
  }

  /** What the answer costs in US dollars, where {@code usage} tells. */
  static OptionalDouble cost(JsonObject usage) {
    if (usage.has(TICKS)) {
      OptionalDouble ticks = usage.decimal(TICKS);
      return ticks.isEmpty() ? ticks : sound(ticks.getAsDouble() / TICKS_PER_DOLLAR);
    }
    return usage.has(COST) ? dollars(usage) : OptionalDouble.empty();
  }

  // OpenRouter's is what it takes itself where the key of the model's provider is the user's own.
  private static OptionalDouble dollars(JsonObject usage) {
    OptionalDouble total =
        usage.object(COST).map(of -> of.decimal("total_cost")).orElseGet(() -> usage.decimal(COST));
    double ofOthers =
        usage.flag("is_byok").orElse(false)
            ? usage
                .object("cost_details")
                .map(of -> of.decimal("upstream_inference_cost"))
                .orElse(OptionalDouble.empty())
                .orElse(0)
            : 0;
    return total.isEmpty() ? total : sound(total.getAsDouble() + ofOthers);
  }

  private static OptionalDouble sound(double cost) {
    return cost >= 0 && Double.isFinite(cost) ? OptionalDouble.of(cost) : OptionalDouble.empty();
  }

  private static OptionalLong cached(JsonObject usage) {
    OptionalLong cached = within(usage, "prompt_tokens_details", "cached_tokens");
    return cached.isPresent() ? cached : usage.number("prompt_cache_hit_tokens");
  }

  // As OpenRouter writes it, and as Claude behind a LiteLLM or a Mainstay has it.
  private static OptionalLong written(JsonObject usage) {
    OptionalLong written = within(usage, "prompt_tokens_details", "cache_write_tokens");
    return written.isPresent() ? written : usage.number("cache_creation_input_tokens");
  }

  private static OptionalLong within(JsonObject usage, String object, String field) {
    Optional<JsonObject> details = usage.object(object);
    return details.isEmpty() ? OptionalLong.empty() : details.get().number(field);
  }
}
