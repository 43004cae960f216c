package dev.mainstay.program.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.schema.JsonShape;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No character is held back that could already go out. */
class PromptnessTest {
  // A marker that has begun, at a line's start.
  private static final Pattern HEADER =
      Pattern.compile("\\[\\[[ \\t]*##[ \\t]*\\w+[ \\t]*:[ \\t]*7f3a[ \\t]*##[ \\t]*\\]\\]");

  private static final List<AnswerField> TEXT =
      List.of(new AnswerField("answer", JsonShape.of(String.class, "answer")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain words, one after the other",
        "use [[wiki]] links [[ ## in a line ## ]]",
        "a\n[[ ## Title ## ]]\n\n[[ no\n[\n  [[ ## answer:7f3b ## ]] x",
        "trailing   \n\n and more \uD83D\uDE00\uD83D\uDC4D\uD83C\uDFFD!",
        "x"
      })
  void markedTextIsHeldBackForAMarkerOrWhiteSpaceAlone(String value) {
    FieldsReader reader = FieldsReader.marked(TEXT, "7f3a");
    reader.read("[[ ## answer:7f3a ## ]]\n");
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      out.append(text(reader.read(value.substring(i, i + 1))));

      String read = value.substring(0, i + 1);
      assertThat(read).startsWith(out);
      String held = read.substring(out.length());
      boolean atLineStart = out.isEmpty() || held.contains("\n");
      assertThat(mayBeHeld(held, atLineStart)).as("held back '%s' of '%s'", held, read).isTrue();
    }
  }

  private static boolean mayBeHeld(String held, boolean atLineStart) {
    String rest = held.stripLeading();
    if (rest.isEmpty() || (rest.length() == 1 && Character.isHighSurrogate(rest.charAt(0)))) {
      return true;
    }
    Matcher header = HEADER.matcher(rest);
    return atLineStart && !header.matches() && header.hitEnd();
  }

  @Test
  void textInJsonIsHeldBackForHalfAnEscapeAlone() {
    FieldsReader reader = FieldsReader.json(TEXT);
    reader.read("{\"answer\": \"");
    List<String> came = new ArrayList<>();
    for (char c : "a \\n\\u00e9\\ud83d\\ude00\uD83D\uDE00b".toCharArray()) {
      came.add(text(reader.read(String.valueOf(c))));
    }

    assertThat(came)
        .containsExactly(
            "a",
            " ",
            "",
            "\n",
            "",
            "",
            "",
            "",
            "",
            "\u00e9",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "\uD83D\uDE00",
            "",
            "\uD83D\uDE00",
            "b");
  }

  record Item(String name, int count) {}

  record Items(List<Item> items) {}

  @Test
  void listsComeTokenByToken() {
    FieldsReader reader = FieldsReader.json(HardCasesTest.fields(Items.class));
    List<String> came = new ArrayList<>();
    for (String token :
        List.of(
            "{",
            "\"items\"",
            ":",
            "[",
            "{",
            "\"name\"",
            ":",
            "\"",
            "a",
            "b",
            "\"",
            ",",
            "\"count\":",
            "1",
            "2",
            "}",
            ",",
            "{")) {
      came.add(text(reader.read(token)));
    }

    assertThat(came)
        .containsExactly(
            "",
            "",
            "",
            "[",
            "{",
            "\"name\":",
            "",
            "\"",
            "a",
            "b",
            "\"",
            "",
            ",\"count\":",
            "",
            "",
            "12}",
            "",
            ",{");
  }

  private static String text(List<FieldPiece> pieces) {
    StringBuilder text = new StringBuilder();
    for (FieldPiece piece : pieces) {
      if (piece instanceof FieldPiece.Text(int field, String more)) {
        text.append(more);
      }
    }
    return text.toString();
  }
}
