package dev.mainstay.provider.anthropic;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.wire.AnswerFormat;
import dev.mainstay.provider.wire.ChatFields;
import dev.mainstay.provider.wire.ClaudeModel;
import dev.mainstay.provider.wire.ClaudeSampling;
import dev.mainstay.provider.wire.ClaudeThinking;
import dev.mainstay.provider.wire.Parameters;
import dev.mainstay.provider.wire.RequestPolicy;
import dev.mainstay.provider.wire.TakenRequest;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes a chat request as a request to the Messages API. */
final class MessagesRequest {
  static final Parameters PARAMETERS =
      Parameters.taking(
          "anthropic",
          "max_tokens max_completion_tokens temperature top_p top_k stop tools tool_choice"
              + " parallel_tool_calls response_format reasoning_effort service_tier user metadata");

  private static final Set<String> TRANSLATED =
      Set.of(
          "model",
          "messages",
          "max_tokens",
          "max_completion_tokens",
          "stop",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "response_format",
          "reasoning_effort",
          "thinking",
          "output_config",
          "service_tier",
          "user",
          "metadata",
          "stream",
          MessagesHeaders.BETAS_FIELD);

  private static final Set<String> ALWAYS_OURS = Set.of("model", "stream");
  private static final Set<String> NOT_SENT = Set.of("stream", MessagesHeaders.BETAS_FIELD);

  private final TakenRequest taken;
  private final JsonObject request;
  private final ParameterPolicy policy;
  private final ClaudeModel model;
  private final JsonObjectBuilder out = JsonObject.builder();

  private MessagesRequest(TakenRequest taken, Deployment deployment) {
    this.taken = taken;
    this.request = taken.json();
    this.policy = taken.policy();
    this.model = ClaudeModel.of(deployment.model());
  }

  /**
   * The body for {@code deployment}.
   *
   * @throws UnsupportedException if the request asks for what the dialect has not
   */
  static JsonObject of(Deployment deployment, ChatRequest request) {
    boolean thinks = ClaudeModel.of(deployment.model()).thinks();
    TakenRequest taken = TakenRequest.of(PARAMETERS, request.json(), deployment, thinks);
    return request
        .original()
        .filter(original -> original.dialect().equals(AnthropicProvider.NAME))
        .filter(original -> isTaken(original.json(), taken.json()))
        .map(original -> original(original.json(), deployment, taken.policy(), request.isStream()))
        .orElseGet(() -> new MessagesRequest(taken, deployment).write(request.isStream()));
  }

  // Behind a fallback from another provider thoughts may be its own, or missing where a model on a
  // budget demands them.
  private static boolean isTaken(JsonObject original, JsonObject chat) {
    return !Thoughts.hasForeign(original)
        && !(original.object("thinking").filter(ClaudeThinking::isOnBudget).isPresent()
            && Turns.of(chat.array("messages").orElse(JsonArray.of())).lacksThoughts());
  }

  // What the caller wrote in this very dialect, with the model that is asked and what the
  // deployment adds.
  private static JsonObject original(
      JsonObject original, Deployment deployment, ParameterPolicy policy, boolean isStream) {
    JsonObject defaults =
        withoutConflicts(
            PARAMETERS.kept(deployment.defaults(), policy),
            original,
            ClaudeModel.of(deployment.model()));
    TakenRequest ours = new TakenRequest(defaults, policy, Set.of(), Set.of());
    JsonObjectBuilder body =
        Parameters.without(RequestPolicy.removeFrom(original).without(NOT_SENT), policy)
            .toBuilder();
    new MessagesRequest(ours, deployment)
        .write(isStream)
        .forEach((name, value) -> {
          if (ALWAYS_OURS.contains(name) || !original.has(name)) {
            body.put(name, value);
          }
        });
    return body.build();
  }

  // What the deployment sets gives way to what the caller wrote.
  private static JsonObject withoutConflicts(
      JsonObject deployments, JsonObject original, ClaudeModel model) {
    JsonObject defaults =
        deployments.without(ClaudeSampling.refusedBesideSampling(original, model));
    if (original.object("thinking").filter(ClaudeSampling::isOn).isPresent()) {
      return defaults.without(ClaudeSampling.refusedBesideThoughts(defaults));
    }
    return ClaudeSampling.refusedBesideThoughts(original).isEmpty()
        ? defaults
        : defaults.without(Set.of("thinking", "reasoning_effort"));
  }

