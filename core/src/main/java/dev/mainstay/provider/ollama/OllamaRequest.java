package dev.mainstay.provider.ollama;

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
import dev.mainstay.provider.wire.ChatFields;
import dev.mainstay.provider.wire.Parameters;
import dev.mainstay.provider.wire.TakenRequest;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.Optional;
import java.util.Set;

/** Writes a chat request as one of {@code /api/chat}. */
final class OllamaRequest {
  static final Parameters PARAMETERS =
      Parameters.taking(
          OllamaProvider.NAME,
          "max_tokens max_completion_tokens temperature top_p stop seed presence_penalty"
              + " frequency_penalty tools tool_choice response_format reasoning_effort logprobs"
              + " top_logprobs");

  private static final String CHOICE = "tool_choice";
  private static final String THINK = "think";
  private static final String FORMAT = "format";
  private static final Set<String> TRANSLATED =
      Set.of(
          "model",
          "messages",
          "stream",
          "tools",
          CHOICE,
          "response_format",
          "reasoning_effort",
          // Another provider's own, as after a fallback from there.
          "thinking",
          "anthropic_beta");

  private final JsonObject request;
  private final ParameterPolicy policy;
  private final String model;

  private OllamaRequest(JsonObject request, ParameterPolicy policy, String model) {
    this.request = request;
    this.policy = policy;
    this.model = model;
  }

  /**
   * The body for {@code deployment}.
   *
   * @throws UnsupportedException if the request asks for what the dialect has not
   */
  static JsonObject of(Deployment deployment, ChatRequest request) {
    TakenRequest taken = TakenRequest.of(PARAMETERS, request.json(), deployment);
    return new OllamaRequest(taken.json(), taken.policy(), deployment.model())
        .write(request.isStream());
  }

  private JsonObject write(boolean isStream) {
    JsonObjectBuilder out = JsonObject.builder().put("model", model);
    out.put("messages", OllamaMessages.of(ChatFields.messages(request)));
    JsonArray tools = tools();
    if (!tools.isEmpty()) {
      out.put("tools", tools);
    }
    format().ifPresent(format -> out.put(FORMAT, format));
    thinking().ifPresent(think -> out.put(THINK, think));
    JsonObject options = ModelOptions.of(request);
    if (!options.isEmpty()) {
      out.put(ModelOptions.OPTIONS, options);
    }
    ModelOptions.removeFrom(request).without(TRANSLATED).forEach(out::put);
    // It streams unless it is told not to.
    return out.put("stream", JsonBoolean.of(isStream)).build();
  }

  // There is no choice: what is shown may be called.
  private JsonArray tools() {
    JsonValue choice = request.get(CHOICE).orElse(JsonNull.NULL);
    return switch (choice) {
      case JsonString(String word) when word.equals("none") -> JsonArray.of();
      case JsonString(String word) when word.equals("auto") -> ChatFields.tools(request);
      case JsonNull nothing -> ChatFields.tools(request);
      default -> {
        if (!policy.dropsUnsupported()) {
          throw UnsupportedException.parameter(OllamaProvider.NAME, CHOICE);
        }
        yield ChatFields.tools(request);
      }
    };
  }

  private Optional<JsonValue> format() {
    JsonObject format = request.object("response_format").orElse(JsonObject.empty());
    return switch (format.text("type").orElse("text")) {
      case "json_object" -> Optional.of(new JsonString("json"));
      case "json_schema" ->
          format.object("json_schema").flatMap(named -> named.object("schema")).map(s -> s);
      default -> Optional.empty();
    };
  }

  // Models think or do not; gpt-oss is told how much. https://docs.ollama.com/capabilities/thinking
  private Optional<JsonValue> thinking() {
    if (request.has(THINK)) {
      return Optional.empty();
    }
    return request
        .text("reasoning_effort")
        .map(effort ->
            switch (effort) {
              case "none" -> JsonBoolean.of(false);
              case "minimal", "low" -> isGraded() ? new JsonString("low") : JsonBoolean.TRUE;
              case "medium" -> isGraded() ? new JsonString("medium") : JsonBoolean.TRUE;
              default -> isGraded() ? new JsonString("high") : JsonBoolean.TRUE;
            });
  }

  private boolean isGraded() {
    return model.contains("gpt-oss");
  }
}
