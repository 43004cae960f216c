package dev.mainstay.json;

/**
 * A JSON string.
 *
 * @param value its text, with escapes resolved
 */
public record JsonString(String value) implements JsonValue {
  @Override
  public String toString() {
    return toJson();
  }
}
