package dev.mainstay.json;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object: members in their order, each name once (where a parsed text repeats a name, its
 * last value counts).
 *
 * <p>The typed look-ups ({@link #text}, {@link #number}, …) answer nothing for a member that is
 * missing, {@code null} or of another type: what a provider sends is never trusted to have a shape.
 */
public final class JsonObject implements JsonValue {
  private static final JsonObject EMPTY = new JsonObject(new String[0], new JsonValue[0], null);

  private final String[] names;
  private final JsonValue[] values;
  private final @Nullable JsonSource source;

  JsonObject(String[] names, JsonValue[] values, @Nullable JsonSource source) {
    this.names = names;
    this.values = values;
    this.source = source;
  }

  /** The object without members. */
  public static JsonObject empty() {
    return EMPTY;
  }

  /** The object with one member. */
  public static JsonObject of(String name, JsonValue value) {
    return builder().put(name, value).build();
  }

  /** A builder without members. */
  public static JsonObjectBuilder builder() {
    return new JsonObjectBuilder(4);
  }

  /** The member {@code name}, JSON's {@code null} included, or nothing where there is none. */
  public Optional<JsonValue> get(String name) {
    int at = indexOf(name);
    return at < 0 ? Optional.empty() : Optional.of(values[at]);
  }

  /** Whether there is a member {@code name}, be it {@code null}. */
  public boolean has(String name) {
    return indexOf(name) >= 0;
  }

  /** The string {@code name}. */
  public Optional<String> text(String name) {
    return value(name) instanceof JsonString(String text) ? Optional.of(text) : Optional.empty();
  }

  /** The number {@code name}, cut to a long as {@link JsonNumber#longValue()} does. */
  public OptionalLong number(String name) {
    return value(name) instanceof JsonNumber number
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
  }

  /** The number {@code name} as a double. */
  public OptionalDouble decimal(String name) {
    return value(name) instanceof JsonNumber number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  /** The boolean {@code name}. */
  public Optional<Boolean> flag(String name) {
    return value(name) instanceof JsonBoolean flag ? Optional.of(flag.value()) : Optional.empty();
  }

  /** The object {@code name}. */
  public Optional<JsonObject> object(String name) {
    return value(name) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
  }

  /** The array {@code name}. */
  public Optional<JsonArray> array(String name) {
    return value(name) instanceof JsonArray array ? Optional.of(array) : Optional.empty();
  }

  /** Whether the member {@code name} is there and not {@code null}. */
  public boolean hasValue(String name) {
    JsonValue value = value(name);
    return value != null && value != JsonNull.NULL;
  }

  /** The members' names in order; unmodifiable. */
  public List<String> names() {
    return List.of(names);
  }

  /** How many members there are. */
  public int size() {
    return names.length;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return names.length == 0;
  }

  /** Calls {@code action} with each member in order. */
  public void forEach(BiConsumer<String, JsonValue> action) {
    Objects.requireNonNull(action, "action");
    for (int i = 0; i < names.length; i++) {
      action.accept(names[i], values[i]);
    }
  }

  /** This object with {@code name} set to {@code value}, in its old place if it has one. */
  public JsonObject with(String name, JsonValue value) {
    return toBuilder().put(name, value).build();
  }

  /** This object with the string {@code name} set to {@code value}. */
  public JsonObject with(String name, String value) {
    return with(name, new JsonString(value));
  }

  /** This object without the members {@code names}; this very object where it has none of them. */
  public JsonObject without(Set<String> names) {
    Objects.requireNonNull(names, "names");
    if (names.isEmpty() || !hasAny(names)) {
      return this;
    }
    JsonObjectBuilder rest = new JsonObjectBuilder(size());
    for (int i = 0; i < this.names.length; i++) {
      if (!names.contains(this.names[i])) {
        rest.put(this.names[i], values[i]);
      }
    }
    return rest.build();
  }

  private boolean hasAny(Set<String> some) {
    for (String name : names) {
      if (some.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /** A builder that starts with these members. */
  public JsonObjectBuilder toBuilder() {
    JsonObjectBuilder builder = new JsonObjectBuilder(size() + 2);
    for (int i = 0; i < names.length; i++) {
      builder.put(names[i], values[i]);
    }
    return builder;
  }

  String nameAt(int index) {
    return names[index];
  }

  JsonValue valueAt(int index) {
    return values[index];
  }

  @Nullable JsonSource source() {
    return source;
  }

  private @Nullable JsonValue value(String name) {
    int at = indexOf(name);
    return at < 0 ? null : values[at];
  }

  private int indexOf(String name) {
    Objects.requireNonNull(name, "name");
    for (int i = names.length - 1; i >= 0; i--) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonObject that && size() == that.size() && hasAllOf(that);
  }

  private boolean hasAllOf(JsonObject that) {
    for (int i = 0; i < names.length; i++) {
      boolean samePlace = names[i].equals(that.names[i]);
      if (!values[i].equals(samePlace ? that.values[i] : that.value(names[i]))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (int i = 0; i < names.length; i++) {
      hash += names[i].hashCode() ^ values[i].hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    return toJson();
  }
}
