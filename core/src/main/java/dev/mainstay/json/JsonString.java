package dev.mainstay.json;

import java.util.Objects;

/**
 * A JSON string.
 *
 * @param value its text, with escapes resolved
 */
public record JsonString(String value) implements JsonValue {
  /** Null is refused. */
  public JsonString {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return toJson();
  }
}
