package dev.mainstay.program.reader;

import dev.mainstay.schema.JsonReadException;
import dev.mainstay.schema.JsonShape;

/** What comes after a header, up to the next one. */
sealed interface FieldBody permits FieldBody.Nothing, FieldBody.Words, FieldBody.Word, JsonSection {
  /** The section of the field at {@code index}, which has begun. */
  static FieldBody of(Pieces pieces, int index) {
    AnswerField field = pieces.field(index);
    return switch (field.some()) {
      case JsonShape.Text text -> new Words(pieces);
      case JsonShape.Scalar scalar -> new Word(pieces, field, scalar);
      case JsonShape other -> new JsonSection(pieces, field);
    };
  }

  void accept(char c);

  /** The section ends here. */
  void end();

  /** Whether {@code c} is white space that is trimmed at both ends. */
  static boolean isSpace(char c) {
    return Character.isWhitespace(c);
  }

  /** A section of no field. */
  record Nothing() implements FieldBody {
    @Override
    public void accept(char c) {}

    @Override
    public void end() {}
  }

  /** A text, trimmed at both ends; white space is held until it is known not to be the last. */
  final class Words implements FieldBody {
    private final Pieces pieces;
    private final StringBuilder spaces = new StringBuilder();
    private final Surrogates characters;
    private boolean isBegun;

    Words(Pieces pieces) {
      this.pieces = pieces;
      this.characters =
          new Surrogates(pieces::text, () -> pieces.mended("half of a surrogate pair"));
    }

    @Override
    public void accept(char c) {
      if (isSpace(c)) {
        characters.end();
        if (isBegun) {
          spaces.append(c);
        }
        return;
      }
      if (!spaces.isEmpty()) {
        pieces.text(spaces.toString());
        spaces.setLength(0);
      }
      isBegun = true;
      characters.accept(c);
    }

    @Override
    public void end() {
      characters.end();
      pieces.done();
    }
  }

  /** A number, a truth value, an enum or a date. */
  record Word(Pieces pieces, AnswerField field, JsonShape.Scalar shape, StringBuilder text)
      implements FieldBody {
    private static final int LONGEST = 64 * 1024;

    Word(Pieces pieces, AnswerField field, JsonShape.Scalar shape) {
      this(pieces, field, shape, new StringBuilder());
    }

    @Override
    public void accept(char c) {
      if (text.length() < LONGEST) {
        text.append(c);
      }
    }

    @Override
    public void end() {
      String word = text.toString().strip();
      if (field.isOptional() && (word.isEmpty() || isNull(word))) {
        pieces.absent();
        return;
      }
      boolean quoted = word.length() > 1 && word.startsWith("\"") && word.endsWith("\"");
      String bare = quoted ? word.substring(1, word.length() - 1) : word;
      boolean isText = shape.jsonType().equals("string");
      if (quoted && isText) {
        pieces.mended(field.name() + " was in quotes");
      }
      try {
        pieces.text(
            Scalars.canonical(shape, bare, quoted || isText, field.name(), pieces::mended)
                .toJson());
        pieces.done();
      } catch (JsonReadException e) {
        pieces.abandon();
        pieces.fault(String.valueOf(e.getMessage()));
      }
    }

    // An enum may have a constant that is called none.
    private boolean isNull(String word) {
      return Scalars.isNull(word) && shape.constants().stream().noneMatch(word::equalsIgnoreCase);
    }
  }
}
