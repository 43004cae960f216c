package dev.mainstay.gateway.config;

import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.openai.Vendor;
import dev.mainstay.route.Wildcards;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads which model of which provider a deployment is. */
record ModelReader(Values values) {
  // LiteLLM takes OpenAI's models without a prefix.
  private static final Pattern OPENAI_MODEL =
      Pattern.compile("(?:gpt-|chatgpt-|o[1-9](?:-|$)|ft:gpt-).*");

  /**
   * A model at a provider.
   *
   * @param vendor the provider; nothing where the name that is asked for says it
   */
  record Model(Optional<Vendor> vendor, String name) {
    Deployment deployment() {
      return vendor.isPresent()
          ? Deployment.of(vendor.get().name() + "/" + name)
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
    Optional<Vendor> vendor = vendor(name);
    if (vendor.isEmpty()) {
      error(provider.at(), noProvider("custom_llm_provider is", name, provider.shown()));
    }
    String prefix = name + "/";
    String plain = model.value();
    String rest = plain.startsWith(prefix) ? plain.substring(prefix.length()) : plain;
    return vendor.flatMap(v -> named(v, rest, model));
  }

  private Optional<Model> ofPrefix(Text model) {
    String text = model.value();
    int slash = text.indexOf('/');
    if (slash < 0 && OPENAI_MODEL.matcher(text).matches()) {
      return vendor("openai").flatMap(v -> named(v, text, model));
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
    Optional<Vendor> vendor = vendor(prefix);
    if (vendor.isEmpty()) {
      error(model.at(), noProvider("model is", prefix, model.shown()));
    }
    return vendor.flatMap(v -> named(v, text.substring(slash + 1), model));
  }

  private Optional<Model> named(Vendor vendor, String name, Text model) {
    if (name.isEmpty()) {
      error(model.at(), "model " + model.shown() + " names no model; write provider/model");
      return Optional.empty();
    }
    return Optional.of(new Model(Optional.of(vendor), name));
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
    String suggestion = Words.suggestion(name, names());
    return suggestion.isEmpty()
        ? unknown
            + "; there are "
            + providers()
            + "; for another server that speaks OpenAI's dialect write openai_compatible/model and its"
            + " api_base"
        : unknown + suggestion;
  }

  private static Optional<Vendor> vendor(String name) {
    return Vendor.named(name);
  }

  private static String providers() {
    return String.join(", ", names());
  }

  private static Set<String> names() {
    return Vendor.known().stream().map(Vendor::name).collect(Collectors.toCollection(TreeSet::new));
  }

  private void error(Location at, String message) {
    values.problems().error(at, message);
  }
}
