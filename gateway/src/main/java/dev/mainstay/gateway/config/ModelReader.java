package dev.mainstay.gateway.config;

import dev.mainstay.KnownProviders;
import dev.mainstay.gateway.config.words.ProviderNames;
import dev.mainstay.gateway.config.words.Words;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.KnownProvider;
import dev.mainstay.provider.PathSegment;
import dev.mainstay.routing.Wildcards;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads which model of which provider a deployment is.
 *
 * @param otherNames the names that other entries of the file have
 */
record ModelReader(Values values, Set<String> otherNames) {
  // LiteLLM has providers of its own for text completions, and for one of the two ways to ask
  // Bedrock, which is Mainstay's only one.
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "text-completion-openai", "openai",
          "azure_text", "azure",
          "bedrock_converse", "bedrock");

  /**
   * A model at a provider.
   *
   * @param provider the provider; nothing where the name that is asked for says it
   */
  record Model(Optional<KnownProvider> provider, String name) {
    Deployment deployment() {
      return provider.isPresent()
          ? Deployment.of(provider.get().name() + "/" + name)
          : Deployment.of(Wildcards.ANY + "/" + name).withId(name);
    }
  }

  /**
   * A model as a file names it.
   *
   * @param at what says whose it is
   * @param provider whose it is, in lower case
   * @param model its name there
   */
  private record Named(Text at, String provider, String model) {}

  Optional<Model> read(Section params) {
    Optional<Text> model = params.get("model", values::name);
    if (model.isEmpty()) {
      if (params.entry("model").isEmpty()) {
        error(
            params.mapping().at(),
            "litellm_params has no model; write one, as in 'model: openai/gpt-4o'");
      }
      return Optional.empty();
    }
    Optional<Text> provider = params.get("custom_llm_provider", values::text);
    if (provider.isEmpty() && model.get().value().equals(Wildcards.ANY)) {
      return Optional.of(new Model(Optional.empty(), Wildcards.ANY));
    }
    Optional<Named> named = named(provider, model.get());
    if (named.isEmpty()) {
      error(model.get().at(), noPrefix(model.get()));
    }
    return named.flatMap(n -> model(n, provider.isPresent(), model.get()));
  }

  /**
   * Why nobody could be asked by {@code params}, which LiteLLM takes; empty where that is not so.
   */
  Optional<String> obstacle(Section params) {
    Optional<Text> provider = params.get("custom_llm_provider", values::text);
    return params
        .get("model", values::anyText)
        .flatMap(model -> named(provider, model).flatMap(named -> obstacle(named, model)));
  }

  private static Optional<String> obstacle(Named named, Text model) {
    String provider = named.provider();
    if (KnownProviders.named(provider).isPresent()) {
      return named.model().isEmpty() ? Optional.of(namesNoModel(model)) : Optional.empty();
    }
    return LiteLlmKeys.PROVIDERS.contains(provider)
        ? Optional.of("does not speak to " + provider)
        : Optional.empty();
  }

  private static String namesNoModel(Text model) {
    return "model " + model.shown() + " names no model";
  }

  private static Optional<Named> named(Optional<Text> provider, Text model) {
    return written(provider, model)
        .map(named ->
            new Named(
                named.at(),
                OTHER_NAMES.getOrDefault(named.provider(), named.provider()),
                named.model()));
  }

  private static Optional<Named> written(Optional<Text> provider, Text model) {
    String text = model.value();
    if (provider.isPresent()) {
      String name = provider.get().value().toLowerCase(Locale.ROOT);
      String prefix = name + "/";
      String rest = text.startsWith(prefix) ? text.substring(prefix.length()) : text;
      return Optional.of(new Named(provider.get(), name, rest));
    }
    int slash = text.indexOf('/');
    if (slash > 0) {
      String prefix = text.substring(0, slash).toLowerCase(Locale.ROOT);
      return Optional.of(new Named(model, prefix, text.substring(slash + 1)));
    }
    return slash == 0
        ? Optional.empty()
        : BareNames.provider(text).map(maker -> new Named(model, maker, text));
  }

  private Optional<Model> model(Named named, boolean isByKey, Text model) {
    Optional<KnownProvider> provider = KnownProviders.named(named.provider());
    if (provider.isEmpty()) {
      String what = (isByKey ? "custom_llm_provider is " : "model is ") + named.at().shown();
      error(named.at().at(), what + noProvider(named));
      return Optional.empty();
    }
    String name = new RoutePrefix(values).strip(provider.get().name(), named.model(), model);
    if (name.isEmpty()) {
      error(model.at(), namesNoModel(model) + "; write provider/model");
      return Optional.empty();
    }
    if (!PathSegment.isSafe(name)) {
      error(
          model.at(),
          "model " + model.shown() + " has '.' or '..' for a name; write the model's own name");
      return Optional.empty();
    }
    return Optional.of(new Model(provider, name));
  }

  private String noPrefix(Text model) {
    String noProvider = "model " + model.shown() + " names no provider; ";
    if (otherNames.contains(model.value())) {
      return noProvider
          + "it is the model_name of another entry: another name for that goes into"
          + " router_settings.model_group_alias";
    }
    Optional<String> known = ProviderNames.ofModel(model.value());
    return noProvider
        + "write provider/model, as in "
        + known.orElse("openai/gpt-4o")
        + ", or, for a server that speaks OpenAI's dialect, "
        + compatible(model.value())
        + (known.isPresent() ? "" : "; providers are " + providers());
  }

  private static String noProvider(Named named) {
    String compatible = compatible(named.model());
    if (LiteLlmKeys.PROVIDERS.contains(named.provider())) {
      return ", but Mainstay does not speak to "
          + named.provider()
          + " yet; remove the entry, or, where it can be asked in OpenAI's dialect, write "
          + compatible;
    }
    Optional<String> meant = ProviderNames.meantBy(named.provider());
    return ", but no provider is called so; "
        + meant.map(name -> "did you mean '" + name + "'? F").orElse("f")
        + "or a server that speaks OpenAI's dialect write "
        + compatible
        + (meant.isPresent() ? "" : "; providers are " + providers());
  }

  private static String compatible(String model) {
    return Words.quoted("openai_compatible/" + model) + " and its api_base";
  }

  private static String providers() {
    return String.join(", ", new TreeSet<>(KnownProviders.names()));
  }

  private void error(Location at, String message) {
    values.problems().error(at, message);
  }
}
