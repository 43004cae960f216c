package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What Mistral refuses in a request, in its own words where they are known.
 * https://docs.mistral.ai/api/endpoint/chat
 */
final class MistralRules {
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9]{9}");
  private static final String ORDER = "invalid_request_message_order";
  private static final String EXTRA = "Extra inputs are not permitted";
  private static final String MISSING = "Field required";
  private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");

  // Who may not speak behind whom. https://github.com/mistralai/mistral-common
  private static final Map<String, Set<String>> BEHIND =
      Map.of("assistant", Set.of("system"), "tool", Set.of("system", "user"));

  private MistralRules() {}

  /** What is said to {@code body} where it is refused. */
  static Optional<Fault.Status> refused(JsonObject body) {
    List<JsonObject> messages = body.array("messages").orElse(JsonArray.of()).objects().toList();
    return extra(body)
        .or(() -> messages.stream().flatMap(message -> broken(message).stream()).findFirst())
        .or(() -> order(messages));
  }

  private static Optional<Fault.Status> extra(JsonObject body) {
    Optional<Fault.Status> foreign =
        KnownFields.MISTRAL.foreign(body).map(name -> unprocessable(EXTRA, name)).findFirst();
    return foreign.or(() ->
        body.array("tools").stream()
            .flatMap(JsonArray::objects)
            .flatMap(tool -> tool.object("function").stream())
            .filter(function -> function.object("parameters").isEmpty())
            .map(function -> unprocessable(MISSING, "tools.0.function.parameters"))
            .findFirst());
  }

  private static Optional<Fault.Status> broken(JsonObject message) {
    if (!ROLES.contains(message.text("role").orElse(""))) {
      return Optional.of(
          unprocessable(
              "Input tag found using 'role' does not match any of the expected tags: 'assistant',"
                  + " 'system', 'tool', 'user'",
              "messages"));
    }
    return ChatMessageRules.ids(message).stream()
        .filter(id -> !ID.matcher(id).matches())
        .map(id ->
            refused(
                "Tool call id was " + id + " but must be a-z, A-Z, 0-9, with a length of 9.",
                "invalid_function_call",
                "3280"))
        .findFirst();
  }

  private static Optional<Fault.Status> order(List<JsonObject> messages) {
    String before = "";
    for (JsonObject message : messages) {
      String role = message.text("role").orElse("");
      if (BEHIND.getOrDefault(before, Set.of()).contains(role)) {
        return Optional.of(
            refused("Unexpected role '" + role + "' after role '" + before + "'", ORDER, "3230"));
      }
      before = role;
    }
    boolean isUnmarked =
        before.equals("assistant") && !messages.getLast().flag("prefix").orElse(false);
    return isUnmarked
        ? Optional.of(
            refused(
                "Expected last role User or Tool (or Assistant with prefix True) for serving but"
                    + " got assistant",
                ORDER,
                "3230"))
        : Optional.empty();
  }

  /** {@code request} without an answer that it begins: what is said repeats that. */
  static ChatRequest withoutPrefill(ChatRequest request) {
    List<JsonValue> messages = request.json().array("messages").orElse(JsonArray.of()).items();
    boolean isBegun =
        !messages.isEmpty()
            && messages.getLast() instanceof JsonObject last
            && last.flag("prefix").orElse(false);
    return isBegun
        ? new ChatRequest(
            request.json().with("messages", JsonArray.of(messages.subList(0, messages.size() - 1))))
        : request;
  }

  /** What is said to a field that is wrong. */
  static Fault.Status unprocessable(String text, String param) {
    return Fault.status(422).error(ErrorBody.of(text, "invalid_request_error").param(param));
  }

  /** What tells {@code error}: a list of what is wrong with a request that it cannot read. */
  static JsonObject told(int status, ErrorBody error) {
    return switch (status) {
      case 401 -> JsonObject.of("detail", new JsonString("Unauthorized"));
      case 422 ->
          JsonObject.of(
              "detail",
              JsonArray.of(
                  JsonObject.builder()
                      .put("type", type(error.message()))
                      .put(
                          "loc",
                          JsonArray.of(
                              new JsonString("body"), new JsonString(error.param().orElse(""))))
                      .put("msg", error.message())
                      .build()));
      default ->
          JsonObject.builder()
              .put("object", "error")
              .put("message", error.message())
              .put("type", isLimit(error) ? "rate_limited" : error.type())
              .put("param", error.param().<JsonValue>map(JsonString::new).orElse(JsonNull.NULL))
              .put("code", isLimit(error) ? "1300" : error.code().orElse(""))
              .build();
    };
  }

  private static String type(String message) {
    return switch (message) {
      case EXTRA -> "extra_forbidden";
      case MISSING -> "missing";
      default -> "union_tag_invalid";
    };
  }

  private static boolean isLimit(ErrorBody error) {
    return error.code().filter("rate_limit_exceeded"::equals).isPresent();
  }

  private static Fault.Status refused(String text, String type, String code) {
    return Fault.status(400).error(ErrorBody.of(text, type).code(code));
  }
}
