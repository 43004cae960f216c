package dev.mainstay.provider.cohere;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes a chat request as one of {@code /v2/chat}. */
final class CohereRequest {
  static final Parameters PARAMETERS =
      Parameters.taking(
              CohereProvider.NAME,
              "max_tokens max_completion_tokens temperature top_p top_k stop seed presence_penalty"
                  + " frequency_penalty tools tool_choice response_format reasoning_effort logprobs")
          // https://docs.cohere.com/reference/chat, 2026-11-30
          .withMostStops(5);

  private static final String CHOICE = "tool_choice";
  private static final String ALLOWED = "allowed_tools";
  private static final String FORMAT = "response_format";
  private static final String EFFORT = "reasoning_effort";
  private static final String THINKING = "thinking";
  private static final String BUDGET = "token_budget";
  private static final Map<String, String> RENAMED = Map.of("top_p", "p", "top_k", "k");
  private static final Set<String> TRANSLATED =
      Set.of(
          "model",
          "messages",
          "stream",
          "max_tokens",
          "max_completion_tokens",
          "stop",
          "tools",
          CHOICE,
          FORMAT,
          EFFORT,
          THINKING,
          // Anthropic's alone, as after a fallback from there.
          "anthropic_beta");

  // https://docs.cohere.com/docs/models, those that are known not to.
  private static final Pattern THINKS_NOT =
      Pattern.compile("^(?:command(?:-light|-nightly|-r.*|-a-(?!reasoning|plus).*)?|c4ai-.*)$");
  private static final Pattern THINKS = Pattern.compile("reasoning|command-a-plus");
  // https://docs.cohere.com/docs/reasoning
  private static final Map<String, Long> BUDGETS =
      Map.of("minimal", 1_024L, "low", 1_024L, "medium", 8_192L);

  private final TakenRequest taken;
  private final JsonObject request;
  private final ParameterPolicy policy;
  private final String model;
  private final JsonObjectBuilder out = JsonObject.builder();

  private CohereRequest(TakenRequest taken, String model) {
    this.taken = taken;
    this.request = taken.json();
    this.policy = taken.policy();
    this.model = model;
  }

  /**
   * The body for {@code deployment}.
   *
   * @throws UnsupportedException if the request asks for what the dialect has not
   */
  static JsonObject of(Deployment deployment, ChatRequest request) {
    String model = deployment.model();
    boolean reasons = THINKS.matcher(model).find();
    return new CohereRequest(
            TakenRequest.of(PARAMETERS, ServerBlocks.remove(request.json()), deployment, reasons),
            model)
        .write(request.isStream());
  }

  private JsonObject write(boolean isStream) {
    out.put("model", model).put("messages", CohereMessages.of(ChatFields.messages(request)));
    ChatFields.maxTokens(request).ifPresent(limit -> out.put("max_tokens", JsonNumber.of(limit)));
    List<JsonValue> stops = ChatFields.stops(request);
    if (!stops.isEmpty()) {
      out.put("stop_sequences", JsonArray.of(stops));
    }
    tools();
    format().ifPresent(format -> out.put(FORMAT, format));
    thinking().ifPresent(thinking -> out.put(THINKING, thinking));
    request
        .without(TRANSLATED)
        .forEach((name, value) -> out.put(RENAMED.getOrDefault(name, name), value));
    return out.put("stream", JsonBoolean.of(isStream)).build();
  }

  private void tools() {
    JsonArray tools = ToolForms.of(ChatFields.tools(request), policy);
    if (tools.isEmpty()) {
      return;
    }
    JsonValue choice = request.get(CHOICE).orElse(JsonNull.NULL);
    switch (choice) {
      case JsonNull nothing -> out.put("tools", tools);
      case JsonString(String word) -> put(tools, word);
      // There is no word for one tool; where it alone is shown, it must be that one.
      case JsonObject one when one.has("function") ->
          put(ToolForms.named(tools, JsonArray.of(one)), "required");
      case JsonObject some when some.object(ALLOWED).isPresent() ->
          allowed(tools, some.object(ALLOWED).orElseThrow());
      default -> throw ToolForms.unsupportedChoice();
    }
  }

  private void allowed(JsonArray tools, JsonObject allowed) {
    JsonArray shown = ToolForms.named(tools, ChatFields.tools(allowed));
    put(shown, allowed.text("mode").orElse("auto"));
  }

  private void put(JsonArray tools, String word) {
    out.put("tools", tools);
    switch (word) {
      case "auto" -> {}
      case "none", "required" -> out.put(CHOICE, word.toUpperCase(Locale.ROOT));
      default -> throw ToolForms.unsupportedChoice();
    }
  }

  private Optional<JsonObject> format() {
    return switch (AnswerFormat.of(
        CohereProvider.NAME, AnswerFormat.Taken.SCHEMA_AND_OBJECT, request, policy)) {
      case AnswerFormat.Text text -> Optional.empty();
      case AnswerFormat.AnyObject(JsonObject asked) -> Optional.of(asked);
      case AnswerFormat.Schema(JsonObject named, JsonObject schema) ->
          Optional.of(
              JsonObject.builder().put("type", "json_object").put("json_schema", schema).build());
    };
  }

  private Optional<JsonObject> thinking() {
    if (request.hasValue(THINKING)) {
      return request.object(THINKING).flatMap(this::own);
    }
    Optional<String> effort = request.text(EFFORT);
    if (effort.isEmpty()) {
      return Optional.empty();
    }
    boolean isUnwanted = effort.get().equals("none");
    if (THINKS_NOT.matcher(model).matches()) {
      if (!isUnwanted && !taken.leavesOut(EFFORT)) {
        throw UnsupportedException.ofModel(CohereProvider.NAME, model, EFFORT);
      }
      return Optional.empty();
    }
    JsonObjectBuilder thinking =
        JsonObject.builder().put("type", isUnwanted ? "disabled" : "enabled");
    Optional.ofNullable(BUDGETS.get(effort.get()))
        .ifPresent(budget -> thinking.put(BUDGET, budget));
    return Optional.of(thinking.build());
  }

  // After a fallback from Anthropic it is in Anthropic's form.
  private Optional<JsonObject> own(JsonObject thinking) {
    OptionalLong budget = thinking.number("budget_tokens");
    String type = thinking.text("type").orElse("");
    if (budget.isEmpty() && !type.equals("adaptive")) {
      return Optional.of(thinking);
    }
    if (THINKS_NOT.matcher(model).matches()) {
      return Optional.empty();
    }
    JsonObjectBuilder written = JsonObject.builder().put("type", "enabled");
    budget.ifPresent(tokens -> written.put(BUDGET, tokens));
    return Optional.of(written.build());
  }
}
