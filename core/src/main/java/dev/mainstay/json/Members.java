package dev.mainstay.json;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The members of one object, each name once; of one that was parsed each value when it is asked.
 */
final class Members {
  /** The kind of all numbers. */
  static final char NUMBER = '0';

  /** The kind of true and false. */
  static final char FLAG = 't';

  final String[] names;
  private final @Nullable JsonValue[] values;
  // The strings that were put as slices; of members that were parsed, those whose escapes were
  // undone. Nothing where there are none.
  private @Nullable JsonSlice @Nullable [] slices;
  private final @Nullable JsonTape tape;
  private final int[] nodes;

  /** Members with these values, and in the place of those that are missing these slices. */
  Members(String[] names, @Nullable JsonValue[] values, @Nullable JsonSlice @Nullable [] slices) {
    this.names = names;
    this.values = values;
    this.slices = slices;
    this.tape = null;
    this.nodes = new int[0];
  }

  private Members(String[] names, int[] nodes, JsonTape tape) {
    this.names = names;
    this.values = new JsonValue[names.length];
    this.slices = null;
    this.tape = tape;
    this.nodes = nodes;
  }

  /** Those of the object at {@code node}: where a name is repeated, its last value counts. */
  static Members of(JsonTape tape, int node) {
    int end = tape.next(node);
    int count = 0;
    for (int at = tape.first(node); at < end; at = tape.next(at + JsonTape.WIDTH)) {
      count++;
    }
    NameList names = new NameList(count);
    int[] nodes = new int[count];
    for (int at = tape.first(node); at < end; at = tape.next(at + JsonTape.WIDTH)) {
      String name = tape.name(at);
      int place = names.indexOf(name);
      if (place < 0) {
        place = names.size();
        names.add(name);
      }
      nodes[place] = at + JsonTape.WIDTH;
    }
    return new Members(names.toArray(), nodes, tape);
  }

  int indexOf(String name) {
    Objects.requireNonNull(name, "name");
    return NameList.indexOf(name, names, names.length);
  }

  JsonValue value(int at) {
    JsonValue value = values[at];
    if (value == null) {
      JsonSlice slice = sliceAt(at);
      value =
          slice == null
              ? Objects.requireNonNull(tape).value(nodes[at])
              : new JsonString(slice.toString());
      values[at] = value;
    }
    return value;
  }

  /** The string at {@code at}, if it is one that was put, or is kept, as a slice. */
  @Nullable JsonSlice sliceAt(int at) {
    @Nullable JsonSlice @Nullable [] known = slices;
    return known == null ? null : known[at];
  }

  /**
   * The string {@code name}, not copied unless it was already; nothing where it is not a string.
   */
  @Nullable JsonSlice slice(String name) {
    int at = indexOf(name);
    if (at < 0) {
      return null;
    }
    JsonSlice slice = sliceAt(at);
    if (slice != null) {
      return slice;
    }
    JsonValue known = values[at];
    if (known != null) {
      return known instanceof JsonString(String text) ? JsonSlice.of(text) : null;
    }
    return isOf('"', at) ? parsedSlice(Objects.requireNonNull(tape), at) : null;
  }

  private JsonSlice parsedSlice(JsonTape parsed, int at) {
    JsonSlice slice = parsed.slice(nodes[at]);
    if (!parsed.isPlain(nodes[at])) {
      @Nullable JsonSlice @Nullable [] known = slices;
      @Nullable JsonSlice[] kept = known == null ? new JsonSlice[names.length] : known;
      kept[at] = slice;
      slices = kept;
    }
    return slice;
  }

  @Nullable JsonValue value(String name) {
    int at = indexOf(name);
    return at < 0 ? null : value(at);
  }

  /**
   * As {@link #value(String)}, but nothing too where the value is of another kind than {@code
   * kind}: a text that nobody wants is not read.
   */
  @Nullable JsonValue value(String name, char kind) {
    int at = indexOf(name);
    if (at < 0) {
      return null;
    }
    JsonValue known = values[at];
    return known != null || isOf(kind, at) ? value(at) : null;
  }

  boolean isNull(int at) {
    JsonValue known = values[at];
    return known == null ? isOf('n', at) : known == JsonNull.NULL;
  }

  private boolean isOf(char kind, int at) {
    byte found = sliceAt(at) == null ? Objects.requireNonNull(tape).kind(nodes[at]) : (byte) '"';
    return switch (kind) {
      case NUMBER -> found == '-' || (found >= '0' && found <= '9');
      case FLAG -> found == 't' || found == 'f';
      default -> found == kind;
    };
  }
}
