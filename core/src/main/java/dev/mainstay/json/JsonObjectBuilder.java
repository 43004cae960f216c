package dev.mainstay.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds a {@link JsonObject}: members keep the order in which they were first put. */
public final class JsonObjectBuilder {
  private final NameList names;
  // Each a JsonValue or a JsonSlice.
  private final List<Object> values;
  private boolean hasSlices;

  JsonObjectBuilder(int capacity) {
    names = new NameList(capacity);
    values = new ArrayList<>(capacity);
  }

  /** Sets {@code name}, in its old place if it has one. */
  public JsonObjectBuilder put(String name, JsonValue value) {
    return set(name, value);
  }

  /** Sets the string {@code name}, which is copied when it is written. */
  public JsonObjectBuilder put(String name, JsonSlice value) {
    hasSlices = true;
    return set(name, value);
  }

  /** Sets the one of {@code members} at {@code at}. */
  void put(Members members, int at) {
    JsonSlice slice = members.sliceAt(at);
    if (slice == null) {
      put(members.names.at(at), members.value(at));
    } else {
      put(members.names.at(at), slice);
    }
  }

  private JsonObjectBuilder set(String name, Object value) {
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
    return new JsonObject(
        hasSlices
            ? withSlices()
            : new Members(Names.of(names.toArray()), values.toArray(JsonValue[]::new), null));
  }

  private Members withSlices() {
    @Nullable JsonValue[] made = new JsonValue[values.size()];
    @Nullable JsonSlice[] slices = new JsonSlice[made.length];
    for (int i = 0; i < made.length; i++) {
      if (values.get(i) instanceof JsonSlice slice) {
        slices[i] = slice;
      } else {
        made[i] = (JsonValue) values.get(i);
      }
    }
    return new Members(Names.of(names.toArray()), made, slices);
  }
}
