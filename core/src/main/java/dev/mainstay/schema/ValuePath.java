package dev.mainstay.schema;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;

/**
 * Where in a value something is, as in {@code items[2].price}.
 *
 * @param path the way there; empty for the whole
 */
record ValuePath(String path) {
  private static final int LONGEST_QUOTE = 60;

  static ValuePath root() {
    return new ValuePath("");
  }

  ValuePath member(String name) {
    return new ValuePath(path.isEmpty() ? name : path + "." + name);
  }

  ValuePath item(int index) {
    return new ValuePath(path + "[" + index + "]");
  }

  /** That what is here is of another kind than it must be. */
  JsonReadException mustBe(String what, JsonValue found) {
    return new JsonReadException(this + " must be " + what + ", but it is " + describe(found));
  }

  JsonReadException is(String what) {
    return new JsonReadException(this + " " + what);
  }

  private static String describe(JsonValue value) {
    return switch (value) {
      case JsonObject object -> "an object";
      case JsonArray array -> "an array";
      case JsonString(String text) -> "the string " + new JsonString(shortened(text)).toJson();
      case JsonNumber(String literal) -> "the number " + shortened(literal);
      case JsonBoolean flag -> flag.toJson();
      case JsonNull nothing -> "null";
    };
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
  }

  @Override
  public String toString() {
    return path.isEmpty() ? "the JSON" : path;
  }
}
