package dev.mainstay.provider.anthropic;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.wire.ClaudeEffort;
import dev.mainstay.provider.wire.ClaudeModel;
import dev.mainstay.provider.wire.ClaudeSampling;
import dev.mainstay.provider.wire.ClaudeThinking;
import dev.mainstay.provider.wire.Parameters;
import dev.mainstay.provider.wire.RequestPolicy;
import dev.mainstay.provider.wire.TakenRequest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A request whose caller wrote it in this very dialect: it goes out as it is, with the model that
 * is asked and what the deployment adds. Callers name a group, which may ask another Claude than
 * they wrote for: how long to think is said in the form that it takes, and what else it refuses is
 * left out where the policy says so.
 */
final class OwnRequest {
  private static final String THINKING = "thinking";
  private static final String CONFIG = "output_config";
  private static final String CHOICE = "tool_choice";
  private static final Set<String> ALWAYS_OURS = Set.of("model", "stream");
  private static final Set<String> NOT_SENT = Set.of("stream", MessagesHeaders.BETAS_FIELD);

  private final JsonObject original;
  private final Deployment deployment;
  private final ParameterPolicy policy;
  private final ClaudeModel model;

  OwnRequest(JsonObject original, Deployment deployment, ParameterPolicy policy) {
    this.original = original;
    this.deployment = deployment;
    this.policy = policy;
    this.model = ClaudeModel.of(deployment.model());
  }

  /**
   * Whether {@code original} can be taken as it is by {@code deployment}. Behind a fallback from
   * another provider thoughts and ids of calls may be its own, or thoughts missing where a model on
   * a budget demands them; and an older Claude, or one at another cloud, knows no instructions in
   * mid-conversation, and a newer one no answer that its caller has begun.
   *
   * @param chat the same in OpenAI's form
   */
  static boolean isTaken(JsonObject original, JsonObject chat, Deployment deployment) {
    return (takesLateInstructions(deployment) || !hasInstructions(original))
        && !(refusesPrefill(deployment) && isBegun(original))
        && !Thoughts.hasForeign(original)
        && CallsInTurns.areTaken(original)
        && !(original.object(THINKING).filter(ClaudeThinking::isOnBudget).isPresent()
            && Turns.of(chat.array("messages").orElse(JsonArray.of())).lacksThoughts());
  }

  private static boolean takesLateInstructions(Deployment deployment) {
    return deployment.provider().equals(AnthropicProvider.NAME)
        && ClaudeModel.of(deployment.model()).takesLateInstructions();
  }

  private static boolean refusesPrefill(Deployment deployment) {
    return ClaudeModel.of(deployment.model()).version() > 0
        && AnthropicProvider.prefillOf(deployment) == Prefill.NONE;
  }

  private static boolean isBegun(JsonObject original) {
    return original
        .array("messages")
        .flatMap(turns -> turns.objects().reduce((one, next) -> next))
        .filter(ChatMessages::isBegun)
        .isPresent();
  }

  private static boolean hasInstructions(JsonObject original) {
    return original.array("messages").stream()
        .flatMap(JsonArray::objects)
        .anyMatch(turn -> turn.text("role").filter("system"::equals).isPresent());
  }

  /** The body. */
  JsonObject write(boolean isStream) {
    JsonObject defaults =
        withoutConflicts(MessagesRequest.PARAMETERS.kept(deployment.defaults(), policy));
    Optional<JsonValue> limit = original.get("max_tokens");
    TakenRequest ours =
        new TakenRequest(
            limit.map(most -> defaults.with("max_tokens", most)).orElse(defaults),
            policy,
            Set.of(),
            Set.of());
    JsonObject own =
        Parameters.without(RequestPolicy.removeFrom(original).without(NOT_SENT), policy);
    JsonObjectBuilder body = thinking(taken(own)).toBuilder();
    MessagesRequest.of(deployment, ours, isStream)
        .forEach((name, value) -> {
          if (ALWAYS_OURS.contains(name) || !original.has(name)) {
            body.put(name, value);
          }
        });
    return body.build();
  }

  // What the deployment sets gives way to what the caller wrote.
  private JsonObject withoutConflicts(JsonObject deployments) {
    JsonObject defaults =
        deployments.without(ClaudeSampling.refusedBesideSampling(original, model));
    if (original.object(THINKING).filter(ClaudeSampling::isOn).isPresent()) {
      return defaults.without(ClaudeSampling.refusedBesideThoughts(defaults));
    }
    return ClaudeSampling.refusedBesideThoughts(original).isEmpty() && !forcesTool()
        ? defaults
        : defaults.without(Set.of(THINKING, "reasoning_effort"));
  }

  private boolean forcesTool() {
    return original.object(CHOICE).filter(ToolForms::forces).isPresent();
  }

  private JsonObject taken(JsonObject own) {
    if (!policy.dropsUnsupported()) {
      return own;
    }
    Set<String> refused = new HashSet<>(ClaudeSampling.refusedBy(model, own));
    if (own.object(THINKING).filter(ClaudeSampling::isOn).isPresent()) {
      refused.addAll(ClaudeSampling.refusedBesideThoughts(own));
    }
    if (forcesTool() && !model.takesForcedTool()) {
      refused.add(CHOICE);
    }
    return own.without(refused);
  }

  private JsonObject thinking(JsonObject own) {
    JsonObject written = own;
    if (own.object(THINKING).isPresent()) {
      long limit = own.number("max_tokens").orElse(model.outputLimit());
      Optional<JsonObject> taken = ClaudeThinking.of(own, model, limit);
      written =
          taken.isPresent() ? replaced(own, THINKING, taken.get()) : own.without(Set.of(THINKING));
    }
    Optional<JsonObject> config = own.object(CONFIG);
    return config.isPresent()
        ? replaced(written, CONFIG, ClaudeEffort.in(config.get(), model))
        : written;
  }

  // In its place, so that the bytes stay what they are where nothing changes.
  private static JsonObject replaced(JsonObject object, String name, JsonObject value) {
    if (value.isEmpty()) {
      return object.without(Set.of(name));
    }
    return object.object(name).filter(value::equals).isPresent()
        ? object
        : object.with(name, value);
  }
}
