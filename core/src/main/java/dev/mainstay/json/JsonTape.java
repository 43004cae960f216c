package dev.mainstay.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of one text stand in it: what {@link JsonScanner} has found, from which values
 * become objects when somebody asks for them. Immutable once it is scanned.
 *
 * <p>A node has three numbers: where it begins, where it ends, and, for an object or an array,
 * which node follows it. The nodes of what it holds follow it; those of an object are names and
 * values in turn.
 */
final class JsonTape {
  /** How many numbers a node has. */
  static final int WIDTH = 3;

  /** A string whose bytes are its text. */
  static final int PLAIN = 0;

  /** A string that is more than ASCII. */
  static final int WIDE = 1;

  /** A string with escapes. */
  static final int ESCAPED = 2;

  // As many as any long may have.
  private static final int MOST_OF_FEW = 18;

  private final byte[] bytes;
  private final int[] nodes;
  private final boolean isKept;

  /**
   * A tape.
   *
   * @param isKept whether the values are written as they stand there
   */
  JsonTape(byte[] bytes, int[] nodes, boolean isKept) {
    this.bytes = bytes;
    this.nodes = nodes;
    this.isKept = isKept;
  }

  /** The character with which {@code node} begins, which tells what it is. */
  byte kind(int node) {
    return bytes[nodes[node]];
  }

  boolean isNumber(int node) {
    byte kind = kind(node);
    return kind == '-' || (kind >= '0' && kind <= '9');
  }

  /** The first of the nodes that {@code node} holds, or {@link #next} where it holds none. */
  int first(int node) {
    return node + WIDTH;
  }

  /** The node after {@code node} and all that it holds. */
  int next(int node) {
    byte kind = kind(node);
    return kind == '{' || kind == '[' ? nodes[node + 2] : node + WIDTH;
  }

  /** Whether the object or the array at {@code node} holds nothing. */
  boolean isEmpty(int node) {
    return nodes[node + 2] == node + WIDTH;
  }

  /** The bytes of {@code node}; nothing where it is to be written anew. */
  @Nullable JsonSource source(int node) {
    return isKept ? new JsonSource(bytes, nodes[node], nodes[node + 1]) : null;
  }

  /** The value at {@code node}. */
  JsonValue value(int node) {
    return switch (kind(node)) {
      case '{' -> new JsonObject(this, node);
      case '[' -> new JsonArray(this, node);
      case '"' -> new JsonString(text(node));
      case 't' -> JsonBoolean.TRUE;
      case 'f' -> JsonBoolean.FALSE;
      case 'n' -> JsonNull.NULL;
      default -> new JsonNumber(ascii(nodes[node], nodes[node + 1]));
    };
  }

  /** The number at {@code node} where it is a few digits and nothing else; below 0 if not. */
  long fewDigits(int node) {
    int to = nodes[node + 1];
    if (to - nodes[node] > MOST_OF_FEW) {
      return -1;
    }
    long number = 0;
    for (int at = nodes[node]; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  /** The text of the string at {@code node}. */
  String text(int node) {
    int from = nodes[node] + 1;
    int to = nodes[node + 1] - 1;
    return switch (nodes[node + 2]) {
      case PLAIN -> ascii(from, to);
      case WIDE -> new String(bytes, from, to - from, StandardCharsets.UTF_8);
      default -> JsonEscapes.undo(bytes, from, to);
    };
  }

  /** The string at {@code node} where it stands, or where it is not that alone, its text. */
  JsonSlice slice(int node) {
    int from = nodes[node] + 1;
    int to = nodes[node + 1] - 1;
    return switch (nodes[node + 2]) {
      case PLAIN -> JsonSlice.of(bytes, from, to);
      case WIDE -> JsonSlice.of(text(node));
      default -> JsonEscapes.undone(bytes, from, to);
    };
  }

  /** Whether the string at {@code node} stands there as it is. */
  boolean isPlain(int node) {
    return nodes[node + 2] == PLAIN;
  }

  /** Whether the string at {@code node} stands there as {@code text} is. */
  boolean isPlain(int node, byte[] text) {
    int from = nodes[node] + 1;
    int to = nodes[node + 1] - 1;
    return isPlain(node) && Arrays.equals(bytes, from, to, text, 0, text.length);
  }

  /** The length and the first byte of the string at {@code node}, in one number. */
  int outline(int node) {
    int from = nodes[node];
    return (nodes[node + 1] - from) << Byte.SIZE | bytes[from + 1];
  }

  private String ascii(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
