package dev.mainstay.simulator.script;

import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.Optional;

/**
 * An error as OpenAI tells it: {@code {"error": {"message", "type", "param", "code"}}}.
 *
 * @param message what a person reads
 * @param type the kind of error, as in {@code invalid_request_error}
 * @param param the request's field that is to blame; JSON's {@code null} where there is none
 * @param code what a program reads, as in {@code insufficient_quota}; JSON's {@code null} where
 *     none
 */
public record ErrorBody(
    String message, String type, Optional<String> param, Optional<String> code) {

  /** An error without param and code. */
  public static ErrorBody of(String message, String type) {
    return new ErrorBody(message, type, Optional.empty(), Optional.empty());
  }

  /** The error OpenAI sends with {@code status}, one of its own making where it has none. */
  public static ErrorBody ofStatus(int status) {
    return StatusErrors.of(status);
  }

  /** This error with a code. */
  public ErrorBody code(String code) {
    return new ErrorBody(message, type, param, Optional.of(code));
  }

  /** This error, blaming a field of the request. */
  public ErrorBody param(String param) {
    return new ErrorBody(message, type, Optional.of(param), code);
  }

  /** The error in OpenAI's form. */
  public JsonObject toJson() {
    JsonObject error =
        JsonObject.builder()
            .put("message", message)
            .put("type", type)
            .put("param", orNull(param))
            .put("code", orNull(code))
            .build();
    return JsonObject.of("error", error);
  }

  private static JsonValue orNull(Optional<String> text) {
    return text.isPresent() ? new JsonString(text.get()) : JsonNull.NULL;
  }
}
