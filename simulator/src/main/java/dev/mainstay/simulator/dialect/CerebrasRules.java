package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import java.util.List;
import java.util.Optional;

/**
 * What Cerebras refuses in a request, in its own words where they are known.
 * https://inference-docs.cerebras.ai/api-reference/chat-completions
 */
final class CerebrasRules {
  private static final String UNSUPPORTED = "is unsupported";
  private static final String INVALID = "invalid_request_error";

  private CerebrasRules() {}

  /** What is said to {@code body} where it is refused. */
  static Optional<Fault.Status> refused(JsonObject body) {
    Optional<Fault.Status> foreign =
        KnownFields.CEREBRAS
            .foreign(body)
            .map(name -> unprocessable("body." + name, UNSUPPORTED))
            .findFirst();
    return foreign.or(() -> stops(body)).or(() -> messages(body));
  }

  /** What is said to {@code body}, of a chat or a text, that has too many texts to stop at. */
  static Optional<Fault.Status> stops(JsonObject body) {
    return StopTexts.refused(StopTexts.OPENAIS, body, StopTexts.STOP, "should have at most 4 items")
        .map(problem -> unprocessable("body.stop", problem));
  }

  private static Optional<Fault.Status> messages(JsonObject body) {
    List<JsonObject> messages = body.array("messages").orElse(JsonArray.of()).objects().toList();
    for (int index = 0; index < messages.size(); index++) {
      JsonObject message = messages.get(index);
      String place = "messages." + index + "." + message.text("role").orElse("") + ".";
      Optional<String> foreign = ChatMessageRules.foreign(message);
      if (foreign.isPresent()) {
        return Optional.of(refused(400, place + foreign.get(), UNSUPPORTED));
      }
    }
    return Optional.empty();
  }

  /** What is said to the field at {@code place} of a request's body. */
  static Fault.Status unprocessable(String place, String problem) {
    return refused(422, place, problem);
  }

  private static Fault.Status refused(int status, String place, String problem) {
    String text = place + ": property '" + place + "' " + problem;
    return Fault.status(status)
        .error(ErrorBody.of(text, INVALID).param("validation_error").code("wrong_api_format"));
  }

  /** What tells {@code error}, without anything around it. */
  static JsonObject told(ErrorBody error) {
    return switch (error.code().orElse("")) {
      case "invalid_api_key" -> told("Wrong API Key", INVALID, "api_key", "wrong_api_key");
      case "model_not_found" ->
          told(error.message(), "not_found_error", "model", "model_not_found");
      case "rate_limit_exceeded" -> quota(error.type().equals("tokens"));
      case "server_is_overloaded" ->
          told(
              "We're experiencing high traffic right now! Please try again soon.",
              "too_many_requests_error",
              "queue",
              "queue_exceeded");
      default ->
          told(error.message(), error.type(), error.param().orElse(""), error.code().orElse(""));
    };
  }

  private static JsonObject quota(boolean isOfTokens) {
    return isOfTokens
        ? told(
            "Tokens per minute limit exceeded - too many tokens processed.",
            "too_many_tokens_error",
            "quota",
            "token_quota_exceeded")
        : told(
            "Requests per minute limit exceeded - too many requests sent.",
            "too_many_requests_error",
            "quota",
            "request_quota_exceeded");
  }

  private static JsonObject told(String message, String type, String param, String code) {
    return JsonObject.builder()
        .put("message", message)
        .put("type", type)
        .put("param", param)
        .put("code", code)
        .build();
  }
}
