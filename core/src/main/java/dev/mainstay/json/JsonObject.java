package dev.mainstay.json;

import java.util.Arrays;
import java.util.Collections;
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
  private static final JsonObject EMPTY =
      new JsonObject(new Members(Names.of(new String[0]), new JsonValue[0], null));

  private final @Nullable JsonTape tape;
  private final int node;
  private final @Nullable Members built;
  // Read when somebody asks. Several threads may do so at once: each reads the same.
  private @Nullable Members read;

  JsonObject(Members members) {
    this.tape = null;
    this.node = 0;
    this.built = members;
  }

  JsonObject(JsonTape tape, int node) {
    this.tape = tape;
    this.node = node;
    this.built = null;
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
    return Optional.ofNullable(members().value(name));
  }

  /** Whether there is a member {@code name}, be it {@code null}. */
  public boolean has(String name) {
    return members().indexOf(name) >= 0;
  }

  /** The string {@code name}. */
  public Optional<String> text(String name) {
    return members().value(name, '"') instanceof JsonString(String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  /** The string {@code name}, which may be large, where it is. */
  public Optional<JsonSlice> slice(String name) {
    return Optional.ofNullable(members().slice(name));
  }

  /** The number {@code name}, cut to a long as {@link JsonNumber#longValue()} does. */
  public OptionalLong number(String name) {
    return members().number(name);
  }

  /** The number {@code name} as a double. */
  public OptionalDouble decimal(String name) {
    return members().value(name, Members.NUMBER) instanceof JsonNumber number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  /** The boolean {@code name}. */
  public Optional<Boolean> flag(String name) {
    return members().value(name, Members.FLAG) instanceof JsonBoolean flag
        ? Optional.of(flag.value())
        : Optional.empty();
  }

  /** The object {@code name}. */
  public Optional<JsonObject> object(String name) {
    return members().value(name, '{') instanceof JsonObject object
        ? Optional.of(object)
        : Optional.empty();
  }

  /** The array {@code name}. */
  public Optional<JsonArray> array(String name) {
    return members().value(name, '[') instanceof JsonArray array
        ? Optional.of(array)
        : Optional.empty();
  }

  /** Whether the member {@code name} is there and not {@code null}. */
  public boolean hasValue(String name) {
    Members all = members();
    int at = all.indexOf(name);
    return at >= 0 && !all.isNull(at);
  }

  /** The members' names in order; unmodifiable. */
  public List<String> names() {
    return Collections.unmodifiableList(Arrays.asList(members().names.all()));
  }

  /** How many members there are. */
  public int size() {
    return members().names.count();
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return tape == null ? members().names.count() == 0 : tape.isEmpty(node);
  }

  /** Calls {@code action} with each member in order. */
  public void forEach(BiConsumer<String, JsonValue> action) {
    Objects.requireNonNull(action, "action");
    Members all = members();
    for (int i = 0; i < all.names.count(); i++) {
      action.accept(all.names.at(i), all.value(i));
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
    for (String name : names) {
      Objects.requireNonNull(name, "name");
    }
    if (names.isEmpty() || !hasAny(names)) {
      return this;
    }
    Members all = members();
    JsonObjectBuilder rest = new JsonObjectBuilder(all.names.count());
    for (int i = 0; i < all.names.count(); i++) {
      if (!names.contains(all.names.at(i))) {
        rest.put(all, i);
      }
    }
    return rest.build();
  }

  private boolean hasAny(Set<String> some) {
    for (String name : members().names.all()) {
      if (some.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /** A builder that starts with these members. */
  public JsonObjectBuilder toBuilder() {
    Members all = members();
    JsonObjectBuilder builder = new JsonObjectBuilder(all.names.count() + 2);
    for (int i = 0; i < all.names.count(); i++) {
      builder.put(all, i);
    }
    return builder;
  }

  String nameAt(int index) {
    return members().names.at(index);
  }

  JsonValue valueAt(int index) {
    return members().value(index);
  }

  @Nullable JsonSlice sliceAt(int index) {
    return members().sliceAt(index);
  }

  @Nullable JsonSource source() {
    return tape == null ? null : tape.source(node);
  }

  private Members members() {
    Members known = tape == null ? built : read;
    if (known == null) {
      known = Members.of(Objects.requireNonNull(tape), node);
      read = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonObject that && size() == that.size() && hasAllOf(that);
  }

  private boolean hasAllOf(JsonObject that) {
    Members own = members();
    Members others = that.members();
    for (int i = 0; i < own.names.count(); i++) {
      boolean samePlace = own.names.at(i).equals(others.names.at(i));
      if (!own.value(i).equals(samePlace ? others.value(i) : others.value(own.names.at(i)))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    Members all = members();
    int hash = 0;
    for (int i = 0; i < all.names.count(); i++) {
      hash += all.names.at(i).hashCode() ^ all.value(i).hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    return toJson();
  }
}
