package dev.mainstay.program.reader;

import org.jspecify.annotations.Nullable;

/** The object whose members are an answer's fields. */
final class FieldsObject implements JsonTokens {
  private final Pieces pieces;
  private int depth;
  private @Nullable ShapedValue value;

  FieldsObject(Pieces pieces) {
    this.pieces = pieces;
  }

  @Override
  public void key(String name) {
    if (depth > 1) {
      if (value != null) {
        value.key(name);
      }
      return;
    }
    int field = pieces.begin(name);
    value = field < 0 ? null : new ShapedValue(pieces, pieces.field(field));
  }

  @Override
  public void beginObject() {
    if (depth++ > 0 && value != null) {
      value.beginObject();
    }
  }

  @Override
  public void endObject() {
    depth--;
    if (depth > 0 && value != null) {
      value.endObject();
      ended();
    }
  }

  @Override
  public void beginArray() {
    depth++;
    if (value != null) {
      value.beginArray();
    }
  }

  @Override
  public void endArray() {
    depth--;
    if (value != null) {
      value.endArray();
      ended();
    }
  }

  @Override
  public void beginString() {
    if (value != null) {
      value.beginString();
    }
  }

  @Override
  public void character(char c) {
    if (value != null) {
      value.character(c);
    }
  }

  @Override
  public void characters(String text, int from, int to) {
    if (value != null) {
      value.characters(text, from, to);
    }
  }

  @Override
  public void endString() {
    if (value != null) {
      value.endString();
      ended();
    }
  }

  @Override
  public void literal(String text) {
    if (value != null) {
      value.literal(text);
      ended();
    }
  }

  private void ended() {
    if (depth == 1 && value != null) {
      value.close();
      value = null;
    }
  }
}
