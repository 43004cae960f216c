package dev.mainstay.provider.gemini;

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
import dev.mainstay.provider.wire.Parameters;
import dev.mainstay.provider.wire.SearchResults;
import dev.mainstay.provider.wire.ServerBlocks;
import dev.mainstay.provider.wire.TakenRequest;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Writes a chat request as a {@code GenerateContentRequest}. */
final class GenerateRequest {
  static final Parameters PARAMETERS =
      Parameters.taking(
              "gemini",
              "max_tokens max_completion_tokens temperature top_p top_k n stop seed presence_penalty"
                  + " frequency_penalty logprobs top_logprobs tools tool_choice response_format"
                  + " reasoning_effort modalities web_search_options service_tier")
          // https://ai.google.dev/api/generate-content#generationconfig, 2026-11-30
          .withMostStops(5);

  private static final String JSON = "application/json";
  private static final String TIER = "service_tier";

  private static final Map<String, String> CONFIG =
      Map.of(
          "temperature", "temperature",
          "top_p", "topP",
          "top_k", "topK",
          "topK", "topK",
          "seed", "seed",
          "presence_penalty", "presencePenalty",
          "logprobs", "responseLogprobs",
          "top_logprobs", "logprobs",
          "frequency_penalty", "frequencyPenalty");

  // Gemini's own fields as its Python client's users write them.
  private static final Map<String, String> OWN =
      Map.of(
          "safety_settings", "safetySettings",
          "cached_content", "cachedContent");

  private static final Set<String> TRANSLATED =
      Set.of(
          "model",
          "messages",
          "max_tokens",
          "max_completion_tokens",
          "n",
          "stop",
          "tools",
          "tool_choice",
          "response_format",
          "reasoning_effort",
          "thinking",
          "thinkingConfig",
          "thinking_config",
          "modalities",
          "web_search_options",
          TIER,
          "generationConfig",
          "generation_config",
          "toolConfig",
          "tool_config",
          "stream",
          // Anthropic's alone, as after a fallback from there.
          "anthropic_beta");

  private static final Set<String> SHOWING = Set.of("includeThoughts");

  private final TakenRequest taken;
  private final JsonObject request;
  private final ParameterPolicy policy;
  private final GeminiModel model;
  private final Service service;
  private final JsonObjectBuilder out = JsonObject.builder();

  private GenerateRequest(TakenRequest taken, Deployment deployment, Service service) {
    this.service = service;
    this.taken = taken;
    this.request = taken.json();
    this.policy = taken.policy();
    this.model = GeminiModel.of(deployment.model());
  }

  /**
   * The body for {@code deployment}.
   *
   * @throws UnsupportedException if the request asks for what the dialect has not
   */
  static JsonObject of(Deployment deployment, ChatRequest request, Service service) {
    boolean reasons = GeminiModel.of(deployment.model()).isKnownToThink();
    TakenRequest taken =
        TakenRequest.of(
            PARAMETERS,
            SearchResults.write(ServerBlocks.remove(request.json())),
            deployment,
            reasons);
    return new GenerateRequest(taken, deployment, service).write();
  }

  private JsonObject write() {
    Contents contents = Contents.of(ChatFields.messages(request), model, service.hasCallIds());
    out.put("contents", contents.json());
    contents.system().ifPresent(system -> out.put("systemInstruction", system));
    tools();
    JsonObject config = config();
    if (!config.isEmpty()) {
      out.put("generationConfig", config);
    }
    serviceTier().ifPresent(tier -> out.put("serviceTier", tier));
    request
        .without(TRANSLATED)
        .without(CONFIG.keySet())
        .forEach((name, value) -> out.put(OWN.getOrDefault(name, name), value));
    return out.build();
  }

  private void tools() {
    List<JsonValue> tools = ToolForms.tools(request, policy.dropsUnsupported());
    if (!tools.isEmpty()) {
      out.put("tools", JsonArray.of(tools));
    }
    JsonObjectBuilder config = object("toolConfig", "tool_config").toBuilder();
    ToolForms.choice(request, tools).ifPresent(choice -> choice.forEach(config::put));
    if (!config.build().isEmpty()) {
      out.put("toolConfig", config.build());
    }
  }

