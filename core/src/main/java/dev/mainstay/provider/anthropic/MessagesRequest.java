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
import dev.mainstay.provider.wire.CallersPrefill;
import dev.mainstay.provider.wire.ChatFields;
import dev.mainstay.provider.wire.ClaudeChoice;
import dev.mainstay.provider.wire.ClaudeEffort;
import dev.mainstay.provider.wire.ClaudeModel;
import dev.mainstay.provider.wire.ClaudeSampling;
import dev.mainstay.provider.wire.ClaudeThinking;
import dev.mainstay.provider.wire.Parameters;
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

  private final TakenRequest taken;
  private final JsonObject request;
  private final ParameterPolicy policy;
  private final ClaudeModel model;
  private final JsonArray tools;
  private final Optional<JsonObject> choice;
  private final JsonObjectBuilder out = JsonObject.builder();

  private MessagesRequest(TakenRequest taken, Deployment deployment) {
    this.taken = taken;
    this.request = taken.json();
    this.policy = taken.policy();
    this.model = ClaudeModel.of(deployment.model());
    this.tools = ToolForms.tools(ChatFields.tools(request), policy);
    this.choice = choice();
  }

  /**
   * The body for {@code deployment}.
   *
   * @throws UnsupportedException if the request asks for what the dialect has not
   */
  static JsonObject of(Deployment deployment, ChatRequest request) {
    return ofAsked(
        deployment, CallersPrefill.asked(request, AnthropicProvider.prefillOf(deployment)));
  }

  private static JsonObject ofAsked(Deployment deployment, ChatRequest request) {
    boolean thinks = ClaudeModel.of(deployment.model()).thinks();
    TakenRequest taken = TakenRequest.of(PARAMETERS, request.json(), deployment, thinks);
    return request
        .original()
        .filter(original -> original.dialect().equals(AnthropicProvider.NAME))
        .filter(original -> OwnRequest.isTaken(original.json(), taken.json(), deployment))
        .map(original ->
            new OwnRequest(original.json(), deployment, taken.policy()).write(request.isStream()))
        .orElseGet(() -> of(deployment, taken, request.isStream()));
  }

  /** The body for {@code deployment}, of what {@code taken} has. */
  static JsonObject of(Deployment deployment, TakenRequest taken, boolean isStream) {
    return new MessagesRequest(taken, deployment).write(isStream);
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
    if (!tools.isEmpty()) {
      out.put("tools", tools);
      // Without tools there is no choice, and the API refuses one.
      choice.ifPresent(made -> out.put("tool_choice", made));
    }
  }

  private Optional<JsonObject> thinking(Turns turns, long limit) {
    boolean isForced = choice.filter(ToolForms::forces).isPresent();
    return ClaudeThinking.of(
        AnthropicProvider.NAME, taken, model, limit, isForced, turns.lacksThoughts());
  }

  private Optional<JsonObject> choice() {
    Optional<JsonObject> made = ToolForms.choice(request).filter(choice -> !tools.isEmpty());
    boolean mayGo =
        made.filter(ToolForms::forces).isEmpty()
            || ClaudeChoice.mayForce(AnthropicProvider.NAME, model, taken);
    return mayGo ? made : ToolForms.choice(request.without(Set.of("tool_choice")));
  }

  private Optional<JsonObject> outputConfig() {
    JsonObjectBuilder config =
        ClaudeEffort.in(request.object("output_config").orElse(JsonObject.empty()), model)
            .toBuilder();
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
