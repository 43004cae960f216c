package dev.mainstay.rendering;

import dev.mainstay.model.Prefill;
import java.util.Objects;

/**
 * The deployment that is about to be asked, and what is known of it.
 *
 * @param deployment its id
 * @param provider its provider's name, as in {@code openai}
 * @param model its model, in the provider's words
 * @param structuredOutput whether it answers by a JSON schema
 * @param tools whether it calls tools
 * @param prefill what it promises about a last message of the assistant's
 */
public record Target(
    String deployment,
    String provider,
    String model,
    Ability structuredOutput,
    Ability tools,
    Prefill prefill) {

  /** Null is refused. */
  public Target {
    Objects.requireNonNull(deployment, "deployment");
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(structuredOutput, "structuredOutput");
    Objects.requireNonNull(tools, "tools");
    Objects.requireNonNull(prefill, "prefill");
  }

  /** Whether a model can do something. */
  public enum Ability {
    /** It can. */
    YES,
    /** It cannot. */
    NO,
    /** Nobody has told. */
    UNKNOWN
  }
}
