package dev.mainstay.program.reader;

import dev.mainstay.json.Json;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON character by character, and tells its tokens as soon as they are certain. Commas
 * before an end and raw line ends in strings are mended; whatever else is not JSON is a fault.
 */
final class JsonLexer {
  private static final int LONGEST_LITERAL = 4 * 1024;
  private static final int LONGEST_KEY = 4 * 1024;

  private enum State {
    VALUE,
    VALUE_OR_END,
    KEY,
    KEY_OR_END,
    COLON,
    COMMA_OR_END,
    STRING,
    ESCAPE,
    UNICODE,
    LITERAL,
    DONE,
    FAILED
  }

  private final JsonTokens tokens;
  private final Consumer<String> onMend;
  private final boolean[] isObject = new boolean[Json.MAX_DEPTH];
  private final StringBuilder word = new StringBuilder();
  private final Surrogates characters;
  private State state = State.VALUE;
  private int depth;
  private boolean isKey;
  private boolean isAfterComma;
  private int unicode;
  private int unicodeDigits;
  private @Nullable String fault;

  JsonLexer(JsonTokens tokens, Consumer<String> onMend) {
    this.tokens = tokens;
    this.onMend = onMend;
    this.characters =
        new Surrogates(this::decoded, () -> onMend.accept("half of a surrogate pair"));
  }

  /** Whether the value is whole. */
  boolean isDone() {
    return state == State.DONE;
  }

  /** What is wrong; nothing as long as nothing is. */
  @Nullable String fault() {
    return fault;
  }

  /** Takes the next character of a value that is neither whole nor at fault. */
  void accept(char c) {
    switch (state) {
      case STRING -> inString(c);
      case ESCAPE -> escaped(c);
      case UNICODE -> hex(c);
      case LITERAL -> inLiteral(c);
      case DONE, FAILED -> throw new IllegalStateException("the value has ended");
      case VALUE, VALUE_OR_END, KEY, KEY_OR_END, COLON, COMMA_OR_END -> {
        if (!isSpace(c)) {
          between(c);
        }
      }
    }
  }

  /**
   * Takes the characters of {@code text} from {@code from} on that are a string's as they are,
   * which most are; gives how many there were.
   */
  int acceptRun(String text, int from) {
    if (state != State.STRING || isKey || characters.isHolding()) {
      return 0;
    }
    int to = from;
    while (to < text.length() && isPlain(text.charAt(to))) {
      to++;
    }
    if (to > from) {
      tokens.characters(text, from, to);
    }
    return to - from;
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c);
  }

  /** The text ends here. */
  void end() {
    if (state == State.LITERAL && depth == 0) {
      endLiteral();
    }
    if (state != State.DONE && state != State.FAILED) {
      fail("the JSON ends in the middle");
    }
  }

  static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  private void between(char c) {
    switch (state) {
      case VALUE -> beginValue(c);
      case VALUE_OR_END -> {
        if (c == ']') {
          close(c);
        } else {
          beginValue(c);
        }
      }
      case KEY, KEY_OR_END -> {
        if (c == '}' && state == State.KEY_OR_END) {
          close(c);
        } else if (c == '"') {
          isKey = true;
          word.setLength(0);
          state = State.STRING;
        } else {
          fail("a member's name in quotes is expected in place of '" + c + "'");
        }
      }
      case COLON -> {
        if (c == ':') {
          state = State.VALUE;
        } else {
          fail("':' is expected in place of '" + c + "'");
        }
      }
      default -> afterValue(c);
    }
  }

  private void afterValue(char c) {
    if (c == ',') {
      isAfterComma = true;
      state = isObject[depth - 1] ? State.KEY_OR_END : State.VALUE_OR_END;
    } else if (c == '}' || c == ']') {
      close(c);
    } else {
      fail("',' or an end is expected in place of '" + c + "'");
    }
  }

  private void beginValue(char c) {
    isAfterComma = false;
    switch (c) {
      case '{' -> open(true);
      case '[' -> open(false);
      case '"' -> {
        isKey = false;
        state = State.STRING;
        tokens.beginString();
      }
      default -> {
        if (c != '-' && !Character.isLetterOrDigit(c)) {
          fail("a value is expected in place of '" + c + "'");
          return;
        }
        word.setLength(0);
        word.append(c);
        state = State.LITERAL;
      }
    }
  }

  private void open(boolean object) {
    if (depth == isObject.length) {
      fail("the JSON nests more than " + depth + " deep");
      return;
    }
    isObject[depth++] = object;
    isAfterComma = false;
    state = object ? State.KEY_OR_END : State.VALUE_OR_END;
    if (object) {
      tokens.beginObject();
    } else {
      tokens.beginArray();
    }
  }

  private void close(char c) {
    boolean object = isObject[depth - 1];
    if (object != (c == '}')) {
      fail("'" + c + "' closes what was not opened");
      return;
    }
    if (isAfterComma) {
      isAfterComma = false;
      onMend.accept("a comma before an end");
    }
    depth--;
    endValue();
    if (object) {
      tokens.endObject();
    } else {
      tokens.endArray();
    }
  }

  private void endValue() {
    state = depth == 0 ? State.DONE : State.COMMA_OR_END;
  }

  private void inString(char c) {
    if (c == '"') {
      endString();
    } else if (c == '\\') {
      state = State.ESCAPE;
    } else {
      if (c < ' ') {
        onMend.accept("a control character in a string");
      }
      character(c);
    }
  }

  private void endString() {
    characters.end();
    if (isKey) {
      state = State.COLON;
      isAfterComma = false;
      tokens.key(word.toString());
    } else {
      endValue();
      tokens.endString();
    }
  }

  private void escaped(char c) {
    state = State.STRING;
    switch (c) {
      case '"', '\\', '/' -> character(c);
      case 'b' -> character('\b');
      case 'f' -> character('\f');
      case 'n' -> character('\n');
      case 'r' -> character('\r');
      case 't' -> character('\t');
      case 'u' -> {
        unicode = 0;
        unicodeDigits = 0;
        state = State.UNICODE;
      }
      default -> fail("there is no escape '\\" + c + "'; write a backslash as '\\\\'");
    }
  }

  private void hex(char c) {
    int digit = Character.digit(c, 16);
    if (digit < 0 || c > 'f') {
      fail("'\\u' must be followed by four hexadecimal digits");
      return;
    }
    unicode = unicode * 16 + digit;
    if (++unicodeDigits == 4) {
      state = State.STRING;
      character((char) unicode);
    }
  }

  private void character(char c) {
    characters.accept(c);
  }

  private void decoded(char c) {
    if (!isKey) {
      tokens.character(c);
    } else if (word.length() < LONGEST_KEY) {
      word.append(c);
    } else {
      fail("a member's name is too long");
    }
  }

  private void inLiteral(char c) {
    if (isSpace(c) || c == ',' || c == ']' || c == '}') {
      endLiteral();
      if (state == State.COMMA_OR_END && !isSpace(c)) {
        afterValue(c);
      }
    } else if (word.length() < LONGEST_LITERAL) {
      word.append(c);
    } else {
      fail("a number or word is too long");
    }
  }

  private void endLiteral() {
    endValue();
    tokens.literal(word.toString());
  }

  private void fail(String why) {
    state = State.FAILED;
    fault = why;
  }
}
