package dev.mainstay.program.reader;

import dev.mainstay.schema.JsonShape;

/** A record, a list or a map behind a header: JSON, with or without a fence around it. */
final class JsonSection implements FieldBody {
  private enum State {
    BEFORE,
    BRACE,
    INSIDE,
    BEHIND,
    FAILED
  }

  private final Pieces pieces;
  private final AnswerField field;
  private final ShapedValue value;
  private final JsonLexer lexer;
  private final boolean isArray;
  private final boolean isObject;
  private final Dropped before;
  private final Dropped behind;
  private State state = State.BEFORE;

  JsonSection(Pieces pieces, AnswerField field) {
    this.pieces = pieces;
    this.field = field;
    this.value = new ShapedValue(pieces, field);
    this.lexer = new JsonLexer(value, pieces::mended);
    JsonShape shape = field.some();
    this.isArray = shape instanceof JsonShape.Items || shape instanceof JsonShape.Entries;
    this.isObject = !(shape instanceof JsonShape.Items);
    this.before = new Dropped("before the JSON of " + field.name());
    this.behind = new Dropped("behind the JSON of " + field.name());
  }

  @Override
  public void accept(char c) {
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
    if (c == '[' && isArray) {
      begin(c);
    } else if (c == '{' && isObject) {
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
      pieces.fault(field.name() + " is not JSON: " + fault);
    }
  }

  @Override
  public void end() {
    switch (state) {
      case BEFORE, BRACE -> endWithout();
      case INSIDE -> {
        lexer.end();
        checkFault();
        pieces.abandon();
      }
      case BEHIND -> {
        behind.tell(pieces);
        value.close();
      }
      case FAILED -> pieces.abandon();
    }
  }

  private void endWithout() {
    String text = before.text();
    if (field.isOptional() && (text.isEmpty() || Scalars.isNull(text))) {
      pieces.absent();
    } else {
      pieces.abandon();
      pieces.fault(field.name() + " holds no JSON " + (isObject ? "object" : "array"));
    }
  }
}
