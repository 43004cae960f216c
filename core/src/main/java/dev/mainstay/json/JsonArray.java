package dev.mainstay.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A JSON array. */
public final class JsonArray implements JsonValue, Iterable<JsonValue> {
  private static final JsonArray EMPTY = new JsonArray(List.of());

  private final @Nullable JsonTape tape;
  private final int node;
  private final @Nullable Items built;
  // Read when somebody asks. Several threads may do so at once: each reads the same.
  private @Nullable Items read;

  private record Items(List<JsonValue> list) {}

  private JsonArray(List<JsonValue> items) {
    this.tape = null;
    this.node = 0;
    this.built = new Items(items);
  }

  JsonArray(JsonTape tape, int node) {
    this.tape = tape;
    this.node = node;
    this.built = null;
  }

  /** An array of {@code items}. */
  public static JsonArray of(List<? extends JsonValue> items) {
    Objects.requireNonNull(items, "items");
    return items.isEmpty() ? EMPTY : new JsonArray(copyOf(items));
  }

  /** An array of {@code items}. */
  public static JsonArray of(JsonValue... items) {
    Objects.requireNonNull(items, "items");
    return of(Arrays.asList(items));
  }

  /** An array of strings, which are copied when it is written. */
  public static JsonArray ofSlices(List<JsonSlice> items) {
    Objects.requireNonNull(items, "items");
    return items.isEmpty() ? EMPTY : new JsonArray(new SliceList(copyOf(items)));
  }

  private static <T> List<T> copyOf(List<? extends T> items) {
    for (T item : items) {
      Objects.requireNonNull(item, "item");
    }
    return List.copyOf(items);
  }

  /** The items in order; unmodifiable. */
  public List<JsonValue> items() {
    Items known = tape == null ? built : read;
    if (known == null) {
      known = read(Objects.requireNonNull(tape), node);
      read = known;
    }
    return known.list;
  }

  private static Items read(JsonTape tape, int node) {
    int end = tape.next(node);
    int size = 0;
    for (int at = tape.first(node); at < end; at = tape.next(at)) {
      size++;
    }
    List<JsonValue> items = new ArrayList<>(size);
    for (int at = tape.first(node); at < end; at = tape.next(at)) {
      items.add(tape.value(at));
    }
    return new Items(Collections.unmodifiableList(items));
  }

  /** The items that are objects, in order. */
  public Stream<JsonObject> objects() {
    return items().stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
  }

  /** The first item, or nothing where the array is empty. */
  public Optional<JsonValue> first() {
    return isEmpty() ? Optional.empty() : Optional.of(items().getFirst());
  }

  /** How many items there are. */
  public int size() {
    Items known = tape == null ? built : read;
    return known == null ? count(Objects.requireNonNull(tape), node) : known.list.size();
  }

  private static int count(JsonTape tape, int node) {
    int count = 0;
    int end = tape.next(node);
    for (int at = tape.first(node); at < end; at = tape.next(at)) {
      count++;
    }
    return count;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return tape == null ? items().isEmpty() : tape.isEmpty(node);
  }

  /** Whether each of its items is a number. */
  public boolean isOfNumbers() {
    Items known = tape == null ? built : read;
    return known == null
        ? areNumbers(Objects.requireNonNull(tape), node)
        : known.list.stream().allMatch(JsonNumber.class::isInstance);
  }

  private static boolean areNumbers(JsonTape tape, int node) {
    int end = tape.next(node);
    for (int at = tape.first(node); at < end; at = tape.next(at)) {
      if (!tape.isNumber(at)) {
        return false;
      }
    }
    return true;
  }

  @Nullable JsonSource source() {
    return tape == null ? null : tape.source(node);
  }

  @Override
  public Iterator<JsonValue> iterator() {
    return items().iterator();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonArray that && items().equals(that.items());
  }

  @Override
  public int hashCode() {
    return items().hashCode();
  }

  @Override
  public String toString() {
    return toJson();
  }
}
