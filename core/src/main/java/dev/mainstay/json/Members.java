package dev.mainstay.json;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
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

  // Below this size a linear look for an earlier member of the same name is cheaper than any index.
  private static final int SMALL = 32;

  final String[] names;
  private final @Nullable JsonValue[] values;
  private final @Nullable JsonTape tape;
  private final int[] nodes;

  /** Members with these values. */
  Members(String[] names, JsonValue[] values) {
    this.names = names;
    this.values = values;
    this.tape = null;
    this.nodes = new int[0];
  }

  private Members(String[] names, int[] nodes, JsonTape tape) {
    this.names = names;
    this.values = new JsonValue[names.length];
    this.tape = tape;
    this.nodes = nodes;
  }

  /** Those of the object at {@code node}: where a name is repeated, its last value counts. */
  static Members of(JsonTape tape, int node) {
    String[] names = new String[8];
    int[] nodes = new int[8];
    Map<String, Integer> places = Map.of();
    int size = 0;
    int end = tape.next(node);
    for (int at = tape.first(node); at < end; at = tape.next(at + JsonTape.WIDTH)) {
      String name = tape.name(at);
      int value = at + JsonTape.WIDTH;
      if (size == SMALL && places.isEmpty()) {
        places = places(names);
      }
      int known = size < SMALL ? indexOf(name, names, size) : places.getOrDefault(name, -1);
      if (known >= 0) {
        nodes[known] = value;
        continue;
      }
      if (size == names.length) {
        names = Arrays.copyOf(names, 2 * size);
        nodes = Arrays.copyOf(nodes, 2 * size);
      }
      names[size] = name;
      nodes[size] = value;
      if (size >= SMALL) {
        places.put(name, size);
      }
      size++;
    }
    return new Members(
        size == names.length ? names : Arrays.copyOf(names, size),
        size == nodes.length ? nodes : Arrays.copyOf(nodes, size),
        tape);
  }

  private static Map<String, Integer> places(String[] names) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < SMALL; i++) {
      places.put(names[i], i);
    }
    return places;
  }

  int indexOf(String name) {
    Objects.requireNonNull(name, "name");
    return indexOf(name, names, names.length);
  }

  private static int indexOf(String name, String[] names, int size) {
    for (int i = size - 1; i >= 0; i--) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  JsonValue value(int at) {
    JsonValue value = values[at];
    if (value == null) {
      value = Objects.requireNonNull(tape).value(nodes[at]);
      values[at] = value;
    }
    return value;
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
    byte found = Objects.requireNonNull(tape).kind(nodes[at]);
    return switch (kind) {
      case NUMBER -> found == '-' || (found >= '0' && found <= '9');
      case FLAG -> found == 't' || found == 'f';
      default -> found == kind;
    };
  }
}
