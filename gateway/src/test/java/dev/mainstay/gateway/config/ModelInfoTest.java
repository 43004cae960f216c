package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.KnownModels;
import dev.mainstay.provider.ModelFeature;
import dev.mainstay.provider.ModelInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code model_info} goes before the table of known models, which {@code base_model} looks into.
 */
class ModelInfoTest {
  @ParameterizedTest
  @ValueSource(strings = {"gpt-4o", "openai/gpt-4o", "azure/gpt-4o"})
  void baseModelIsLookedUpAndWhatIsSaidGoesBeforeIt(String base) {
    ModelInfo info =
        info(
            """
            base_model: BASE
            max_input_tokens: 9
            supports_vision: false
            """
                .replace("BASE", base));

    ModelInfo known = KnownModels.of("openai", "gpt-4o");
    assertThat(info)
        .isEqualTo(known.withMaxInputTokens(9).with(ModelFeature.IMAGES, false))
        .isNotEqualTo(known);
  }

  @Test
  void unknownBaseModelIsWarnedOf() {
    assertThat(Reading.problems(config("base_model: gpt-nobody")))
        .anySatisfy(line ->
            assertThat(line)
                .contains("nothing is known of the base_model 'gpt-nobody'; set max_input_tokens"));
  }

  private static ModelInfo info(String lines) {
    return Reading.config(config(lines)).groups().get("chat").getFirst().info();
  }

  private static String config(String lines) {
    return """
    model_list:
      - model_name: chat
        litellm_params:
          model: azure/mine
          api_base: https://mine.example.com
          api_key: sk-1
        model_info:
    """
        + lines.indent(6);
  }
}
