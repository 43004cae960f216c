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
import dev.mainstay.provider.wire.AnswerFormat;
import dev.mainstay.provider.wire.ChatFields;
import dev.mainstay.provider.wire.Parameters;
import dev.mainstay.provider.wire.ServerBlocks;
import dev.mainstay.provider.wire.TakenRequest;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes a chat request as one of {@code /api/chat}. */
final class OllamaRequest {
  static final Parameters PARAMETERS =
      Parameters.taking(
          OllamaProvider.NAME,
          "max_tokens max_completion_tokens temperature top_p top_k stop seed presence_penalty"
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
    boolean reasons = isGraded(deployment.model());
    TakenRequest taken =
        TakenRequest.of(PARAMETERS, ServerBlocks.remove(request.json()), deployment, reasons);
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
      case JsonString(String word) when word.equals("auto") -> functions();
      case JsonNull nothing -> functions();
      default -> {
        if (!policy.dropsUnsupported()) {
          throw UnsupportedException.parameter(OllamaProvider.NAME, CHOICE);
        }
        yield functions();
      }
    };
  }

  private JsonArray functions() {
    JsonArray tools = ChatFields.tools(request);
    List<JsonObject> functions =
        tools.objects().filter(tool -> tool.object("function").isPresent()).toList();
    if (functions.size() < tools.size() && !policy.dropsUnsupported()) {
      String type =
          tools
              .objects()
              .filter(tool -> tool.object("function").isEmpty())
              .findFirst()
              .flatMap(tool -> tool.text("type"))
              .orElse("");
      throw UnsupportedException.tool(OllamaProvider.NAME, type, "functions");
    }
    return functions.size() < tools.size() ? JsonArray.of(functions) : tools;
  }

  private Optional<JsonValue> format() {
    return switch (AnswerFormat.of(
        OllamaProvider.NAME, AnswerFormat.Taken.SCHEMA_AND_OBJECT, request, policy)) {
      case AnswerFormat.Text text -> Optional.empty();
      case AnswerFormat.AnyObject object -> Optional.of(new JsonString("json"));
      case AnswerFormat.Schema(JsonObject named, JsonObject schema) -> Optional.of(schema);
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
              case "minimal", "low" -> isGraded(model) ? new JsonString("low") : JsonBoolean.TRUE;
              case "medium" -> isGraded(model) ? new JsonString("medium") : JsonBoolean.TRUE;
              default -> isGraded(model) ? new JsonString("high") : JsonBoolean.TRUE;
            });
  }

  private static boolean isGraded(String model) {
    return model.contains("gpt-oss");
  }
}
