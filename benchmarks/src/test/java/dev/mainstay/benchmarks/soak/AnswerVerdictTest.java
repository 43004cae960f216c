package dev.mainstay.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.benchmarks.soak.CallerConnection.Answer;
import dev.mainstay.benchmarks.soak.CallerConnection.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A soak says what is wrong, and nothing else is. */
class AnswerVerdictTest {
  private static final String FINISH =
      "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n";
  private static final String ERROR = "data: {\"error\":{\"message\":\"gone\"}}\nevent: error\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          One two   | finish done | WHOLE     | WHOLE
          One two   | finish done | CUT       | WRONG
          One       | finish done | WHOLE     | WRONG
          One three | finish done | WHOLE     | WRONG
          One two   | done        | WHOLE     | WRONG
          One two   | finish      | WHOLE     | WRONG
          One two   | finish finish done | WHOLE | WRONG
          One       | error       | CUT       | BROKEN
          One       | error       | WHOLE     | WRONG
          One       | error done  | CUT       | WRONG
          One       | finish error | CUT      | WRONG
          Two       | error       | CUT       | WRONG
          One       |             | CUT       | WRONG
          One       |             | LEFT      | LEFT
          Two       |             | LEFT      | WRONG
          One       |             | TIMED_OUT | WRONG
          """)
  void stream(String text, String rest, Ending ending, AnswerVerdict expected) {
    StringBuilder body = new StringBuilder();
    body.append("data: {\"choices\":[{\"delta\":{\"content\":\"").append(text).append("\"}}]}\n\n");
    for (String part : rest == null ? new String[0] : rest.split(" ")) {
      body.append(
          switch (part) {
            case "finish" -> FINISH;
            case "done" -> "data: [DONE]\n";
            default -> ERROR;
          });
    }

    assertThat(AnswerVerdict.of(new Answer(200, true, body + "data: {\"cho", ending), "One two"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "One two, \"stop\", WHOLE, WHOLE", "One, \"stop\", WHOLE, WRONG", "One, null, WHOLE, BROKEN",
    "Two, null, WHOLE, WRONG", "One two, \"stop\", CUT, WRONG", "'', \"stop\", LEFT, LEFT"
  })
  void plain(String text, String finish, Ending ending, AnswerVerdict expected) {
    String body =
        "{\"choices\":[{\"message\":{\"content\":\""
            + text
            + "\"},\"finish_reason\":"
            + finish
            + "}]}";

    assertThat(AnswerVerdict.of(new Answer(200, false, body, ending), "One two"))
        .isEqualTo(expected);
  }

  @Test
  void errorIsTold() {
    Answer told = new Answer(503, false, "{\"error\":{\"message\":\"full\"}}", Ending.WHOLE);
    Answer empty = new Answer(503, false, "", Ending.WHOLE);

    assertThat(AnswerVerdict.of(told, "One")).isEqualTo(AnswerVerdict.REFUSED);
    assertThat(AnswerVerdict.of(empty, "One")).isEqualTo(AnswerVerdict.WRONG);
  }
}
