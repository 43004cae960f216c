package dev.mainstay.provider.openai;

import dev.mainstay.provider.EmbeddingLimit;
import dev.mainstay.provider.openai.Vendor.Quirk;
import dev.mainstay.provider.openai.Vendor.Style;
import dev.mainstay.provider.wire.Parameters;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A row of the table of vendors in the making: what it does not say is as OpenAI has it. */
final class VendorRow {
  // https://platform.openai.com/docs/api-reference/embeddings/create
  private static final EmbeddingLimit OPENAIS = new EmbeddingLimit(2_048, 300_000);

  private final String name;
  private final Optional<URI> baseUrl;
  private final Style style;
  private final boolean needsKey;
  private List<String> keyVariables = List.of();
  private List<String> tokenVariables = List.of();
  private List<String> urlVariables = List.of();
  private List<String> versionVariables = List.of();
  private boolean usageOnRequest = true;
  private PrefillForm prefill = PrefillForm.PLAIN;
  private ModelNames models = ModelNames.AS_WRITTEN;
  private String untaken = "";
  private final Map<String, String> renamed = new HashMap<>();
  private EmbeddingLimit embeddingLimit = OPENAIS;
  private int mostStops = Integer.MAX_VALUE;
  private Set<Quirk> quirks = Set.of();

  private VendorRow(String name, Optional<URI> baseUrl, Style style, boolean needsKey) {
    this.name = name;
    this.baseUrl = baseUrl;
    this.style = style;
    this.needsKey = needsKey;
  }

  /** One on the internet, who wants a key. */
  static VendorRow at(String url, String name) {
    return new VendorRow(name, Optional.of(URI.create(url)), Style.OPENAI, true);
  }

  /**
   * One on the user's own machine, who wants none; few models' templates know developer messages.
   */
  static VendorRow local(String url, String name) {
    return new VendorRow(name, Optional.of(URI.create(url)), Style.OPENAI, false)
        .with(Quirk.SYSTEM_ONLY);
  }

  /** One of whom each user has their own address. */
  static VendorRow anywhere(String name, Style style) {
    return new VendorRow(name, Optional.empty(), style, true);
  }

  /** Anybody else. */
  static VendorRow compatible(String name) {
    return new VendorRow(name, Optional.empty(), Style.OPENAI, false);
  }

  VendorRow keyFrom(String... variables) {
    keyVariables = List.of(variables);
    return this;
  }

  /** It takes a token in place of a key. */
  VendorRow tokenFrom(String... variables) {
    tokenVariables = List.of(variables);
    return this;
  }

  VendorRow urlFrom(String... variables) {
    urlVariables = List.of(variables);
    return this;
  }

  VendorRow versionFrom(String... variables) {
    versionVariables = List.of(variables);
    return this;
  }

  /** Its streams tell their usage by themselves, and it may refuse to be asked for it. */
  VendorRow tellsUsage() {
    usageOnRequest = false;
    return this;
  }

  VendorRow prefilledBy(PrefillForm form) {
    prefill = form;
    return this;
  }

  VendorRow naming(ModelNames form) {
    models = form;
    return this;
  }

  /** It refuses these parameters of OpenAI's, written with spaces between them. */
  VendorRow without(String parameters) {
    untaken = parameters;
    return this;
  }

  /** It has OpenAI's parameter {@code openAis} under another name. */
  VendorRow calling(String openAis, String own) {
    renamed.put(openAis, own);
    return this;
  }

  /** It embeds no more than so many inputs, and so many tokens of all of them, at once. */
  VendorRow embeddingAtMost(int inputs, long tokens) {
    embeddingLimit = new EmbeddingLimit(inputs, tokens);
    return this;
  }

  /** It takes no more than {@code count} texts in {@code stop}. */
  VendorRow stoppingAtMost(int count) {
    mostStops = count;
    return this;
  }

  VendorRow with(Quirk... quirks) {
    this.quirks = Set.of(quirks);
    return this;
  }

  Vendor vendor() {
    return new Vendor(
        name,
        baseUrl,
        style,
        needsKey,
        keyVariables,
        tokenVariables,
        urlVariables,
        versionVariables,
        usageOnRequest,
        prefill,
        models,
        (untaken.isEmpty() ? Parameters.all(name) : Parameters.without(name, untaken))
            .withMostStops(mostStops),
        renamed,
        embeddingLimit,
        quirks);
  }
}
