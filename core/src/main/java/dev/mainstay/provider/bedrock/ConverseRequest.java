package dev.mainstay.provider.bedrock;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.wire.AnswerFormat;
import dev.mainstay.provider.wire.ChatFields;
import dev.mainstay.provider.wire.ClaudeChoice;
import dev.mainstay.provider.wire.ClaudeSampling;
import dev.mainstay.provider.wire.Parameters;
import dev.mainstay.provider.wire.SearchResults;
import dev.mainstay.provider.wire.ServerBlocks;
import dev.mainstay.provider.wire.TakenRequest;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes a chat request as a request of Converse. */
final class ConverseRequest {
  static final Parameters PARAMETERS =
      Parameters.taking(
              BedrockProvider.NAME,
              "max_tokens max_completion_tokens temperature top_p top_k stop tools tool_choice"
                  + " parallel_tool_calls response_format reasoning_effort service_tier")
          // https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InferenceConfiguration.html
          // and botocore 1.43.11, 2026-11-30
          .withMostStops(2_500);

  private static final String SYSTEM = "system";
  private static final String INFERENCE = "inferenceConfig";
  private static final String TOOL_CONFIG = "toolConfig";
  private static final String FIELDS = "additionalModelRequestFields";
  private static final String OUTPUT = "outputConfig";
  private static final String TIER = "serviceTier";
  private static final String FORMAT = "response_format";
  private static final String THINKING = "thinking";
  private static final String PARALLEL = "parallel_tool_calls";
  private static final String TOP_K = "top_k";

  // What is neither one of these nor translated is the model's own.
  private static final Set<String> OWN =
      Set.of(
          "guardrailConfig",
          "promptVariables",
          "additionalModelResponseFieldPaths",
          "requestMetadata",
          "performanceConfig",
          TIER);

  private static final Set<String> TRANSLATED =
      Set.of(
          "model",
          "messages",
          "stream",
          "max_tokens",
          "max_completion_tokens",
          "temperature",
          "top_p",
          "stop",
          "tools",
          ToolForms.CHOICE,
          PARALLEL,
          FORMAT,
          "reasoning_effort",
          THINKING,
          "service_tier",
          Betas.FIELD,
          SYSTEM,
          INFERENCE,
          TOOL_CONFIG,
          FIELDS,
          OUTPUT);

  private final TakenRequest taken;
  private final JsonObject request;
  private final ParameterPolicy policy;
  private final BedrockModel model;
  private final Blocks blocks;
  private final Turns turns;
  private final List<JsonValue> tools;
  private final Optional<JsonObject> choice;
  private final JsonObjectBuilder out = JsonObject.builder();

  private ConverseRequest(TakenRequest taken, BedrockModel model) {
    this.taken = taken;
    this.request = taken.json();
    this.policy = taken.policy();
    this.model = model;
    this.blocks = new Blocks(model.takesCachePoints());
    this.turns = Turns.of(ChatFields.messages(request), model, blocks);
    this.tools = ToolForms.tools(ChatFields.tools(request), blocks);
    this.choice = choice();
  }

  /**
   * The body for {@code deployment}.
   *
   * @throws UnsupportedException if the request asks for what the dialect has not
   */
  static JsonObject of(Deployment deployment, ChatRequest request) {
    BedrockModel model = BedrockModel.of(deployment.model());
    return new ConverseRequest(
            TakenRequest.of(
                PARAMETERS,
                SearchResults.write(ServerBlocks.remove(request.json())),
                deployment,
                model.reasons()),
            model)
        .write();
  }

