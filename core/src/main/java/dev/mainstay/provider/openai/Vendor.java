package dev.mainstay.provider.openai;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Somebody who speaks OpenAI's chat completions: where, with which key, and how it differs.
 *
 * @param name the provider's name in {@code provider/model}, as in {@code groq}
 * @param baseUrl the base URL where a deployment has none; nothing where each user has their own
 * @param style how addresses are made and keys are sent
 * @param needsKey whether it answers nobody without a key
 * @param keyVariables environment variables that may hold the key, the first set one counts
 * @param urlVariables environment variables that may hold the base URL, the first set one counts
 * @param usageOnRequest whether a stream tells its usage only when asked by {@code
 *     stream_options.include_usage}, and the vendor takes that field
 * @param prefill how it is asked to go on with a message of the assistant's
 */
public record Vendor(
    String name,
    Optional<URI> baseUrl,
    Style style,
    boolean needsKey,
    List<String> keyVariables,
    List<String> urlVariables,
    boolean usageOnRequest,
    PrefillForm prefill) {

  /** How addresses are made and keys are sent. */
  public enum Style {
    /** The base URL plus {@code /chat/completions}; the key as {@code Authorization: Bearer}. */
    OPENAI,
    /**
     * As {@link #OPENAI}, but a base URL that has no path gets {@code /v1}: Ollama's users know
     * their server as {@code http://localhost:11434}.
     */
    OLLAMA,
    /**
     * Azure's: the deployment in the path and {@code api-version} in the query, unless the endpoint
     * ends in {@code /openai/v1} or {@code /models}; the key as {@code api-key}.
     */
    AZURE
  }

  /** A vendor; the lists are copied. */
  public Vendor {
    keyVariables = List.copyOf(keyVariables);
    urlVariables = List.copyOf(urlVariables);
  }

  /**
   * The vendors known by name, under the prefixes that LiteLLM's users write: openai, azure,
   * mistral, groq, deepseek, openrouter, ollama, ollama_chat, vllm, hosted_vllm, perplexity, xai,
   * together_ai, fireworks_ai, cerebras, and openai_compatible, openai_like and custom_openai for
   * anybody else. Each base URL is from the vendor's own documentation, named beside it in the
   * source.
   */
  public static List<Vendor> known() {
    return KnownVendors.ALL;
  }

  /** The known vendor {@code name}. */
  public static Optional<Vendor> named(String name) {
    return KnownVendors.ALL.stream().filter(vendor -> vendor.name().equals(name)).findFirst();
  }

  /**
   * A vendor by another name that does nothing of its own: its deployments say where they are, and
   * a key is sent where they have one.
   */
  public static Vendor compatible(String name) {
    return KnownVendors.compatible(name);
  }

  Vendor keyFrom(String... variables) {
    return new Vendor(
        name, baseUrl, style, needsKey, List.of(variables), urlVariables, usageOnRequest, prefill);
  }

  Vendor urlFrom(String... variables) {
    return new Vendor(
        name, baseUrl, style, needsKey, keyVariables, List.of(variables), usageOnRequest, prefill);
  }

  Vendor prefilledBy(PrefillForm form) {
    return new Vendor(
        name, baseUrl, style, needsKey, keyVariables, urlVariables, usageOnRequest, form);
  }
}
