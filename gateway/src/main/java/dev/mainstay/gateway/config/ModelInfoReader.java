package dev.mainstay.gateway.config;

import dev.mainstay.provider.ModelInfo;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads what is known of a model; its prices stand in {@code litellm_params}, too. */
record ModelInfoReader(Values values) {

  ModelInfo read(Section params, Section info) {
    return new ModelInfo(
        info.get("max_input_tokens", values::positive)
            .map(OptionalLong::of)
            .orElse(OptionalLong.empty()),
        info.get("supports_function_calling", values::flag),
        info.get("supports_vision", values::flag),
        info.get("supports_response_schema", values::flag),
        info.get("supports_assistant_prefill", values::flag),
        price("input_cost_per_token", params, info),
        price("output_cost_per_token", params, info));
  }

  private OptionalDouble price(String key, Section params, Section info) {
    Optional<Double> weak = info.get(key, values::share);
    return params
        .get(key, values::share)
        .or(() -> weak)
        .map(OptionalDouble::of)
        .orElse(OptionalDouble.empty());
  }
}
