package dev.mainstay.provider.bedrock;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.wire.ChatFields;
import dev.mainstay.provider.wire.Parameters;
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
          "max_tokens max_completion_tokens temperature top_p stop tools tool_choice"
              + " parallel_tool_calls response_format reasoning_effort service_tier");

  private static final String SYSTEM = "system";
  private static final String INFERENCE = "inferenceConfig";
  private static final String TOOL_CONFIG = "toolConfig";
  private static final String FIELDS = "additionalModelRequestFields";
  private static final String OUTPUT = "outputConfig";
  private static final String TIER = "serviceTier";
  private static final String FORMAT = "response_format";
  private static final String PARALLEL = "parallel_tool_calls";

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
          "thinking",
          "service_tier",
          Betas.FIELD,
          SYSTEM,
          INFERENCE,
          TOOL_CONFIG,
          FIELDS,
          OUTPUT);

  private final JsonObject request;
  private final ParameterPolicy policy;
  private final BedrockModel model;
  private final Blocks blocks;
  private final Turns turns;
  private final List<JsonValue> tools;
  private final JsonObjectBuilder out = JsonObject.builder();

  private ConverseRequest(JsonObject request, BedrockModel model, ParameterPolicy policy) {
    this.request = request;
    this.policy = policy;
    this.model = model;
    this.blocks = new Blocks(model.takesCachePoints());
    this.turns = Turns.of(ChatFields.messages(request), model, blocks);
    this.tools = ToolForms.tools(ChatFields.tools(request), blocks);
  }

  /**
   * The body for {@code deployment}.
   *
   * @throws UnsupportedException if the request asks for what the dialect has not
   */
  static JsonObject of(Deployment deployment, ChatRequest request) {
    TakenRequest taken = TakenRequest.of(PARAMETERS, request.json(), deployment);
    return new ConverseRequest(taken.json(), BedrockModel.of(deployment.model()), taken.policy())
        .write();
  }

  private JsonObject write() {
    Reasoning reasoning =
        Reasoning.of(
            request, model, !forcesTool(), turns.lacksThoughts(), policy.dropsUnsupported());
    out.put("messages", turns.messages());
    put(SYSTEM, system());
    put(INFERENCE, inference());
    toolConfig();
    put(FIELDS, fields(reasoning));
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

  private JsonObject inference() {
    JsonObjectBuilder config = JsonObject.builder();
    ChatFields.maxTokens(request).ifPresent(most -> config.put("maxTokens", most));
    request.get("temperature").ifPresent(value -> config.put("temperature", value));
    request.get("top_p").ifPresent(value -> config.put("topP", value));
    List<JsonValue> stops = ChatFields.stops(request);
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
    if (!tools.isEmpty()) {
      ToolForms.choice(request).ifPresent(choice -> config.put("toolChoice", choice));
    }
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
          "bedrock does not take a 'tool_choice' of none behind calls of tools; leave it out, or"
              + " set drop_params, which leaves out what a provider does not take");
    }
    return turns.toolNames().isEmpty();
  }

  // An effort is a wish; Claude refuses to think where a tool is forced.
  private boolean forcesTool() {
    return !tools.isEmpty()
        && ToolForms.choice(request).filter(choice -> !choice.has("auto")).isPresent();
  }

  private JsonObject fields(Reasoning reasoning) {
    JsonObjectBuilder fields = JsonObject.builder();
    request.without(TRANSLATED).without(OWN).forEach(fields::put);
    if (model.claude().isEmpty()) {
      request.get("thinking").ifPresent(own -> fields.put("thinking", own));
    } else {
      Betas.of(request).ifPresent(betas -> fields.put(Betas.FIELD, betas));
    }
    reasoning.fields().forEach(fields::put);
    List<JsonValue> modelsOwn = ToolForms.modelsOwn(ChatFields.tools(request));
    if (!modelsOwn.isEmpty()) {
      fields.put("tools", JsonArray.of(modelsOwn));
    }
    serialChoice().ifPresent(choice -> fields.put(ToolForms.CHOICE, choice));
    return withOwn(fields, FIELDS);
  }

  // Converse has no word for it, but Claude does.
  private Optional<JsonObject> serialChoice() {
    if (tools.isEmpty() || request.flag(PARALLEL).orElse(true)) {
      return Optional.empty();
    }
    if (model.claude().isPresent()) {
      return Optional.of(ToolForms.serialOfClaude(request));
    }
    if (policy.dropsUnsupported()) {
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
    Optional<JsonObject> format = request.object(FORMAT);
    String type = format.flatMap(f -> f.text("type")).orElse("text");
    return switch (type) {
      case "json_schema" ->
          format.flatMap(f -> f.object("json_schema")).map(ConverseRequest::textFormat);
      case "text" -> Optional.empty();
      default -> {
        if (policy.dropsUnsupported()) {
          yield Optional.empty();
        }
        throw UnsupportedException.responseFormat(BedrockProvider.NAME, type);
      }
    };
  }

  // The schema is a text here.
  private static JsonObject textFormat(JsonObject named) {
    JsonObjectBuilder schema = JsonObject.builder();
    named.text("name").ifPresent(name -> schema.put("name", name));
    named.text("description").ifPresent(text -> schema.put("description", text));
    schema.put("schema", named.get("schema").orElse(JsonObject.empty()).toJson());
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
        throw UnsupportedException.parameter(BedrockProvider.NAME, "service_tier");
      }
    };
  }
}
