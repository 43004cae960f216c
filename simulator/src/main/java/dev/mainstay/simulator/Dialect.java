package dev.mainstay.simulator;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;

/** Whose wire a request speaks; its path tells. */
enum Dialect {
  OPENAI,
  ANTHROPIC;

  static final String CHAT = "/chat/completions";
  static final String MESSAGES = "/messages";

  static Dialect of(String path) {
    return path.endsWith(MESSAGES) || path.contains(MESSAGES + "/") ? ANTHROPIC : OPENAI;
  }

  /** The body of {@code error}, or the data of its event. */
  JsonObject error(ErrorBody error) {
    return switch (this) {
      case OPENAI -> error.toJson();
      case ANTHROPIC ->
          JsonObject.builder()
              .put("type", "error")
              .put(
                  "error",
                  JsonObject.builder()
                      .put("type", anthropicType(error))
                      .put("message", error.message())
                      .build())
              .build();
    };
  }

  // https://docs.claude.com/en/api/errors
  private static String anthropicType(ErrorBody error) {
    return switch (error.code().orElse("")) {
      case "invalid_api_key" -> "authentication_error";
      case "model_not_found" -> "not_found_error";
      case "rate_limit_exceeded" -> "rate_limit_error";
      case "insufficient_quota" -> "billing_error";
      default -> ofType(error.type());
    };
  }

  private static String ofType(String type) {
    return switch (type) {
      case "server_error" -> "api_error";
      case "service_unavailable_error" -> "overloaded_error";
      case "timeout" -> "timeout_error";
      case "insufficient_quota" -> "billing_error";
      case "requests", "tokens" -> "rate_limit_error";
      default -> type;
    };
  }

  /** The name of an answer in this dialect. */
  String id(Identity identity) {
    return switch (this) {
      case OPENAI -> "chatcmpl-simulated-" + identity.number();
      case ANTHROPIC -> "msg_simulated_" + identity.number();
    };
  }

  /** What Anthropic calls {@code finishReason}. */
  static String stopReason(String finishReason) {
    return switch (finishReason) {
      case "stop" -> "end_turn";
      case "length" -> "max_tokens";
      case "tool_calls" -> "tool_use";
      case "content_filter" -> "refusal";
      default -> finishReason;
    };
  }

  static JsonObject type(String type) {
    return JsonObject.of("type", new JsonString(type));
  }
}
