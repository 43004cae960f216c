package dev.mainstay.json;

import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The members of one object, each name once; of one that was parsed each value when it is asked.
 */
final class Members {
  /** The kind of all numbers. */
  static final char NUMBER = '0';

  /** The kind of true and false. */
  static final char FLAG = 't';

  final Names names;
  private final @Nullable JsonValue[] values;
  // The strings that were put as slices; of members that were parsed, those whose escapes were
  // undone. Nothing where there are none.
  private @Nullable JsonSlice @Nullable [] slices;
  private final @Nullable JsonTape tape;
  private final int[] nodes;

  /** Members with these values, and in the place of those that are missing these slices. */
  Members(Names names, @Nullable JsonValue[] values, @Nullable JsonSlice @Nullable [] slices) {
    this.names = names;
    this.values = values;
    this.slices = slices;
    this.tape = null;
    this.nodes = new int[0];
  }

  private Members(Names names, int[] nodes, JsonTape tape) {
    this.names = names;
    this.values = new JsonValue[nodes.length];
    this.slices = null;
    this.tape = tape;
    this.nodes = nodes;
  }

  /** Those of the object at {@code node}: where a name is repeated, its last value counts. */
  static Members of(JsonTape tape, int node) {
    int first = tape.first(node);
    int end = tape.next(node);
    Names known = Names.known(tape, first, end);
    if (known == null) {
      return unknown(tape, first, end);
    }
    int[] nodes = new int[known.count()];
    int at = first;
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = at + JsonTape.WIDTH;
      at = tape.next(nodes[i]);
    }
    return new Members(known, nodes, tape);
  }

  private static Members unknown(JsonTape tape, int first, int end) {
    NameList names = new NameList(4);
    int[] nodes = new int[4];
    for (int at = first; at < end; at = tape.next(at + JsonTape.WIDTH)) {
      String name = tape.text(at);
      int place = names.indexOf(name);
      if (place < 0) {
        place = names.size();
        names.add(name);
      }
      if (place == nodes.length) {
        nodes = Arrays.copyOf(nodes, 2 * place);
      }
      nodes[place] = at + JsonTape.WIDTH;
    }
    return new Members(
        Names.keep(names.toArray(), tape, first, end), Arrays.copyOf(nodes, names.size()), tape);
  }

  int indexOf(String name) {
    return names.indexOf(name);
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
      @Nullable JsonSlice[] kept = known == null ? new JsonSlice[nodes.length] : known;
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

  /** The number {@code name}, of which nothing is made where it is short. */
  OptionalLong number(String name) {
    int at = indexOf(name);
    long few = at >= 0 && tape != null ? tape.fewDigits(nodes[at]) : -1;
    if (few >= 0) {
      return OptionalLong.of(few);
    }
    return value(name, NUMBER) instanceof JsonNumber number
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
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
