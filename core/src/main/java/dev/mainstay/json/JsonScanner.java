package dev.mainstay.json;

import java.util.Arrays;

/**
 * Goes through a text once: refuses what is not JSON as RFC 8259 has it, nests too deeply or is not
 * strict UTF-8, and notes where each value stands.
 */
final class JsonScanner {
  private static final int FIRST_NODES = 32;
  private static final int LONGEST_NUMBER = 1000;
  private static final int MOST_NODES = Json.MAX_VALUES * JsonTape.WIDTH;

  private final byte[] bytes;
  private final int end;
  private final SyntaxErrors errors;
  private int at;
  private int[] nodes = new int[FIRST_NODES * JsonTape.WIDTH];
  private int size;
  private int depth;

  private JsonScanner(byte[] bytes, int from) {
    this.bytes = bytes;
    this.end = bytes.length;
    this.at = from;
    this.errors = new SyntaxErrors(bytes);
  }

  /**
   * The tape of the one value that stands in {@code utf8} from {@code from} on.
   *
   * @param isKept whether its parts are written as they stand there
   * @throws JsonException if that is not what stands there
   */
  static JsonTape scan(byte[] utf8, int from, boolean isKept) {
    JsonScanner scanner = new JsonScanner(utf8, from);
    scanner.document();
    return new JsonTape(utf8, scanner.tape(), isKept);
  }

  // A request is kept for as long as its call waits, so next to nothing of it may be unused.
  private int[] tape() {
    return 2 * size > nodes.length ? nodes : Arrays.copyOf(nodes, size);
  }

  private void document() {
    skipSpace();
    if (at == end) {
      throw new JsonException("there is no JSON in it: it is empty");
    }
    value();
    skipSpace();
    if (at < end) {
      int rest = at;
      value();
      throw errors.at("there is more text after the end of the JSON value", rest);
    }
  }