  private JsonObject write() {
    if (!policy.dropsUnsupported()) {
      ToolForms.requireTaken(ChatFields.tools(request), model);
    }
    Reasoning asked = Reasoning.of(taken, model, forcesTool(), turns.lacksThoughts());
    Optional<JsonObject> thinking = asked.fields().object(THINKING);
    ClaudeSampling sampling =
        model
            .claude()
            .map(claude -> ClaudeSampling.of(BedrockProvider.NAME, claude, taken, thinking))
            .orElseGet(() -> new ClaudeSampling(thinking, Set.of()));
    Reasoning reasoning = sampling.thinking().equals(thinking) ? asked : asked.withoutFields();
    out.put("messages", turns.messages());
    put(SYSTEM, system());
    put(INFERENCE, inference(sampling.leftOut()));
    toolConfig();
    put(FIELDS, fields(reasoning, sampling.leftOut()));
    put(OUTPUT, output(reasoning));
    serviceTier().ifPresent(tier -> out.put(TIER, JsonObject.of("type", new JsonString(tier))));
    OWN.forEach(name -> request.get(name).ifPresent(value -> out.put(name, value)));
    return out.build();
  }

  private void put(String name, JsonObject value) {
    if (!value.isEmpty()) {
      out.put(name, value);
    }
  }

  private void put(String name, List<JsonValue> values) {
    if (!values.isEmpty()) {
      out.put(name, JsonArray.of(values));
    }
  }

  private List<JsonValue> system() {
    List<JsonValue> system = new ArrayList<>();
    request.array(SYSTEM).ifPresent(own -> system.addAll(own.items()));
    system.addAll(turns.system());
    return system;
  }

  private JsonObject inference(Set<String> leftOut) {
    JsonObjectBuilder config = JsonObject.builder();
    ChatFields.maxTokens(request).ifPresent(most -> config.put("maxTokens", most));
    JsonObject sampling = request.without(leftOut);
    sampling.get("temperature").ifPresent(value -> config.put("temperature", value));
    sampling.get("top_p").ifPresent(value -> config.put("topP", value));
    List<JsonValue> stops =
        model.claude().isPresent()
            ? ChatFields.visibleStops(BedrockProvider.NAME, request, policy)
            : ChatFields.stops(request);
    if (!stops.isEmpty()) {
      config.put("stopSequences", JsonArray.of(stops));
    }
    return withOwn(config, INFERENCE);
  }

  /** What was put into {@code config}, beneath what the caller has under Converse's own name. */
  private JsonObject withOwn(JsonObjectBuilder config, String name) {
    request.object(name).ifPresent(own -> own.forEach(config::put));
    return config.build();
  }

  private void toolConfig() {
    Optional<JsonObject> own = request.object(TOOL_CONFIG);
    if (own.isPresent()) {
      out.put(TOOL_CONFIG, own.get());
      return;
    }
    List<JsonValue> shown = tools.isEmpty() ? ToolForms.named(turns.toolNames()) : tools;
    if (shown.isEmpty() || hidesTools()) {
      return;
    }
    JsonObjectBuilder config = JsonObject.builder().put("tools", JsonArray.of(shown));
    choice.ifPresent(made -> config.put("toolChoice", made));
    out.put(TOOL_CONFIG, config.build());
  }

  // Converse has no word for it: the tools are not shown, but where calls of them are.
  private boolean hidesTools() {
    if (!ToolForms.forbids(request)) {
      return false;
    }
    if (!turns.toolNames().isEmpty() && !tools.isEmpty() && !policy.dropsUnsupported()) {
      throw new UnsupportedException(
          ToolForms.CHOICE,
          "bedrock does not take a 'tool_choice' of none behind calls of tools; "
              + UnsupportedException.OR_DROP);
    }
    return turns.toolNames().isEmpty();
  }

  private Optional<JsonObject> choice() {
    return ToolForms.choice(request)
        .filter(made -> !tools.isEmpty())
        .filter(made -> !ToolForms.forces(made) || mayForce());
  }

  private boolean mayForce() {
    return model
        .claude()
        .map(claude -> ClaudeChoice.mayForce(BedrockProvider.NAME, claude, taken))
        .orElse(true);
  }

  private boolean forcesTool() {
    return choice.filter(ToolForms::forces).isPresent();
  }

