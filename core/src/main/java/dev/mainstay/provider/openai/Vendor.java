package dev.mainstay.provider.openai;

import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.EmbeddingLimit;
import dev.mainstay.provider.wire.Parameters;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who speaks OpenAI's chat completions: where, with which key, and how it differs.
 *
 * @param name the provider's name in {@code provider/model}, as in {@code groq}
 * @param baseUrl the base URL where a deployment has none; nothing where each user has their own
 * @param style how addresses are made and keys are sent
 * @param needsKey whether it answers nobody without a key
 * @param keyVariables environment variables that may hold the key, the first set one counts
 * @param tokenVariables environment variables that may hold a token, which is sent as {@code
 *     Authorization: Bearer} where there is no key
 * @param urlVariables environment variables that may hold the base URL, the first set one counts
 * @param versionVariables environment variables that may hold the API version, likewise
 * @param usageOnRequest whether a stream tells its usage only when asked by {@code
 *     stream_options.include_usage}, and the vendor takes that field
 * @param prefill how it is asked to go on with a message of the assistant's
 * @param models what it calls its models
 * @param parameters which of OpenAI's parameters it takes
 * @param renamed parameters that it has under other names, by OpenAI's
 * @param embeddingLimit how much it embeds at once
 * @param quirks how else it differs
 */
public record Vendor(
    String name,
    Optional<URI> baseUrl,
    Style style,
    boolean needsKey,
    List<String> keyVariables,
    List<String> tokenVariables,
    List<String> urlVariables,
    List<String> versionVariables,
    boolean usageOnRequest,
    PrefillForm prefill,
    ModelNames models,
    Parameters parameters,
    Map<String, String> renamed,
    EmbeddingLimit embeddingLimit,
    Set<Quirk> quirks) {

  /** How addresses are made and keys are sent. */
  public enum Style {
    /** The base URL plus {@code /chat/completions}; the key as {@code Authorization: Bearer}. */
    OPENAI,
    /**
     * Azure OpenAI's: the deployment in the path and {@code api-version} in the query, unless the
     * endpoint ends in {@code /openai/v1} or {@code /models}; the key as {@code api-key}.
     */
    AZURE,
    /**
     * Azure AI Foundry's: {@code /models} after a host of {@code services.ai.azure.com}, with
     * {@code api-version} in the query and the key as {@code api-key}; a serverless endpoint of its
     * own as {@link #OPENAI}.
     */
    FOUNDRY
  }

  /** How a vendor's messages differ from OpenAI's. */
  public enum Quirk {
    /** It refuses members of a message that it does not know. */
    STRICT,
    /** It refuses fields that only other providers have: {@code thinking} and {@code top_k}. */
    OWN_FIELDS,
    /** It knows no developer messages: they are system messages to it. */
    SYSTEM_ONLY,
    /** Its reasoning models know {@code max_tokens} by its new name alone. */
    REASONING,
    /** The ids of its tool calls are nine letters and digits, and it refuses any other. */
    SHORT_CALL_IDS,
    /** The ids of tool calls have at most 40 characters, and it refuses longer ones. */
    BOUNDED_CALL_IDS,
    /** It refuses the thoughts of earlier turns, which others want back. */
    NO_THOUGHTS,
    /**
     * Of the thoughts of earlier turns it takes those in {@code reasoning}, its own word, alone.
     */
    OWN_THOUGHTS,
    /** It has {@code default} as an effort of reasoning, which others do not know. */
    DEFAULT_EFFORT,
    /** It has chats alone, no text completions. */
    CHATS_ONLY,
    /** Files are documents by their address to it, and sounds are texts. */
    DOCUMENT_URLS,
    /** It refuses instructions after what the assistant or a tool said. */
    EARLY_INSTRUCTIONS,
    /** The results of tools are answered by the assistant before the user goes on. */
    ANSWERED_RESULTS,
    /** A function tells its parameters, also where it has none. */
    FULL_TOOLS,
    /** A function's parameters tell their properties, also where there are none. */
    FULL_SCHEMAS,
    /** What a tool gives back is text alone to it; pictures are the user's to show. */
    TEXT_RESULTS
  }

  /** A vendor; the collections are copied. */
  public Vendor {
    keyVariables = List.copyOf(keyVariables);
    tokenVariables = List.copyOf(tokenVariables);
    urlVariables = List.copyOf(urlVariables);
    versionVariables = List.copyOf(versionVariables);
    renamed = Map.copyOf(renamed);
    quirks = Set.copyOf(quirks);
  }

  /**
   * The vendors known by name, under the prefixes that LiteLLM's users write, with {@code
   * openai_compatible}, {@code openai_like} and {@code custom_openai} for anybody else. Each base
   * URL is from the vendor's own documentation, named beside it in the source.
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
    return VendorRow.compatible(name).vendor();
  }

  boolean has(Quirk quirk) {
    return quirks.contains(quirk);
  }

  /**
   * Which parameters {@code deployment} takes: how many texts to stop at is known of the vendor's
   * own servers alone.
   */
  Parameters parameters(Deployment deployment) {
    return isOwn(deployment) ? parameters : parameters.withMostStops(Integer.MAX_VALUE);
  }

  /** Whether {@code deployment} is at the vendor's own servers. */
  boolean isOwn(Deployment deployment) {
    if (style == Style.AZURE) {
      return true;
    }
    Optional<String> host = deployment.endpoint().map(URI::getHost);
    Optional<String> own = baseUrl.map(URI::getHost);
    return deployment.endpoint().isEmpty()
        || (own.isPresent() && host.filter(h -> ("." + h).endsWith("." + own.get())).isPresent());
  }

  boolean isAzures() {
    return style == Style.AZURE || style == Style.FOUNDRY;
  }
}
