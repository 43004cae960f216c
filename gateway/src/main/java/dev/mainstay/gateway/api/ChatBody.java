package dev.mainstay.gateway.api;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import java.nio.charset.StandardCharsets;

/**
 * The body of a chat request: what must be right before anybody is asked. The rest is the
 * provider's.
 */
final class ChatBody {
  private ChatBody() {}

  /** The object in {@code body}, which has at least {@code model} and {@code needed}. */
  static JsonObject parse(byte[] body, String needed) {
    if (body.length == 0) {
      throw refusal("the body is empty; send a JSON object with \"model\" and \"" + needed + "\"");
    }
    try {
      return Json.parseObject(body);
    } catch (JsonException e) {
      throw refusal("the body is not a JSON object: " + e.getMessage());
    }
  }

  static ChatRequest check(JsonObject body) {
    requireModel(body);
    JsonValue messages = body.get("messages").orElse(JsonNull.NULL);
    if (!(messages instanceof JsonArray list) || list.isEmpty()) {
      throw bad("messages", "\"messages\" must be an array of at least one message");
    }
    for (JsonValue message : list) {
      if (!(message instanceof JsonObject)) {
        throw bad("messages", "every one of \"messages\" must be an object with \"role\"");
      }
    }
    requireStreamFlag(body);
    return new ChatRequest(body);
  }

  /** Throws what tells the caller that {@code stream} is not a flag, if so. */
  static void requireStreamFlag(JsonObject body) {
    JsonValue stream = body.get("stream").orElse(JsonNull.NULL);
    if (!(stream instanceof JsonBoolean) && stream != JsonNull.NULL) {
      throw bad("stream", "\"stream\" must be true or false");
    }
  }

  /** Throws what tells the caller that {@code body} names no model, if so. */
  static void requireModel(JsonObject body) {
    JsonValue model = body.get("model").orElse(JsonNull.NULL);
    if (!(model instanceof JsonString(String name)) || name.isBlank()) {
      throw bad("model", "\"model\" must be the name of a model group; GET /v1/models lists them");
    }
  }

  /** Throws what tells the caller that {@code model} is longer than any name of one, if so. */
  static void requireName(String model) {
    int bytes = model.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > ChatRequest.MAX_MODEL_BYTES) {
      throw bad(
          "model",
          "the model's name has "
              + bytes
              + " bytes; write one of at most "
              + ChatRequest.MAX_MODEL_BYTES);
    }
  }

  private static ApiException refusal(String message) {
    return new ApiException(ApiError.refusal(400, message, "invalid_json"));
  }

  private static ApiException bad(String field, String message) {
    return new ApiException(ApiError.badField(field, message));
  }
}
