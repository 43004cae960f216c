package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.words.WaitFormat;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Errors as Google's services tell them. https://google.aip.dev/193 */
final class GoogleError {
  private static final String TYPES = "type.googleapis.com/google.rpc.";
  private static final Map<String, Integer> STATUSES =
      Map.of(
          "INVALID_ARGUMENT", 400,
          "PERMISSION_DENIED", 403,
          "NOT_FOUND", 404,
          "ABORTED", 409,
          "RESOURCE_EXHAUSTED", 429,
          "INTERNAL", 500,
          "UNAVAILABLE", 503,
          "DEADLINE_EXCEEDED", 504);

  // Of tokens alone, at Vertex AI; a wrong key of Gemini's is an argument.
  private static final int UNAUTHENTICATED = 401;

  private GoogleError() {}

  static JsonObject of(ErrorBody error) {
    return of(error, STATUSES.getOrDefault(word(error), 500), Optional.empty());
  }

  /**
   * An error.
   *
   * @param status the HTTP status, which it repeats
   * @param wait when to ask again
   */
  static JsonObject of(ErrorBody error, int status, Optional<Duration> wait) {
    JsonObject told =
        JsonObject.builder()
            .put("code", status)
            .put("message", error.message())
            .put("status", status == UNAUTHENTICATED ? "UNAUTHENTICATED" : word(error))
            .build();
    List<JsonObject> details = details(error, status, wait);
    return JsonObject.of(
        "error", details.isEmpty() ? told : told.with("details", JsonArray.of(details)));
  }

  private static String word(ErrorBody error) {
    return switch (error.code().orElse(error.type())) {
      case "permission_error" -> "PERMISSION_DENIED";
      case "model_not_found" -> "NOT_FOUND";
      case "conflict_error" -> "ABORTED";
      case "rate_limit_exceeded", "requests", "tokens", "insufficient_quota", "billing_error" ->
          "RESOURCE_EXHAUSTED";
      case "server_error" -> "INTERNAL";
      case "timeout" -> "DEADLINE_EXCEEDED";
      case "server_is_overloaded", "service_unavailable_error", "overloaded_error" -> "UNAVAILABLE";
      default -> "INVALID_ARGUMENT";
    };
  }

  // Where the service says nothing of a quota, it is short of capacity.
  private static List<JsonObject> details(ErrorBody error, int status, Optional<Duration> wait) {
    List<JsonObject> details = new ArrayList<>();
    switch (error.code().orElse("")) {
      case "invalid_api_key" ->
          details.add(
              detail("ErrorInfo")
                  .with(
                      "reason",
                      status == UNAUTHENTICATED ? "ACCESS_TOKEN_EXPIRED" : "API_KEY_INVALID")
                  .with("domain", "googleapis.com"));
      case "insufficient_quota" -> details.add(quota("Day"));
      case "rate_limit_exceeded" -> wait.ifPresent(known -> details.add(quota("Minute")));
      default -> {}
    }
    wait.ifPresent(known -> details.add(detail("RetryInfo").with("retryDelay", seconds(known))));
    return details;
  }

  private static JsonObject quota(String per) {
    JsonObject violation =
        JsonObject.builder()
            .put("quotaMetric", "generativelanguage.googleapis.com/generate_content_requests")
            .put("quotaId", "GenerateRequestsPer" + per + "PerProjectPerModel")
            .build();
    return detail("QuotaFailure").with("violations", JsonArray.of(violation));
  }

  private static JsonObject detail(String type) {
    return JsonObject.of("@type", new JsonString(TYPES + type));
  }

  private static String seconds(Duration wait) {
    return BigDecimal.valueOf(WaitFormat.millisUp(wait), 3).toPlainString() + "s";
  }
}
