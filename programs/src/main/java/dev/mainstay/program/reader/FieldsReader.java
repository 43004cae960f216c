package dev.mainstay.program.reader;

import java.util.List;
import java.util.Optional;

/**
 * Takes one answer apart as it comes. For every way in which an answer is cut into texts, the
 * pieces of a field, joined, are the text that its value is made of. Not thread-safe.
 */
public interface FieldsReader {
  /** The name in the end mark of marked fields; no field can have it. */
  String END = "/end";

  /** A reader of JSON: one object with the fields as members. */
  static FieldsReader json(List<AnswerField> fields) {
    return new JsonFieldsReader(new Pieces(fields));
  }

  /** A reader of marked fields: each after a header line that holds {@code nonce}. */
  static FieldsReader marked(List<AnswerField> fields, String nonce) {
    return new MarkedFieldsReader(new Pieces(fields), nonce);
  }

  /** The pieces that {@code text}, the answer's next, brings. */
  List<FieldPiece> read(String text);

  /** The pieces that the answer's end brings; called once, and nothing is read afterwards. */
  List<FieldPiece> end();

  /** What has been read so far; whole after {@link #end}. */
  ReadFields reading();

  /** Why the answer cannot be read, as soon as that is known. */
  Optional<String> fault();
}
