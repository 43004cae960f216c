package dev.mainstay.provider;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What is known of a deployment's model, as in LiteLLM's {@code model_info}. What is not known is
 * not assumed: only a known fact keeps a request away from a deployment.
 *
 * @param maxInputTokens the longest prompt it takes, in tokens
 * @param tools whether it takes tools ({@code supports_function_calling})
 * @param images whether it takes images ({@code supports_vision})
 * @param jsonSchema whether it answers by a JSON schema ({@code supports_response_schema})
 * @param assistantPrefill whether it goes on with a last message of the assistant's ({@code
 *     supports_assistant_prefill}); where unknown, what its provider promises counts
 * @param inputCost the price of a token read, in US dollars
 * @param outputCost the price of a token written, in US dollars
 */
public record ModelInfo(
    OptionalLong maxInputTokens,
    Optional<Boolean> tools,
    Optional<Boolean> images,
    Optional<Boolean> jsonSchema,
    Optional<Boolean> assistantPrefill,
    OptionalDouble inputCost,
    OptionalDouble outputCost) {
  private static final ModelInfo UNKNOWN =
      new ModelInfo(
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty());

  /** Facts; checks their ranges. */
  public ModelInfo {
    if (maxInputTokens.orElse(1) <= 0) {
      throw new IllegalArgumentException(
          "max_input_tokens is " + maxInputTokens.getAsLong() + "; use a number above 0");
    }
    requirePrice("input_cost_per_token", inputCost);
    requirePrice("output_cost_per_token", outputCost);
  }

  /** Nothing is known. */
  public static ModelInfo unknown() {
    return UNKNOWN;
  }

  /** These facts with the longest prompt the model takes, in tokens, above 0. */
  public ModelInfo withMaxInputTokens(long tokens) {
    return new ModelInfo(
        OptionalLong.of(tokens),
        tools,
        images,
        jsonSchema,
        assistantPrefill,
        inputCost,
        outputCost);
  }

  /** These facts with whether the model takes tools. */
  public ModelInfo withTools(boolean tools) {
    return new ModelInfo(
        maxInputTokens,
        Optional.of(tools),
        images,
        jsonSchema,
        assistantPrefill,
        inputCost,
        outputCost);
  }

  /** These facts with whether the model takes images. */
  public ModelInfo withImages(boolean images) {
    return new ModelInfo(
        maxInputTokens,
        tools,
        Optional.of(images),
        jsonSchema,
        assistantPrefill,
        inputCost,
        outputCost);
  }

  /** These facts with whether the model answers by a JSON schema. */
  public ModelInfo withJsonSchema(boolean jsonSchema) {
    return new ModelInfo(
        maxInputTokens,
        tools,
        images,
        Optional.of(jsonSchema),
        assistantPrefill,
        inputCost,
        outputCost);
  }

  /** These facts with whether the model goes on with a last message of the assistant's. */
  public ModelInfo withAssistantPrefill(boolean prefill) {
    return new ModelInfo(
        maxInputTokens, tools, images, jsonSchema, Optional.of(prefill), inputCost, outputCost);
  }

  /** These facts with prices in US dollars a token, 0 or more. */
  public ModelInfo withPrices(double input, double output) {
    return new ModelInfo(
        maxInputTokens,
        tools,
        images,
        jsonSchema,
        assistantPrefill,
        OptionalDouble.of(input),
        OptionalDouble.of(output));
  }

  private static void requirePrice(String what, OptionalDouble price) {
    double value = price.orElse(0);
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          what + " is " + value + "; use a finite number, 0 or more");
    }
  }
}