  private JsonObject fields(Reasoning reasoning, Set<String> leftOut) {
    JsonObjectBuilder fields = JsonObject.builder();
    modelsOwn(leftOut).forEach(fields::put);
    if (model.claude().isEmpty()) {
      request
          .get(THINKING)
          .filter(own -> passesThinking())
          .ifPresent(own -> fields.put(THINKING, own));
    } else {
      Betas.of(request).ifPresent(betas -> fields.put(Betas.FIELD, betas));
    }
    reasoning.fields().forEach(fields::put);
    List<JsonValue> modelsOwn =
        model.mayBeClaude() ? ToolForms.modelsOwn(ChatFields.tools(request)) : List.of();
    if (!modelsOwn.isEmpty()) {
      fields.put("tools", JsonArray.of(modelsOwn));
    }
    serialChoice().ifPresent(choice -> fields.put(ToolForms.CHOICE, choice));
    JsonObject all = withOwn(fields, FIELDS);
    return model.isNova() ? withTopK(all) : all;
  }

  // A model that is known not to be a Claude refuses it.
  private boolean passesThinking() {
    return model.mayBeClaude() || policy.allowed().contains(THINKING) || !taken.leavesOut(THINKING);
  }

  private JsonObject modelsOwn(Set<String> leftOut) {
    JsonObject own = request.without(TRANSLATED).without(OWN).without(leftOut);
    return model.isNova() ? own.without(Set.of(TOP_K)) : own;
  }

  // https://docs.aws.amazon.com/nova/latest/userguide/complete-request-schema.html
  private JsonObject withTopK(JsonObject fields) {
    JsonObject config = fields.object(INFERENCE).orElse(JsonObject.empty());
    return request.hasValue(TOP_K) && !config.has("topK")
        ? fields.with(INFERENCE, config.with("topK", request.get(TOP_K).orElseThrow()))
        : fields;
  }

  // Converse has no word for it, but Claude does.
  private Optional<JsonObject> serialChoice() {
    if (tools.isEmpty() || request.flag(PARALLEL).orElse(true)) {
      return Optional.empty();
    }
    if (model.claude().isPresent()) {
      return Optional.of(ToolForms.serialOfClaude(choice));
    }
    if (taken.leavesOut(PARALLEL)) {
      return Optional.empty();
    }
    throw UnsupportedException.parameter(BedrockProvider.NAME, PARALLEL);
  }

  private JsonObject output(Reasoning reasoning) {
    JsonObjectBuilder config = JsonObject.builder();
    schema().ifPresent(format -> config.put("textFormat", format));
    reasoning.effort().ifPresent(effort -> config.put("effort", effort));
    return withOwn(config, OUTPUT);
  }

  private Optional<JsonObject> schema() {
    return switch (AnswerFormat.of(
        BedrockProvider.NAME, AnswerFormat.Taken.SCHEMA, request, policy)) {
      case AnswerFormat.Schema(JsonObject named, JsonObject schema) ->
          Optional.of(textFormat(named, schema));
      case AnswerFormat.AnyObject object -> Optional.empty();
      case AnswerFormat.Text text -> Optional.empty();
    };
  }

  // The schema is a text here.
  private static JsonObject textFormat(JsonObject named, JsonObject ofAnswer) {
    JsonObjectBuilder schema = JsonObject.builder();
    named.text("name").ifPresent(name -> schema.put("name", name));
    named.text("description").ifPresent(text -> schema.put("description", text));
    schema.put("schema", ofAnswer.toJson());
    return JsonObject.builder()
        .put("type", "json_schema")
        .put("structure", JsonObject.of("jsonSchema", schema.build()))
        .build();
  }

  private Optional<String> serviceTier() {
    Optional<String> tier = request.text("service_tier");
    return switch (tier.orElse("auto")) {
      case "auto" -> Optional.empty();
      case "default", "flex", "priority", "reserved" -> tier;
      default -> {
        if (policy.dropsUnsupported()) {
          yield Optional.empty();
        }
        throw UnsupportedException.value(
            BedrockProvider.NAME,
            "service_tier",
            tier.orElse(""),
            "auto, default, flex, priority or reserved");
      }
    };
  }
}
