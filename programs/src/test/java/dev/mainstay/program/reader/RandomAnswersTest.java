package dev.mainstay.program.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever the record, the values and the cuts: the pieces make up the value, and it is the right
 * one.
 */
@Execution(ExecutionMode.CONCURRENT)
class RandomAnswersTest {
  private static final int STREAMS = 50_000;

  @ParameterizedTest
  @CsvSource({"true, 20261129", "false, 20261130"})
  void piecesMakeUpTheValueHoweverItIsCut(boolean json, long seed) {
    RandomAnswers answers = new RandomAnswers(seed);
    for (int i = 0; i < STREAMS; i++) {
      RandomAnswers.Made made = answers.next(json);
      List<String> parts = answers.cut(made.text());
      FieldsReader reader =
          json
              ? FieldsReader.json(made.fields())
              : FieldsReader.marked(made.fields(), RandomAnswers.NONCE);

      Map<String, StringBuilder> joined = new HashMap<>();
      parts.forEach(part -> collect(made, reader.read(part), joined));
      collect(made, reader.end(), joined);

      ReadFields reading = reader.reading();
      if (!isRight(made, reading, joined)) {
        assertThat(reading.values())
            .as("stream %s: %s\nin %s\n%s\njoined %s", i, made.text(), parts, reading, joined)
            .isEqualTo(made.values());
        assertThat(joined).as("stream %s", i).isNull();
      }
    }
  }

  private static boolean isRight(
      RandomAnswers.Made made, ReadFields reading, Map<String, StringBuilder> joined) {
    return reading.fault().isEmpty()
        && reading.values().equals(made.values())
        && made.fields().stream()
            .allMatch(field ->
                reading
                    .texts()
                    .getOrDefault(field.name(), "")
                    .contentEquals(joined.getOrDefault(field.name(), new StringBuilder())));
  }

  private static void collect(
      RandomAnswers.Made made, List<FieldPiece> pieces, Map<String, StringBuilder> joined) {
    for (FieldPiece piece : pieces) {
      if (piece instanceof FieldPiece.Text(int field, String text)) {
        joined
            .computeIfAbsent(made.fields().get(field).name(), n -> new StringBuilder())
            .append(text);
      }
    }
  }
}
