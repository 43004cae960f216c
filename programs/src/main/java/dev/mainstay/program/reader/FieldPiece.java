package dev.mainstay.program.reader;

/** What happens to a field while an answer comes. */
public sealed interface FieldPiece {
  /** Which field, by its place among the fields. */
  int field();

  /** The field begins. */
  record Begun(int field) implements FieldPiece {}

  /**
   * More of the field's text: a string's characters, and the compact JSON of whatever is not a
   * string. Never empty, and never half of a character.
   */
  record Text(int field, String text) implements FieldPiece {}

  /** The field is whole. */
  record Done(int field) implements FieldPiece {}
}
