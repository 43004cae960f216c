package dev.mainstay.program.reader;

/**
 * JSON with or without text around it: the first <code>{</code> that is followed by a name in
 * quotes or by <code>}</code> begins an object, the first <code>[</code> an array.
 */
final class JsonInText {
  /** What the text has turned out to be. */
  enum Found {
    NOTHING,
    /** The JSON is whole. */
    WHOLE,
    /** It is not JSON, or was cut off; {@link Pieces} has the fault. */
    BROKEN
  }

  private enum State {
    BEFORE,
    /** Behind a brace that may begin it. */
    BRACE,
    INSIDE,
    BEHIND,
    FAILED
  }

  /** What is looked for: an object, an array, or either, which entries of a map may be. */
  record Wanted(boolean object, boolean array) {}

  private final Pieces pieces;
  private final JsonLexer lexer;
  private final String whose;
  private final Wanted wanted;
  private final Dropped before;
  private final Dropped behind;
  private State state = State.BEFORE;

  /**
   * A text of which nothing has come.
   *
   * @param tokens who hears what the JSON is made of
   * @param whose what the text is, in words for the model
   * @param json what the JSON is, in words
   */
  JsonInText(Pieces pieces, JsonTokens tokens, String whose, String json, Wanted wanted) {
    this.pieces = pieces;
    this.lexer = new JsonLexer(tokens, pieces::mended);
    this.whose = whose;
    this.wanted = wanted;
    this.before = new Dropped("before " + json);
    this.behind = new Dropped("behind " + json);
  }

  void accept(String text) {
    int at = 0;
    while (at < text.length()) {
      int run = state == State.INSIDE ? lexer.acceptRun(text, at) : 0;
      at += run;
      if (run == 0) {
        accept(text.charAt(at++));
      }
    }
  }

  void accept(char c) {
    switch (state) {
      case BEFORE -> outside(c);
      case BRACE -> {
        if (c == '"' || c == '}') {
          begin('{');
          inside(c);
        } else if (!JsonLexer.isSpace(c)) {
          before.add('{');
          outside(c);
        }
      }
      case INSIDE -> inside(c);
      case BEHIND -> behind.add(c);
      case FAILED -> {}
    }
  }

  private void outside(char c) {
    if (c == '[' && wanted.array()) {
      begin(c);
    } else if (c == '{' && wanted.object()) {
      state = State.BRACE;
    } else {
      state = State.BEFORE;
      before.add(c);
    }
  }

  private void begin(char c) {
    before.tell(pieces);
    state = State.INSIDE;
    inside(c);
  }

  private void inside(char c) {
    lexer.accept(c);
    if (lexer.isDone()) {
      state = State.BEHIND;
    } else {
      checkFault();
    }
  }

  private void checkFault() {
    String fault = lexer.fault();
    if (fault != null) {
      state = State.FAILED;
      pieces.fault(whose + " is not JSON: " + fault);
    }
  }

  /** The text ends here. */
  Found end() {
    return switch (state) {
      case BEFORE, BRACE -> Found.NOTHING;
      case INSIDE -> {
        lexer.end();
        checkFault();
        yield Found.BROKEN;
      }
      case BEHIND -> {
        behind.tell(pieces);
        yield Found.WHOLE;
      }
      case FAILED -> Found.BROKEN;
    };
  }

  /** What the text before the JSON begins with. */
  String before() {
    return before.text();
  }
}
