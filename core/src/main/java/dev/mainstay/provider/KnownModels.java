package dev.mainstay.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of some 240 current models: windows, features and prices, from the table {@code
 * models.tsv} beside this class, which names the source and the date of each.
 *
 * <p>A model is looked up by its provider's name and its own, without the date or number of its
 * version where the table does not have that, and at Bedrock without what stands before the model
 * in an ARN or a name, and without the region of a profile. Models on Azure are looked up as
 * OpenAI's, at Foundry as Anthropic's, too, and those on Vertex AI as Gemini's and Anthropic's;
 * those of Fireworks by their names alone, too.
 */
public final class KnownModels {
  private static final String TABLE = "models.tsv";
  private static final String UNKNOWN = "-";
  private static final double PER_MILLION = 1_000_000;
  private static final int COLUMNS = 12;
  private static final Pattern VERSION =
      Pattern.compile(
          "[-@](\\d{4}-\\d{2}-\\d{2}|\\d{8}|default|latest)$|(?<=^gemini/.{0,99})-\\d{3}$");
  // As LiteLLM's users write it: converse/, a region, and how the place was bought; or an ARN.
  private static final Pattern BEFORE_MODEL =
      Pattern.compile(
          "^(?:(?:converse|invoke)/)?(?:arn:.*/|(?:[a-z]{2,4}(?:-[a-z]+)+-\\d{1,2}/)(?:[^/]+/)?)");
  private static final Pattern REGION =
      Pattern.compile("^bedrock/(us|eu|apac|global|us-gov|jp|au|ca)\\.");
  private static final Map<String, String> HOSTED =
      Map.of(
          "azure", "openai",
          "cohere_chat", "cohere",
          "vertex_ai_beta", "vertex_ai");
  private static final Map<String, ModelFeature> FEATURES =
      Map.of(
          "images", ModelFeature.IMAGES,
          "pdf", ModelFeature.PDF,
          "audio", ModelFeature.AUDIO,
          "tools", ModelFeature.TOOLS,
          "schema", ModelFeature.JSON_SCHEMA,
          "reasoning", ModelFeature.REASONING,
          "prefill", ModelFeature.ASSISTANT_PREFILL,
          "embedding", ModelFeature.EMBEDDINGS);

  private KnownModels() {}

  // Read when the first deployment asks.
  private static final class Holder {
    static final Map<String, ModelInfo> MODELS = read();
  }

  /** What is known of {@code model} at {@code provider}. */
  public static ModelInfo of(String provider, String model) {
    return names(provider, model)
        .flatMap(name -> Stream.of(name, VERSION.matcher(name).replaceFirst("")))
        .flatMap(name -> Optional.ofNullable(Holder.MODELS.get(name)).stream())
        .findFirst()
        .orElse(ModelInfo.unknown());
  }

  private static Stream<String> names(String host, String model) {
    String provider = HOSTED.getOrDefault(host, host);
    if (host.equals("azure_ai")) {
      return Stream.of("openai/" + model, "anthropic/" + model);
    }
    if (provider.equals("vertex_ai")) {
      return Stream.of("gemini/" + model, "anthropic/" + model);
    }
    String name = provider + "/" + model;
    if (provider.equals("fireworks_ai")) {
      return Stream.of(name, "fireworks_ai/accounts/fireworks/models/" + model);
    }
    if (!provider.equals("bedrock")) {
      return Stream.of(name);
    }
    String bare = "bedrock/" + BEFORE_MODEL.matcher(model).replaceFirst("");
    return Stream.of(name, bare, REGION.matcher(bare).replaceFirst("bedrock/"));
  }

  private static Map<String, ModelInfo> read() {
    try (InputStream in = KnownModels.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException(TABLE + " is missing in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> List.of(line.split("\t")))
          .collect(Collectors.toMap(List::getFirst, KnownModels::info, (a, b) -> a, HashMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ModelInfo info(List<String> row) {
    if (row.size() != COLUMNS) {
      throw new IllegalStateException(TABLE + " has a line of " + row.size() + " columns: " + row);
    }
    ModelInfo info =
        ModelInfo.unknown()
            .withMaxInputTokens(Long.parseLong(row.get(1)))
            .withPrices(
                new TokenPrices(
                    price(row.get(5)),
                    price(row.get(6)),
                    price(row.get(7)),
                    price(row.get(8)),
                    price(row.get(9))));
    if (!row.get(2).equals(UNKNOWN)) {
      info = info.withMaxOutputTokens(Long.parseLong(row.get(2)));
    }
    for (String word : (row.get(3) + "," + row.get(4)).split(",")) {
      ModelFeature feature = FEATURES.get(word);
      if (feature != null) {
        info = info.with(feature, true);
      } else if (!word.equals(UNKNOWN)) {
        throw new IllegalStateException(TABLE + " has a word nobody reads: " + word);
      }
    }
    return info;
  }

  private static OptionalDouble price(String dollarsPerMillion) {
    return dollarsPerMillion.equals(UNKNOWN)
        ? OptionalDouble.empty()
        : OptionalDouble.of(Double.parseDouble(dollarsPerMillion) / PER_MILLION);
  }
}
