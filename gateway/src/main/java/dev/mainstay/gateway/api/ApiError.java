package dev.mainstay.gateway.api;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.gateway.config.words.Remedies;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An error as OpenAI's clients expect it.
 *
 * @param status the HTTP status
 * @param body {@code {"error": {"message", "type", "param", "code"}}}
 * @param headers what goes with it
 */
record ApiError(int status, JsonObject body, Headers headers) {

  /** The gateway's own refusal. */
  static ApiError refusal(int status, String message, String code) {
    JsonObject body = body(message, Statuses.type(status), JsonNull.NULL, new JsonString(code));
    return new ApiError(status, body, CallHeaders.withoutCall());
  }

  /** The gateway's own refusal of a model group that it does not have. */
  static ApiError unknownModel(String message) {
    JsonObject body =
        body(
            message,
            Statuses.type(404),
            new JsonString("model"),
            new JsonString("model_not_found"));
    return new ApiError(404, body, CallHeaders.withoutCall());
  }

  /** The gateway's own refusal, which blames a field of the request. */
  static ApiError badField(String field, String message) {
    JsonObject body =
        body(message, Statuses.type(400), new JsonString(field), new JsonString("invalid_value"));
    return new ApiError(400, body, CallHeaders.withoutCall());
  }

  /** The end of a call with {@code metadata} that failed. */
  static ApiError of(Failure failure, CallMetadata metadata) {
    List<Field> headers = new ArrayList<>(CallHeaders.of(metadata).entries());
    failure.retryAfter().ifPresent(hint -> headers.add(retryAfter(hint)));
    return new ApiError(Statuses.of(failure), body(failure), Headers.of(headers));
  }

  /** This error with another status. */
  ApiError withStatus(int status) {
    return new ApiError(status, body, headers);
  }

  /** This error with another header. */
  ApiError with(String name, String value) {
    return new ApiError(status, body, headers.with(name, value));
  }

  /** The body for {@code failure}: the provider's own words where it gave any. */
  static JsonObject body(Failure failure) {
    FailureDetail detail = failure.detail();
    return body(
        message(failure),
        detail.type().orElse(Statuses.type(Statuses.of(failure))),
        orNull(detail.param()),
        orNull(detail.code()));
  }

  /** What callers are told of {@code failure}. */
  static String message(Failure failure) {
    return Remedies.told(failure);
  }

  private static JsonObject body(String message, String type, JsonValue param, JsonValue code) {
    return JsonObject.of(
        "error",
        JsonObject.builder()
            .put("message", message)
            .put("type", type)
            .put("param", param)
            .put("code", code)
            .build());
  }

  // Whole seconds, rounded up: RFC 9110, 10.2.3.
  private static Field retryAfter(Duration hint) {
    return new Field("Retry-After", Long.toString(hint.plusMillis(999).toSeconds()));
  }

  private static JsonValue orNull(Optional<String> text) {
    return text.<JsonValue>map(JsonString::new).orElse(JsonNull.NULL);
  }
}
