package dev.mainstay.json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Builds a {@link JsonObject}: members keep the order in which they were first put. */
public final class JsonObjectBuilder {
  // Below this size a linear look for an earlier member of the same name is cheaper than any index.
  private static final int SMALL = 32;

  private final List<String> names;
  private final List<JsonValue> values;
  private Map<String, Integer> places = Map.of();

  JsonObjectBuilder(int capacity) {
    names = new ArrayList<>(capacity);
    values = new ArrayList<>(capacity);
  }

  /** Sets {@code name}, in its old place if it has one. */
  public JsonObjectBuilder put(String name, JsonValue value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    int at = indexOf(name);
    if (at >= 0) {
      values.set(at, value);
      return this;
    }
    names.add(name);
    values.add(value);
    if (!places.isEmpty()) {
      places.put(name, names.size() - 1);
    }
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
    return new JsonObject(names.toArray(String[]::new), values.toArray(JsonValue[]::new));
  }

  private int indexOf(String name) {
    if (names.size() < SMALL) {
      return names.indexOf(name);
    }
    if (places.isEmpty()) {
      places = new HashMap<>();
      for (int i = 0; i < names.size(); i++) {
        places.put(names.get(i), i);
      }
    }
    return places.getOrDefault(name, -1);
  }
}