  private void value() {
    if (at == end) {
      throw errors.tooEarly();
    }
    switch (bytes[at]) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw errors.noValue(at);
    }
  }

  private void object() {
    int node = open();
    skipSpace();
    if (peek() == '}') {
      close(node);
      return;
    }
    while (true) {
      if (peek() != '"') {
        throw errors.unexpected(": was expecting double-quote to start property name", at);
      }
      name();
      skipSpace();
      if (peek() != ':') {
        throw errors.unexpected(": was expecting a colon to separate property name and value", at);
      }
      at++;
      skipSpace();
      value();
      skipSpace();
      byte next = peek();
      if (next == '}') {
        close(node);
        return;
      }
      if (next != ',') {
        throw errors.unexpected(": was expecting comma to separate Object entries", at);
      }
      at++;
      skipSpace();
    }
  }

  private void array() {
    int node = open();
    skipSpace();
    if (peek() == ']') {
      close(node);
      return;
    }
    while (true) {
      value();
      skipSpace();
      byte next = peek();
      if (next == ']') {
        close(node);
        return;
      }
      if (next != ',') {
        throw errors.unexpected(": was expecting comma to separate Array entries", at);
      }
      at++;
      skipSpace();
    }
  }

  private int open() {
    depth++;
    if (depth > Json.MAX_DEPTH) {
      throw new JsonException(
          "document nesting depth ("
              + depth
              + ") exceeds the maximum allowed ("
              + Json.MAX_DEPTH
              + ")");
    }
    int node = add(at);
    at++;
    return node;
  }

  private void close(int node) {
    depth--;
    at++;
    nodes[node + 1] = at;
    nodes[node + 2] = size;
  }

  private void name() {
    int node = size;
    string();
    int from = nodes[node] + 1;
    int to = nodes[node + 1] - 1;
    if (to - from > Json.MAX_NAME) {
      throw new JsonException(
          "name length (" + (to - from) + ") exceeds the maximum allowed (" + Json.MAX_NAME + ")");
    }
    if (nodes[node + 2] == JsonTape.ESCAPED && hasHalf(JsonEscapes.undo(bytes, from, to))) {
      throw errors.at("half a surrogate pair in a name", from);
    }
  }

  private static boolean hasHalf(String name) {
    return name.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= 0xDFFF);
  }

  private void string() {
    int node = add(at);
    int form = JsonTape.PLAIN;
    int i = at + 1;
    while (true) {
      i = PlainRun.end(bytes, i, end);
      if (i >= end) {
        throw errors.tooEarly();
      }
      byte b = bytes[i];
      if (b == '"') {
        break;
      }
      if (b == '\\') {
        i = escape(i);
        form = JsonTape.ESCAPED;
      } else if (b < 0) {
        i = wideEnd(i);
        form = Math.max(form, JsonTape.WIDE);
      } else {
        throw errors.at("a control character in a string must be escaped", i);
      }
    }
    at = i + 1;
    nodes[node + 1] = at;
    nodes[node + 2] = form;
  }

  /** Where the characters end that are more than ASCII, of which the first is at {@code from}. */
  private int wideEnd(int from) {
    int i = from;
    while (i < end && bytes[i] < 0) {
      i = Utf8.characterEnd(bytes, i);
    }
    return i;
  }

  /** Where the escape at {@code from} ends. */
  private int escape(int from) {
    if (from + 1 >= end) {
      throw errors.tooEarly();
    }
    return switch (bytes[from + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> from + 2;
      case 'u' -> digitsEnd(from + 2);
      default -> throw errors.at("unrecognized character escape", from + 1);
    };
  }

  private int digitsEnd(int from) {
    for (int i = from; i < from + 4; i++) {
      if (i >= end) {
        throw errors.tooEarly();
      }
      if (!isHexDigit(bytes[i])) {
        throw errors.unexpected(": expected a hex-digit for character escape sequence", i);
      }
    }
    return from + 4;
  }

  private static boolean isHexDigit(byte b) {
    return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'f') || (b >= 'A' && b <= 'F');
  }

  private void word(String word) {
    int from = at;
    for (int i = 0; i < word.length(); i++) {
      if (from + i == end) {
        throw errors.tooEarly();
      }
      if (bytes[from + i] != word.charAt(i)) {
        throw errors.unknownWord(from);
      }
    }
    int to = from + word.length();
    if (to < end && SyntaxErrors.isOfWord(bytes[to])) {
      throw errors.unknownWord(from);
    }
    scalar(to);
  }

  private void number() {
    int i = bytes[at] == '-' ? at + 1 : at;
    int from = i;
    i = digits(i, "in a number");
    if (bytes[from] == '0' && i > from + 1) {
      throw errors.at("invalid numeric value: Leading zeroes not allowed", from + 1);
    }
    int digits = i - from;
    if (i < end && bytes[i] == '.') {
      int fraction = i + 1;
      i = digits(fraction, "after a decimal point");
      digits += i - fraction;
    }
    if (i < end && (bytes[i] == 'e' || bytes[i] == 'E')) {
      int exponent = i + 1 < end && (bytes[i + 1] == '+' || bytes[i + 1] == '-') ? i + 2 : i + 1;
      i = digits(exponent, "in an exponent");
      digits += i - exponent;
    }
    if (digits > LONGEST_NUMBER) {
      throw new JsonException(
          "number value length ("
              + digits
              + ") exceeds the maximum allowed ("
              + LONGEST_NUMBER
              + ")");
    }
    if (depth == 0 && i < end && !isSpace(bytes[i])) {
      throw errors.unexpected(": expected space after the number", i);
    }
    scalar(i);
  }

  /** Where the digits end of which the first must stand at {@code from}. */
  private int digits(int from, String where) {
    int i = from;
    while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
      i++;
    }
    if (i == from) {
      if (i == end) {
        throw errors.tooEarly();
      }
      throw errors.unexpected(": expected a digit " + where, i);
    }
    return i;
  }

  private void scalar(int to) {
    int node = add(at);
    nodes[node + 1] = to;
    at = to;
  }

  private int add(int from) {
    if (size == nodes.length) {
      makeRoom();
    }
    int node = size;
    nodes[node] = from;
    size = node + JsonTape.WIDTH;
    return node;
  }

  private void makeRoom() {
    if (size == MOST_NODES) {
      throw new JsonException("it has more than the " + Json.MAX_VALUES + " values allowed");
    }
    nodes = Arrays.copyOf(nodes, Math.min(2 * size, MOST_NODES));
  }

  private byte peek() {
    if (at == end) {
      throw errors.tooEarly();
    }
    return bytes[at];
  }

  private void skipSpace() {
    while (at < end && isSpace(bytes[at])) {
      at++;
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
