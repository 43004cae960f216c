package dev.mainstay.gateway.config;

import dev.mainstay.provider.KnownModels;
import dev.mainstay.provider.ModelFeature;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.provider.TokenPrices;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads what is known of a model; its prices stand in {@code litellm_params}, too. */
record ModelInfoReader(Values values) {
  private static final Map<String, ModelFeature> FEATURES =
      Map.of(
          "supports_function_calling", ModelFeature.TOOLS,
          "supports_vision", ModelFeature.IMAGES,
          "supports_pdf_input", ModelFeature.PDF,
          "supports_audio_input", ModelFeature.AUDIO,
          "supports_response_schema", ModelFeature.JSON_SCHEMA,
          "supports_reasoning", ModelFeature.REASONING,
          "supports_assistant_prefill", ModelFeature.ASSISTANT_PREFILL);

  /**
   * What {@code info} tells, before what the table has of its {@code base_model}.
   *
   * @param provider the deployment's, for a base model that names none
   */
  ModelInfo read(String provider, Section params, Section info) {
    ModelInfo told = ModelInfo.unknown().withPrices(prices(params, info));
    told =
        info.get("max_input_tokens", values::positive).map(told::withMaxInputTokens).orElse(told);
    told =
        info.get("max_output_tokens", values::positive).map(told::withMaxOutputTokens).orElse(told);
    for (Map.Entry<String, ModelFeature> feature : FEATURES.entrySet()) {
      Optional<Boolean> has = info.get(feature.getKey(), values::flag);
      if (has.isPresent()) {
        told = told.with(feature.getValue(), has.get());
      }
    }
    return told.or(base(provider, params, info));
  }

  private ModelInfo base(String provider, Section params, Section info) {
    Optional<Text> weak = info.get("base_model", values::text);
    Optional<Text> base = params.get("base_model", values::text).or(() -> weak);
    if (base.isEmpty()) {
      return ModelInfo.unknown();
    }
    String name = base.get().value();
    int slash = name.indexOf('/');
    ModelInfo known =
        KnownModels.of(provider, name).or(slash < 0 ? ModelInfo.unknown() : named(name, slash));
    if (known.equals(ModelInfo.unknown())) {
      values
          .problems()
          .warning(
              base.get().at(),
              "nothing is known of the base_model "
                  + base.get().shown()
                  + "; set max_input_tokens, input_cost_per_token and output_cost_per_token");
    }
    return known;
  }

  private static ModelInfo named(String name, int slash) {
    return KnownModels.of(name.substring(0, slash), name.substring(slash + 1));
  }

  private TokenPrices prices(Section params, Section info) {
    return new TokenPrices(
        price("input_cost_per_token", params, info),
        price("cache_read_input_token_cost", params, info),
        price("cache_creation_input_token_cost", params, info),
        price("output_cost_per_token", params, info),
        price("output_cost_per_reasoning_token", params, info));
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
