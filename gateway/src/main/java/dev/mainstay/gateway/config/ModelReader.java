package dev.mainstay.gateway.config;

import dev.mainstay.KnownProviders;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.KnownProvider;
import dev.mainstay.route.Wildcards;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads which model of which provider a deployment is. */
record ModelReader(Values values) {
  // LiteLLM takes OpenAI's models, and Claude's, without a prefix.
  private static final Pattern OPENAI_MODEL =
      Pattern.compile("(?:gpt-|chatgpt-|o[1-9](?:-|$)|ft:gpt-).*");
  private static final Pattern CLAUDE_MODEL = Pattern.compile("claude-.*");

  /**
   * A model at a provider.
   *
   * @param provider the provider; nothing where the name that is asked for says it
   */
  record Model(Optional<KnownProvider> provider, String name) {
    Deployment deployment() {
      return provider.isPresent()
          ? Deployment.of(provider.get().name() + "/" + name)
          : Deployment.of(Wildcards.ANY + "/" + name).id(name);
    }
  }

  Optional<Model> read(Section params) {
    Optional<Text> provider = params.get("custom_llm_provider", values::text);
    Optional<Text> model = params.get("model", values::name);
    if (model.isEmpty()) {
      if (params.entry("model").isEmpty()) {
        error(
            params.mapping().at(),
            "litellm_params has no model; write one, as in 'model: openai/gpt-4o'");
      }
      return Optional.empty();
    }
    if (provider.isEmpty() && model.get().value().equals(Wildcards.ANY)) {
      return Optional.of(new Model(Optional.empty(), Wildcards.ANY));
    }
    return provider.isPresent() ? ofProvider(provider.get(), model.get()) : ofPrefix(model.get());
  }

  private Optional<Model> ofProvider(Text provider, Text model) {
    String name = provider.value().toLowerCase(Locale.ROOT);
    Optional<KnownProvider> known = KnownProviders.named(name);
    if (known.isEmpty()) {
      error(provider.at(), noProvider("custom_llm_provider is", name, provider.shown()));
    }
    String prefix = name + "/";
    String plain = model.value();
    String rest = plain.startsWith(prefix) ? plain.substring(prefix.length()) : plain;
    return known.flatMap(k -> named(k, rest, model));
  }

  private Optional<Model> ofPrefix(Text model) {
    String text = model.value();
    int slash = text.indexOf('/');
    Optional<String> implied = slash < 0 ? impliedProvider(text) : Optional.empty();
    if (implied.isPresent()) {
      return implied.flatMap(KnownProviders::named).flatMap(known -> named(known, text, model));
    }
    if (slash <= 0) {
      error(
          model.at(),
          "model "
              + model.shown()
              + " names no provider; write provider/model, as in openai/gpt-4o;"
              + " providers are "
              + providers());
      return Optional.empty();
    }
    String prefix = text.substring(0, slash).toLowerCase(Locale.ROOT);
    Optional<KnownProvider> known = KnownProviders.named(prefix);
    if (known.isEmpty()) {
      error(model.at(), noProvider("model is", prefix, model.shown()));
    }
    return known.flatMap(k -> named(k, text.substring(slash + 1), model));
  }

  private static Optional<String> impliedProvider(String model) {
    if (OPENAI_MODEL.matcher(model).matches()) {
      return Optional.of("openai");
    }
    return CLAUDE_MODEL.matcher(model).matches() ? Optional.of("anthropic") : Optional.empty();
  }

  private Optional<Model> named(KnownProvider provider, String name, Text model) {
    if (name.isEmpty()) {
      error(model.at(), "model " + model.shown() + " names no model; write provider/model");
      return Optional.empty();
    }
    return Optional.of(new Model(Optional.of(provider), name));
  }

  private static String noProvider(String what, String name, String shown) {
    if (LiteLlmKeys.PROVIDERS.contains(name)) {
      return what
          + " "
          + shown
          + ", but Mainstay does not speak to "
          + name
          + " yet; remove the entry, or use one of "
          + providers();
    }
    String unknown = what + " " + shown + ", but no provider is called so";
    String suggestion = Words.suggestion(name, Set.copyOf(KnownProviders.names()));
    return suggestion.isEmpty()
        ? unknown
            + "; there are "
            + providers()
            + "; for another server that speaks OpenAI's dialect write openai_compatible/model and its"
            + " api_base"
        : unknown + suggestion;
  }

  private static String providers() {
    return String.join(", ", KnownProviders.names());
  }

  private void error(Location at, String message) {
    values.problems().error(at, message);
  }
}
