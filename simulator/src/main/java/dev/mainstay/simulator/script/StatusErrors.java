package dev.mainstay.simulator.script;

import dev.mainstay.simulator.words.ReasonPhrases;

/**
 * The error that goes with a status where the script does not say: OpenAI's own where it has one.
 */
final class StatusErrors {
  private static final String INVALID = "invalid_request_error";

  private StatusErrors() {}

  static ErrorBody of(int status) {
    return switch (status) {
      case 400 -> ErrorBody.of("The request is not valid.", INVALID);
      case 401 -> ErrorBody.of("Incorrect API key provided: ***.", INVALID).code("invalid_api_key");
      case 402 -> ErrorBody.of("Insufficient balance.", "billing_error");
      case 403 -> ErrorBody.of("Your key does not allow this.", "permission_error");
      case 404 ->
          ErrorBody.of("The model does not exist or you do not have access to it.", INVALID)
              .code("model_not_found");
      case 408, 504 -> ErrorBody.of("The request timed out.", "timeout");
      case 409 -> ErrorBody.of("The resource is locked by another request.", "conflict_error");
      case 413 -> ErrorBody.of("The request is too large.", INVALID);
      case 422 -> ErrorBody.of("The request could not be processed.", INVALID);
      case 429 -> ErrorBody.of("Rate limit reached.", "requests").code("rate_limit_exceeded");
      case 500 ->
          ErrorBody.of(
              "The server had an error while processing your request. Sorry about that!",
              "server_error");
      case 503 ->
          ErrorBody.of("The server is currently overloaded.", "service_unavailable_error")
              .code("server_is_overloaded");
      case 529 -> ErrorBody.of("Overloaded", "overloaded_error");
      default ->
          ErrorBody.of(ReasonPhrases.of(status) + ".", status < 500 ? INVALID : "server_error");
    };
  }
}
