package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.KnownProviders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/configuration.md, docs/routing.md and the README show and list is what is read. */
class ConfigurationPageTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final String PAGE = text(ROOT.resolve("docs/configuration.md"));
  private static final Pattern SAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @MethodSource
  void sampleIsReadWithoutAProblem(String sample) {
    ConfigReport report =
        Reading.file("config.yaml", sample)
            .with("MASTER_KEY", "sk-1234")
            .with("AZURE_EU_KEY", "azure-key")
            .with("COMPANY_OPENAI_KEY", "company-key")
            .report();

    assertThat(report.problems()).isEmpty();
    assertThat(report.config()).isPresent();
  }

  static Stream<String> sampleIsReadWithoutAProblem() {
    return Stream.of(PAGE, text(ROOT.resolve("docs/routing.md")), text(ROOT.resolve("README.md")))
        .flatMap(page -> SAMPLE.matcher(page).results())
        .map(match -> match.group(1));
  }

  @Test
  void everyKeyThatHasAnEffectIsOnThePage() {
    List<String> keys =
        Arrays.stream(Place.values()).flatMap(place -> place.own().stream()).toList();

    assertThat(keys).allSatisfy(key -> assertThat(PAGE).containsPattern("\\b" + key + "\\b"));
  }

  @Test
  void everySettingThatProtectsSomebodyIsOnThePage() {
    List<String> keys =
        Stream.of(Protection.SETTINGS, Unsupported.GUARDS, Unsupported.OF_KEYS)
            .flatMap(Set::stream)
            .toList();

    assertThat(keys).allSatisfy(key -> assertThat(PAGE).contains("`" + key + "`"));
  }

  @Test
  void everyKindOfFailureIsOnThePage() {
    assertThat(RetryKeys.all()).allSatisfy(name -> assertThat(PAGE).contains("`" + name + "`"));
  }

  /** A row of a dialect's table is all that a provider takes: the gateway knows it by that. */
  @Test
  void everyProviderCanBeConfigured() {
    assertThat(KnownProviders.names())
        .allSatisfy(name -> {
          GatewayConfig config =
              Reading.config(
                  """
                  model_list:
                    - model_name: a
                      litellm_params:
                        {model: %s/some-model, api_key: k, api_base: "https://host.example.com/v1"}
                  """
                      .formatted(name));

          assertThat(config.groups().get("a").getFirst().provider()).isEqualTo(name);
          assertThat(LiteLlmKeys.PROVIDERS).doesNotContain(name);
        });
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