  private JsonObject write(boolean isStream) {
    Turns turns = Turns.of(request.array("messages").orElse(JsonArray.of()));
    long limit = ChatFields.maxTokens(request).orElse(model.outputLimit());
    out.put("model", model.name()).put("max_tokens", limit);
    turns.system().ifPresent(system -> out.put("system", system));
    out.put("messages", turns.messages());
    stop().ifPresent(stop -> out.put("stop_sequences", stop));
    tools();
    ClaudeSampling sampling =
        ClaudeSampling.of(AnthropicProvider.NAME, model, taken, thinking(turns, limit));
    sampling.thinking().ifPresent(thinking -> out.put("thinking", thinking));
    outputConfig().ifPresent(config -> out.put("output_config", config));
    serviceTier().ifPresent(tier -> out.put("service_tier", tier));
    metadata().ifPresent(metadata -> out.put("metadata", metadata));
    request.without(TRANSLATED).without(sampling.leftOut()).forEach(out::put);
    if (isStream) {
      out.put("stream", JsonBoolean.TRUE);
    }
    return out.build();
  }

  private Optional<JsonArray> stop() {
    List<JsonValue> texts = ChatFields.visibleStops(AnthropicProvider.NAME, request, policy);
    return texts.isEmpty() ? Optional.empty() : Optional.of(JsonArray.of(texts));
  }

  private void tools() {
    JsonArray tools = ToolForms.tools(ChatFields.tools(request), policy);
    if (!tools.isEmpty()) {
      out.put("tools", tools);
      // Without tools there is no choice, and the API refuses one.
      ToolForms.choice(request).ifPresent(choice -> out.put("tool_choice", choice));
    }
  }

  // A model that thinks on a budget refuses to go on behind calls of whose thoughts it is shown
  // none.
  private Optional<JsonObject> thinking(Turns turns, long limit) {
    ClaudeThinking.requireTaken(AnthropicProvider.NAME, request, model, taken::leavesOut);
    boolean mayThink = request.hasValue("thinking") || !forcesTool();
    return ClaudeThinking.of(request, model, limit)
        .filter(thinking -> mayThink || !ClaudeSampling.isOn(thinking))
        .filter(thinking -> !(ClaudeThinking.isOnBudget(thinking) && turns.lacksThoughts()));
  }

  // An effort is a wish; the API refuses to think where a tool is forced.
  private boolean forcesTool() {
    boolean hasTools = request.array("tools").filter(list -> !list.isEmpty()).isPresent();
    return hasTools
        && ToolForms.choice(request)
            .flatMap(choice -> choice.text("type"))
            .filter(type -> type.equals("any") || type.equals("tool"))
            .isPresent();
  }

  private Optional<JsonObject> outputConfig() {
    JsonObjectBuilder config =
        request.object("output_config").orElse(JsonObject.empty()).toBuilder();
    schema().ifPresent(format -> config.put("format", format));
    if (request.object("output_config").filter(own -> own.hasValue("effort")).isEmpty()) {
      ClaudeThinking.effortWord(request, model).ifPresent(effort -> config.put("effort", effort));
    }
    return Optional.of(config.build()).filter(built -> !built.isEmpty());
  }

  private Optional<JsonObject> schema() {
    return switch (AnswerFormat.of(
        AnthropicProvider.NAME, AnswerFormat.Taken.SCHEMA, request, policy)) {
      case AnswerFormat.Schema(JsonObject named, JsonObject schema) -> Optional.of(format(schema));
      case AnswerFormat.AnyObject object -> Optional.empty();
      case AnswerFormat.Text text -> Optional.empty();
    };
  }

  private static JsonObject format(JsonObject schema) {
    return JsonObject.builder().put("type", "json_schema").put("schema", schema).build();
  }

  private Optional<String> serviceTier() {
    Optional<String> tier = request.text("service_tier");
    return switch (tier.orElse("auto")) {
      case "auto" -> tier;
      case "default", "standard_only" -> Optional.of("standard_only");
      default -> {
        if (policy.dropsUnsupported()) {
          yield Optional.empty();
        }
        throw UnsupportedException.value(
            AnthropicProvider.NAME,
            "service_tier",
            tier.orElse(""),
            "auto, default or standard_only");
      }
    };
  }

  // OpenAI's metadata are the caller's own notes; Anthropic's hold the user's id alone.
  private Optional<JsonObject> metadata() {
    Optional<JsonObject> metadata = request.object("metadata");
    return metadata
        .flatMap(own -> own.get("user_id"))
        .filter(id -> id instanceof JsonString || id instanceof JsonNull)
        .or(() -> request.get("user").filter(JsonString.class::isInstance))
        .map(id -> JsonObject.of("user_id", id));
  }
}
