package dev.mainstay.program.event;

import dev.mainstay.model.Usage;

/**
 * Something that happens while a program answers. Each says where: the path of the program that it
 * comes from, empty for the one that was called, else as in {@code answer/lookup[2]}.
 *
 * @param <O> the answer
 */
public sealed interface ProgramEvent<O> {
  /** Where it comes from. */
  String path();

  /**
   * A program, a tool or an attempt begins or ends.
   *
   * @param kind which of them
   * @param text in words, for a person
   */
  record Status<O>(String path, StatusKind kind, String text) implements ProgramEvent<O> {}

  /**
   * A field begins.
   *
   * @param take how often the answer has started over
   */
  record FieldBegun<O>(String path, String field, int take) implements ProgramEvent<O> {}

  /**
   * More of a field. All since the last {@link Restarted}, joined, are the value's text: a string's
   * characters, the compact JSON of whatever is not a string, nothing for an empty optional.
   *
   * @param take how often the answer has started over
   */
  record FieldDelta<O>(String path, String field, String text, int take)
      implements ProgramEvent<O> {}

  /**
   * A field is whole.
   *
   * @param take how often the answer has started over
   */
  record FieldDone<O>(String path, String field, int take) implements ProgramEvent<O> {}

  /**
   * The answer starts over: what came of its fields at this path is to be dropped.
   *
   * @param take how often it has started over, this time included
   * @param why why it does
   */
  record Restarted<O>(String path, int take, String why) implements ProgramEvent<O> {}

  /** The tokens that one answer of a model used. */
  record UsageReported<O>(String path, Usage usage) implements ProgramEvent<O> {}

  /**
   * The program has answered: the last event, once.
   *
   * @param value the answer
   * @param metadata how it came about
   */
  record Completed<O>(String path, O value, ProgramMetadata metadata) implements ProgramEvent<O> {}
}
