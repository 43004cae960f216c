package dev.mainstay.json;

import java.nio.charset.StandardCharsets;

/**
 * A JSON value: immutable, comparable by content.
 *
 * <p>Objects and arrays that were parsed remember the bytes they came from; {@link #toBytes()}
 * gives those bytes back unchanged, white space and number forms included.
 */
public sealed interface JsonValue
    permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

  /** This value as UTF-8 JSON text: the bytes it was parsed from, else without white space. */
  default byte[] toBytes() {
    return JsonWriter.write(this);
  }

  /** How many bytes {@link #toBytes()} has; what was parsed is not written for it. */
  default long utf8Length() {
    return JsonWriter.size(this);
  }

  /** This value as JSON text. */
  default String toJson() {
    return new String(toBytes(), StandardCharsets.UTF_8);
  }
}
