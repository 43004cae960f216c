package dev.mainstay.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownModelsTest {
  @Test
  void factsAreThoseOfTheTable() {
    ModelInfo model = KnownModels.of("openai", "gpt-4o");

    assertThat(model.maxInputTokens()).hasValue(128_000);
    assertThat(model.maxOutputTokens()).hasValue(16_384);
    assertThat(model.has(ModelFeature.TOOLS)).contains(true);
    assertThat(model.has(ModelFeature.AUDIO)).isEmpty();
    assertThat(model.prices().input().orElseThrow()).isEqualTo(2.5e-6, Offset.offset(1e-12));
    assertThat(model.prices().cached().orElseThrow()).isEqualTo(1.25e-6, Offset.offset(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "openai, gpt-4o-2024-08-06, openai, gpt-4o",
    "azure, gpt-4o, openai, gpt-4o",
    "anthropic, claude-sonnet-4-5-20250929, anthropic, claude-sonnet-4-5",
    "vertex_ai, claude-sonnet-4-5@20250929, anthropic, claude-sonnet-4-5",
    "vertex_ai, gemini-2.5-pro, gemini, gemini-2.5-pro",
    "vertex_ai, claude-sonnet-4-5@default, anthropic, claude-sonnet-4-5",
    "vertex_ai_beta, gemini-2.5-pro, gemini, gemini-2.5-pro",
    "gemini, gemini-2.5-flash-001, gemini, gemini-2.5-flash",
    "cohere_chat, embed-v4.0, cohere, embed-v4.0",
    "fireworks_ai, glm-5p3, fireworks_ai, accounts/fireworks/models/glm-5p3",
    "bedrock, apac.amazon.nova-lite-v1:0, bedrock, amazon.nova-lite-v1:0",
    "bedrock, us-east-1/amazon.nova-lite-v1:0, bedrock, amazon.nova-lite-v1:0",
    "bedrock, eusc-de-east-1/amazon.nova-lite-v1:0, bedrock, amazon.nova-lite-v1:0",
    "bedrock, converse/us-gov-west-1/us.amazon.nova-lite-v1:0, bedrock, amazon.nova-lite-v1:0",
    "bedrock, eu-west-1/1-month-commitment/amazon.nova-lite-v1:0, bedrock, amazon.nova-lite-v1:0",
    "bedrock, arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0, bedrock, "
        + "amazon.nova-lite-v1:0",
    "bedrock, arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0, "
        + "bedrock, amazon.nova-lite-v1:0",
  })
  void otherNamesAreFound(String provider, String model, String known, String as) {
    assertThat(KnownModels.of(provider, model))
        .isEqualTo(KnownModels.of(known, as))
        .isNotEqualTo(ModelInfo.unknown());
  }

  @ParameterizedTest
  @CsvSource({"openai, my-own", "ollama, llama3", "nobody, gpt-4o", "openai, gpt-4o-mine"})
  void nothingIsGuessed(String provider, String model) {
    assertThat(KnownModels.of(provider, model)).isEqualTo(ModelInfo.unknown());
  }

  @Test
  void tableIsSortedAndHasEachModelOnceWithItsSourceAndDate() throws IOException {
    List<List<String>> rows = rows();

    assertThat(rows).hasSizeGreaterThan(150);
    assertThat(rows.stream().map(List::getFirst)).isSorted().doesNotHaveDuplicates();
    assertThat(rows)
        .allSatisfy(row -> {
          assertThat(row.get(10)).isNotEqualTo("-");
          assertThat(row.get(11)).matches("\\d{4}-\\d{2}-\\d{2}");
          int slash = row.getFirst().indexOf('/');
          assertThat(
                  KnownModels.of(
                          row.getFirst().substring(0, slash), row.getFirst().substring(slash + 1))
                      .maxInputTokens())
              .hasValue(Long.parseLong(row.get(1)));
        });
  }

  /** LiteLLM's table has one that costs a thousand times what others of its vendor do. */
  @Test
  void noEmbeddingCostsMoreThanADollarAMillionTokens() throws IOException {
    List<Double> prices =
        rows().stream()
            .filter(row -> row.get(4).equals("embedding") && !row.get(5).equals("-"))
            .map(row -> Double.valueOf(row.get(5)))
            .toList();

    assertThat(prices).hasSizeGreaterThan(5).allMatch(price -> price <= 1);
  }

  private static List<List<String>> rows() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(KnownModels.class.getResourceAsStream("models.tsv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> List.of(line.split("\t")))
          .toList();
    }
  }
}
