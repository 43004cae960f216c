package dev.mainstay.simulator.script;

/**
 * The error that goes with a status where the script does not say: OpenAI's own where it has one.
 */
public final class StatusErrors {
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
      default -> ErrorBody.of(reason(status) + ".", status < 500 ? INVALID : "server_error");
    };
  }

  /** The words that follow {@code status} in a status line. */
  public static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 402 -> "Payment Required";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 409 -> "Conflict";
      case 413 -> "Content Too Large";
      case 422 -> "Unprocessable Content";
      case 424 -> "Failed Dependency";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      case 529 -> "Overloaded";
      default -> "Status " + status;
    };
  }
}
