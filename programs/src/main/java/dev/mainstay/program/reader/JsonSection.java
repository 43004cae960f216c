package dev.mainstay.program.reader;

import dev.mainstay.schema.JsonShape;

/** A record, a list or a map after a header: JSON, with or without a fence around it. */
final class JsonSection implements FieldBody {
  private final Pieces pieces;
  private final AnswerField field;
  private final ShapedValue value;
  private final boolean isObject;
  private final JsonInText json;

  JsonSection(Pieces pieces, AnswerField field) {
    this.pieces = pieces;
    this.field = field;
    this.value = new ShapedValue(pieces, field);
    JsonShape shape = field.some();
    boolean isArray = shape instanceof JsonShape.Items || shape instanceof JsonShape.Entries;
    this.isObject = !(shape instanceof JsonShape.Items);
    this.json =
        new JsonInText(
            pieces,
            value,
            field.name(),
            "the JSON of " + field.name(),
            new JsonInText.Wanted(isObject, isArray));
  }

  @Override
  public void accept(char c) {
    json.accept(c);
  }

  @Override
  public void end() {
    switch (json.end()) {
      case NOTHING -> endWithout();
      case WHOLE -> value.close();
      case BROKEN -> pieces.abandon();
    }
  }

  private void endWithout() {
    String text = json.before();
    if (field.isOptional() && (text.isEmpty() || Scalars.isNull(text))) {
      pieces.absent();
    } else {
      pieces.abandon();
      pieces.fault(field.name() + " holds no JSON " + (isObject ? "object" : "array"));
    }
  }
}
