package dev.mainstay.program.reader;

import java.util.List;
import java.util.Optional;

/**
 * Reads an answer in JSON: the first <code>{</code> that is followed by a name in quotes or by
 * <code>
 * }</code> begins it; text before and behind it is dropped.
 */
final class JsonFieldsReader implements FieldsReader {
  private enum State {
    BEFORE,
    /** Behind a brace that may begin it. */
    BRACE,
    INSIDE,
    BEHIND,
    FAILED
  }

  private final Pieces pieces;
  private final JsonLexer lexer;
  private final Dropped before = new Dropped("before the JSON");
  private final Dropped behind = new Dropped("behind the JSON");
  private State state = State.BEFORE;

  JsonFieldsReader(Pieces pieces) {
    this.pieces = pieces;
    this.lexer = new JsonLexer(new FieldsObject(pieces), pieces::mended);
  }

  @Override
  public List<FieldPiece> read(String text) {
    int at = 0;
    while (at < text.length()) {
      int run = state == State.INSIDE ? lexer.acceptRun(text, at) : 0;
      at += run;
      if (run == 0) {
        accept(text.charAt(at++));
      }
    }
    return pieces.take();
  }

  private void accept(char c) {
    switch (state) {
      case BEFORE -> outside(c);
      case BRACE -> {
        if (c == '"' || c == '}') {
          before.tell(pieces);
          state = State.INSIDE;
          inside('{');
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
    if (c == '{') {
      state = State.BRACE;
    } else {
      state = State.BEFORE;
      before.add(c);
    }
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
      pieces.fault("the answer is not JSON: " + fault);
    }
  }

  @Override
  public List<FieldPiece> end() {
    switch (state) {
      case BEFORE, BRACE -> pieces.fault("there is no JSON object in the answer");
      case INSIDE -> {
        lexer.end();
        checkFault();
      }
      case BEHIND -> {
        behind.tell(pieces);
        pieces.end();
      }
      case FAILED -> {}
    }
    return pieces.take();
  }

  @Override
  public ReadFields reading() {
    return pieces.reading();
  }

  @Override
  public Optional<String> fault() {
    return pieces.fault();
  }
}
