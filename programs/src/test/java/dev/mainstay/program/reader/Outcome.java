package dev.mainstay.program.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a reader made of one answer. */
record Outcome(
    Map<String, String> joined, List<String> begun, List<String> done, ReadFields reading) {
  /** What {@code reader} makes of an answer that comes in {@code parts}. */
  static Outcome of(List<AnswerField> fields, FieldsReader reader, List<String> parts) {
    Map<String, String> joined = new LinkedHashMap<>();
    List<String> begun = new ArrayList<>();
    List<String> done = new ArrayList<>();
    List<FieldPiece> pieces = new ArrayList<>();
    parts.forEach(part -> pieces.addAll(reader.read(part)));
    pieces.addAll(reader.end());
    for (FieldPiece piece : pieces) {
      String name = fields.get(piece.field()).name();
      switch (piece) {
        case FieldPiece.Begun begins -> begun.add(name);
        case FieldPiece.Done ends -> done.add(name);
        case FieldPiece.Text(int field, String text) -> {
          assertThat(text).isNotEmpty();
          assertThat(begun).last().isEqualTo(name);
          assertThat(done).doesNotContain(name);
          joined.merge(name, text, String::concat);
        }
      }
    }
    return new Outcome(joined, begun, done, reader.reading());
  }

  /**
   * The outcome, which is the same for every way to cut {@code answer} in two, for pieces of one
   * character, and for one piece.
   */
  static Outcome ofEverySplit(
      List<AnswerField> fields, Supplier<FieldsReader> reader, String answer) {
    Outcome whole = of(fields, reader.get(), List.of(answer));
    for (int i = 1; i < answer.length(); i++) {
      List<String> halves = List.of(answer.substring(0, i), answer.substring(i));
      assertThat(of(fields, reader.get(), halves)).as("cut at %s", i).isEqualTo(whole);
    }
    assertThat(of(fields, reader.get(), answer.chars().mapToObj(Character::toString).toList()))
        .as("character by character")
        .isEqualTo(whole);
    whole.requireConsistent();
    return whole;
  }

  /** The pieces, joined, are the texts that the values are made of. */
  void requireConsistent() {
    if (reading.fault().isEmpty()) {
      Map<String, String> texts = new LinkedHashMap<>(reading.texts());
      texts.values().removeIf(String::isEmpty);
      assertThat(joined).isEqualTo(texts);
      assertThat(begun).containsExactlyElementsOf(done).doesNotHaveDuplicates();
      assertThat(begun).containsExactlyInAnyOrderElementsOf(reading.values().names());
    }
  }
}
