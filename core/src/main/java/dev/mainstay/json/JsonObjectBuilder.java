package dev.mainstay.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Builds a {@link JsonObject}: members keep the order in which they were first put. */
public final class JsonObjectBuilder {
  private final NameList names;
  private final List<JsonValue> values;

  JsonObjectBuilder(int capacity) {
    names = new NameList(capacity);
    values = new ArrayList<>(capacity);
  }

  /** Sets {@code name}, in its old place if it has one. */
  public JsonObjectBuilder put(String name, JsonValue value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    int at = names.indexOf(name);
    if (at >= 0) {
      values.set(at, value);
      return this;
    }
    names.add(name);
    values.add(value);
    return this;
  }

  /** Sets the string {@code name}. */
  public JsonObjectBuilder put(String name, String value) {
    return put(name, new JsonString(value));
  }

  /** Sets the number {@code name}. */
  public JsonObjectBuilder put(String name, long value) {
    return put(name, JsonNumber.of(value));
  }

  /** Sets the number {@code name}. */
  public JsonObjectBuilder put(String name, double value) {
    return put(name, JsonNumber.of(value));
  }

  /** Sets the boolean {@code name}. */
  public JsonObjectBuilder put(String name, boolean value) {
    return put(name, JsonBoolean.of(value));
  }

  /** The object as built so far; the builder may go on. */
  public JsonObject build() {
    return new JsonObject(names.toArray(), values.toArray(JsonValue[]::new));
  }
}