  private JsonObject config() {
    JsonObjectBuilder config = JsonObject.builder();
    ChatFields.maxTokens(request).ifPresent(limit -> config.put("maxOutputTokens", limit));
    CONFIG.forEach((name, own) -> request.get(name).ifPresent(value -> config.put(own, value)));
    if (request.number("n").orElse(1) > 1) {
      config.put("candidateCount", request.number("n").getAsLong());
    }
    List<JsonValue> stops = ChatFields.stops(request);
    if (!stops.isEmpty()) {
      config.put("stopSequences", JsonArray.of(stops));
    }
    format(config);
    modalities().ifPresent(modalities -> config.put("responseModalities", modalities));
    thinking().ifPresent(thinking -> config.put("thinkingConfig", thinking));
    object("generationConfig", "generation_config").forEach(config::put);
    return config.build();
  }

  private JsonObject object(String name, String other) {
    return request.object(name).or(() -> request.object(other)).orElse(JsonObject.empty());
  }

  private void format(JsonObjectBuilder config) {
    switch (takenFormat()) {
      case AnswerFormat.Text text -> {}
      case AnswerFormat.AnyObject object -> config.put("responseMimeType", JSON);
      case AnswerFormat.Schema(JsonObject named, JsonObject schema) -> {
        config.put("responseMimeType", JSON);
        SchemaForm.put(config, schema, "responseSchema", "responseJsonSchema");
      }
    }
  }

  private AnswerFormat takenFormat() {
    AnswerFormat asked =
        AnswerFormat.of(GeminiProvider.NAME, AnswerFormat.Taken.SCHEMA_AND_OBJECT, request, policy);
    boolean isTaken =
        asked instanceof AnswerFormat.Text
            || !ToolForms.hasFunctions(request)
            || service.formsBesideFunctions(model);
    if (isTaken) {
      return asked;
    }
    if (taken.leavesOut(AnswerFormat.PARAM) || taken.isOurs(AnswerFormat.PARAM)) {
      return new AnswerFormat.Text();
    }
    throw new UnsupportedException(
        AnswerFormat.PARAM,
        "gemini does not take 'response_format' beside functions for '"
            + model.name()
            + "'; "
            + UnsupportedException.OR_DROP);
  }

  // https://ai.google.dev/gemini-api/docs/flex-inference
  private Optional<String> serviceTier() {
    Optional<String> tier = request.text(TIER);
    return switch (tier.orElse("auto")) {
      case "auto", "default" -> Optional.empty();
      case "flex", "priority", "standard" -> tier;
      default -> {
        if (taken.leavesOut(TIER)) {
          yield Optional.empty();
        }
        throw UnsupportedException.value(
            GeminiProvider.NAME,
            TIER,
            tier.orElse(""),
            "auto, default, flex, priority or standard");
      }
    };
  }

  private Optional<JsonArray> modalities() {
    List<JsonString> words =
        request.array("modalities").stream()
            .flatMap(list -> list.items().stream())
            .flatMap(
                item -> item instanceof JsonString(String word) ? Stream.of(word) : Stream.of())
            .map(word -> new JsonString(word.toUpperCase(Locale.ROOT)))
            .toList();
    boolean isTextAlone = words.equals(List.of(new JsonString("TEXT")));
    return words.isEmpty() || isTextAlone ? Optional.empty() : Optional.of(JsonArray.of(words));
  }

  private Optional<JsonObject> thinking() {
    boolean isEffort = request.hasValue("reasoning_effort");
    if (isEffort && !model.thinks()) {
      boolean isWanted = request.text("reasoning_effort").filter("none"::equals).isEmpty();
      if (isWanted && !taken.leavesOut("reasoning_effort")) {
        throw UnsupportedException.ofModel(GeminiProvider.NAME, model.name(), "reasoning_effort");
      }
      return Optional.empty();
    }
    return Thinking.of(request, model)
        .map(config -> taken.asksForNoThoughts() ? config.without(SHOWING) : config);
  }
}
