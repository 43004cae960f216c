package dev.mainstay.json;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A JSON array. */
public final class JsonArray implements JsonValue, Iterable<JsonValue> {
  private static final JsonArray EMPTY = new JsonArray(List.of(), null);

  private final List<JsonValue> items;
  private final @Nullable JsonSource source;

  JsonArray(List<JsonValue> items, @Nullable JsonSource source) {
    this.items = items;
    this.source = source;
  }

  /** An array of {@code items}. */
  public static JsonArray of(List<? extends JsonValue> items) {
    Objects.requireNonNull(items, "items");
    return items.isEmpty() ? EMPTY : new JsonArray(List.copyOf(items), null);
  }

  /** An array of {@code items}. */
  public static JsonArray of(JsonValue... items) {
    Objects.requireNonNull(items, "items");
    return of(List.of(items));
  }

  /** The items in order; unmodifiable. */
  public List<JsonValue> items() {
    return items;
  }

  /** The items that are objects, in order. */
  public Stream<JsonObject> objects() {
    return items.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
  }

  /** The first item, or nothing where the array is empty. */
  public Optional<JsonValue> first() {
    return items.isEmpty() ? Optional.empty() : Optional.of(items.getFirst());
  }

  /** How many items there are. */
  public int size() {
    return items.size();
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return items.isEmpty();
  }

  @Nullable JsonSource source() {
    return source;
  }

  @Override
  public Iterator<JsonValue> iterator() {
    return items.iterator();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonArray that && items.equals(that.items);
  }

  @Override
  public int hashCode() {
    return items.hashCode();
  }

  @Override
  public String toString() {
    return toJson();
  }
}
