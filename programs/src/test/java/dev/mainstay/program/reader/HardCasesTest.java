package dev.mainstay.program.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.schema.JsonShape;
import dev.mainstay.schema.JsonType;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Answers that are hard to read, each with its whole outcome, cut in two at every place, into
 * single characters, and not at all.
 */
@Execution(ExecutionMode.CONCURRENT)
class HardCasesTest {
  private static final String NONCE = "7f3a";

  enum Mood {
    GOOD,
    BAD
  }

  sealed interface Figure {}

  record Circle(double radius) implements Figure {}

  record Square(int side, Optional<String> note) implements Figure {}

  record Said(String answer, String note) {}

  record Note(String answer, Optional<String> source) {}

  record Kinds(
      int number,
      boolean flag,
      Mood mood,
      LocalDate day,
      List<String> tags,
      Optional<Integer> more) {}

  enum Risk {
    none,
    high
  }

  record Risks(Optional<Risk> first, Optional<Risk> second, Optional<Mood> mood) {}

  record Inner(String name, int count, Optional<Boolean> flag) {}

  record Nested(Inner inner, List<Inner> more, Map<String, Double> rates, Figure figure) {}

  static List<AnswerField> fields(Class<?> type) {
    return ((JsonShape.Members) JsonType.of(type).shape())
        .members().stream().map(each -> new AnswerField(each.name(), each.shape())).toList();
  }

  private static Arguments marked(Class<?> type, String answer, String outcome) {
    return Arguments.of("marked", type, answer.replace("§", NONCE), outcome);
  }

  private static Arguments said(String value) {
    return marked(
        Said.class,
        "[[ ## answer:§ ## ]]\n" + value + "\n\n[[ ## note:§ ## ]]\nn\n\n[[ ## /end:§ ## ]]\n",
        "answer=" + value.strip().replace("§", NONCE) + "|note=n");
  }

  private static Arguments json(Class<?> type, String answer, String outcome) {
    return Arguments.of("json", type, answer, outcome);
  }

  static Stream<Arguments> marked() {
    return Stream.of(
        said("use [[wiki]] links"),
        said("x[[1]] and more"),
        said("[["),
        said("[[ ## "),
        said("text ending in [[ ##"),
        said("a[0], b[1][2] ]] end"),
        said("## Title ##"),
        said("see [[ ## answer:0000 ## ]] there"),
        said("[[ ## answer:0000 ## ]]\nthere"),
        said("[[ ## answer ## ]]\nthere"),
        said("see [[ ## answer ## ]] there"),
        said("see [[ ## note:§ ## ]] there"),
        said("[[ ## note:7f3b ## ]]"),
        said("[[[ ## note:§ ## ]]"),
        said("a\r\nb"),
        said("a\u2028b"),
        said("a\u000bb"),
        said("a\n\n\n  b"),
        said("x"),
        said(""),
        said("   "),
        said("\uD83D\uDC69\u200D\uD83D\uDC67 \uD83D\uDC4D\uD83C\uDFFD"),
        said("{\"answer\": 1}"),
        said("```json\n{}\n```"),
        marked(Said.class, "[[ ## answer:§ ## ]]\na\n[[ ## note:§ ## ]]\nn", "answer=a|note=n"),
        marked(
            Said.class,
            "Sure!\n[[ ## answer:§ ## ]]\na\n[[ ## note:§ ## ]]\nn\n[[ ## /end:§ ## ]]\nBye",
            "answer=a|note=n|~text before the first field|~text after the end"),
        marked(
            Said.class,
            "[[ ## note:§ ## ]]\nn\n[[ ## answer:§ ## ]]\na\n[[ ## /end:§ ## ]]",
            "note=n|answer=a"),
        marked(
            Said.class,
            "  [[##answer :§##]] a\n[[ ## note: § ## ]] n [[ ## /end:§ ## ]]",
            "answer=a|note=n [[ ## /end:7f3a ## ]]"),
        marked(
            Said.class,
            "[[ ## answer:§ ## ]]\na\n[[ ## answer:§ ## ]]\nb\n[[ ## note:§ ## ]]\nn",
            "answer=a|note=n|~answer came twice"),
        marked(
            Said.class,
            "[[ ## other:§ ## ]]\nb\n[[ ## answer:§ ## ]]\na\n[[ ## note:§ ## ]]\nn",
            "answer=a|note=n|~other is not known"),
        marked(Said.class, "[[ ## answer:§ ## ]]\na\n", "!note is missing"),
        marked(Said.class, "just text", "!there is no field's header in the answer"),
        marked(Said.class, "", "!there is no field's header in the answer"),
        marked(Note.class, "[[ ## answer:§ ## ]]\na\n[[ ## /end:§ ## ]]", "answer=a|source="),
        marked(
            Note.class,
            "[[ ## answer:§ ## ]]\n\uD83D\n[[ ## /end:§ ## ]]",
            "answer=\uFFFD|source=|~half of a surrogate pair"),
        marked(
            Kinds.class,
            "[[ ## number:§ ## ]]\n"
                + " 12 \n"
                + "[[ ## flag:§ ## ]]\n"
                + "True\n"
                + "[[ ## mood:§ ## ]]\n"
                + "good\n"
                + "[[ ## day:§ ## ]]\n"
                + "\"2026-11-29\"\n"
                + "[[ ## tags:§ ## ]]\n"
                + "```json\n"
                + "[\"a\", \"b\",]\n"
                + "```\n"
                + "[[ ## more:§ ## ]]\n"
                + "None\n"
                + "[[ ## /end:§ ## ]]",
            "number=12|flag=true|mood=\"GOOD\"|day=\"2026-11-29\"|tags=[\"a\",\"b\"]|more="
                + "|~flag was written as True|~mood was written as good|~day was in quotes"
                + "|~a fence before the JSON of tags|~a comma before an end"
                + "|~a fence behind the JSON of tags"),
        marked(
            Risks.class,
            "[[ ## first:§ ## ]]\nnone\n[[ ## second:§ ## ]]\nNone\n[[ ## mood:§ ## ]]\nnone",
            "first=\"none\"|second=\"none\"|mood=|~second was written as None"),
        marked(
            Kinds.class,
            "[[ ## number:§ ## ]]\ntwelve\n",
            "!number must be a whole number, -2147483648 to 2147483647, but it is the string"
                + " \"twelve\""));
  }

  static Stream<Arguments> json() {
    return Stream.of(
        json(
            Said.class,
            "{\"answer\": \"He said \\\"hi\\\".\", \"note\": \"n\"}",
            "answer=He said \"hi\".|note=n"),
        json(
            Said.class,
            "{\"answer\":\"C:\\\\temp\\\\new\",\"note\":\"\\u0041\\n\\t\\/\"}",
            "answer=C:\\temp\\new|note=A\n\t/"),
        json(
            Said.class,
            "{\"answer\": \"a\\\", \\\"note\\\": \\\"b\", \"note\": \"n\"}",
            "answer=a\", \"note\": \"b|note=n"),
        json(
            Said.class,
            "{\"answer\": \"{\\\"answer\\\": 1}\", \"note\": \"\"}",
            "answer={\"answer\": 1}|note="),
        json(
            Said.class,
            "{\"answer\": \"\\ud83d\\ude00\", \"note\": \"\uD83D\uDC4D\uD83C\uDFFD\"}",
            "answer=\uD83D\uDE00|note=\uD83D\uDC4D\uD83C\uDFFD"),
        json(
            Said.class,
            "{\"answer\": \"\\ud83d\", \"note\": \"\\ude00 \\ud83dx\"}",
            "answer=\uFFFD|note=\uFFFD \uFFFDx|~half of a surrogate pair"),
        json(Said.class, "{\"note\": \"n\", \"answer\": \" a \"}", "note=n|answer= a "),
        json(
            Said.class,
            "{\"answer\": \"a\", \"answer\": \"b\", \"note\": \"n\"}",
            "answer=a|note=n|~answer came twice"),
        json(
            Said.class,
            "{\"x\": [1, {\"answer\": \"q\"}], \"answer\": \"a\", \"y\": \"z\", \"note\": \"n\","
                + " \"z\": 1}",
            "answer=a|note=n|~x is not known|~y is not known|~z is not known"),
        json(
            Said.class,
            "Here {it} is: {\n  \"answer\": \"a\",\n  \"note\": \"n\"\n}\nBye {\"answer\": 1}",
            "answer=a|note=n|~text before the JSON|~text behind the JSON"),
        json(
            Said.class,
            "```json\n{\"answer\": \"a\", \"note\": \"n\",}\n```",
            "answer=a|note=n|~a fence before the JSON|~a comma before an end|~a fence behind the"
                + " JSON"),
        json(
            Said.class,
            "{{\"answer\": \"a\", \"note\": \"n\"}",
            "answer=a|note=n|~text before the JSON"),
        json(Said.class, "{\"answer\": \"a\"}", "!note is missing"),
        json(Said.class, "{}", "!answer is missing"),
        json(Said.class, "no JSON", "!there is no JSON object in the answer"),
        json(Said.class, "{", "!there is no JSON object in the answer"),
        json(
            Said.class,
            "{\"answer\": \"a\", \"no",
            "!the answer is not JSON: the JSON ends in the middle"),
        json(
            Said.class,
            "{\"answer\": 12, \"note\": \"n\"}",
            "!answer must be a string, but it is 12"),
        json(
            Said.class,
            "{\"answer\": null, \"note\": \"n\"}",
            "!answer must be a string, but it is null"),
        json(
            Said.class,
            "{\"answer\": [\"a\"], \"note\": \"n\"}",
            "!answer must be a string, but it is an array"),
        json(
            Said.class,
            "{\"answer\": \"\\d\", \"note\": \"n\"}",
            "!the answer is not JSON: there is no escape '\\d'; write a backslash as '\\\\'"),
        json(Said.class, "{'answer': \"a\"}", "!there is no JSON object in the answer"),
        json(
            Kinds.class,
            "{\"number\": \"12\", \"flag\": True, \"mood\": \"good\", \"day\": \"2026-11-29\","
                + " \"tags\": [], \"more\": null}",
            "number=12|flag=true|mood=\"GOOD\"|day=\"2026-11-29\"|tags=[]|more=|~number was a"
                + " number in quotes|~flag was written as True|~mood was written as good"),
        json(
            Kinds.class,
            "{\"number\":12.0,\"flag\":\"false\",\"mood\":\"BAD\",\"day\":\"2026-11-29\",\"tags\":[\"\\u0001\\\"\"],\"more\":7}",
            "number=12|flag=false|mood=\"BAD\"|day=\"2026-11-29\"|tags=[\"\\u0001\\\"\"]|more=7|~flag"
                + " was written as false"),
        json(
            Kinds.class,
            "{\"number\":12.5,\"flag\":true}",
            "!number must be a whole number, -2147483648 to 2147483647, but it is the number 12.5"),
        json(
            Nested.class,
            "{\"inner\": {\"count\": \"1\", \"x\": {}, \"name\": \"a\\\"b\", \"count\": 2},\n"
                + " \"more\": [{\"name\": \"b\", \"count\": 2, \"flag\": True,}, {\"name\": \"\","
                + " \"count\": 3, \"flag\": null}],\n"
                + " \"rates\": {\"a\": 1, \"b\": \"2.5\", \"a\": 3},\n"
                + " \"figure\": {\"note\": null, \"side\": 2, \"type\": \"Square\"}}",
            "inner={\"count\":1,\"name\":\"a\\\"b\",\"flag\":null}"
                + "|more=[{\"name\":\"b\",\"count\":2,\"flag\":true},{\"name\":\"\",\"count\":3,\"flag\":null}]"
                + "|rates=[{\"key\":\"a\",\"value\":1.0},{\"key\":\"b\",\"value\":2.5}]|figure={\"type\":\"Square\",\"note\":null,\"side\":2}|~inner.count"
                + " was a number in quotes|~inner.x is not known|~inner.count came"
                + " twice|~more[0].flag was written as True|~a comma before an end|~rates.b was a"
                + " number in quotes|~rates.a came twice"),
        json(
            Nested.class,
            "{\"inner\": {\"name\": \"a\", \"count\": 1}, \"more\": [], \"rates\": [{\"value\": 1,"
                + " \"key\": \"k\"}], \"figure\": {\"type\": \"Circle\", \"radius\": 1e2}}",
            "inner={\"name\":\"a\",\"count\":1,\"flag\":null}|more=[]|rates=[{\"value\":1.0,\"key\":\"k\"}]"
                + "|figure={\"type\":\"Circle\",\"radius\":100.0}"),
        json(
            Nested.class,
            "{\"inner\": {\"name\": \"a\", \"count\": 1}, \"more\": [], \"rates\": [],"
                + " \"figure\": {\"type\": \"circle\", \"radius\": 1}}",
            "inner={\"name\":\"a\",\"count\":1,\"flag\":null}|more=[]|rates=[]|figure={\"type\":\"Circle\",\"radius\":1.0}|~figure.type"
                + " was written as circle"),
        json(
            Nested.class,
            "{\"inner\": {\"name\": \"a\", \"count\": 1}, \"more\": [{\"name\": \"b\"}]",
            "!more[0].count is missing"),
        json(
            Nested.class,
            "{\"inner\": {\"name\": \"a\", \"count\": 1}, \"more\": [], \"rates\": [], \"figure\":"
                + " {\"radius\": 1}}",
            "!figure.type does not tell which record it is: ''"));
  }

  @ParameterizedTest
  @MethodSource({"marked", "json"})
  void answerIsReadTheSameHoweverItIsCut(
      String form, Class<?> type, String answer, String outcome) {
    List<AnswerField> fields = fields(type);

    Outcome read =
        Outcome.ofEverySplit(
            fields,
            () ->
                form.equals("json")
                    ? FieldsReader.json(fields)
                    : FieldsReader.marked(fields, NONCE),
            answer);

    assertThat(told(read)).isEqualTo(outcome);
    if (read.reading().fault().isEmpty()) {
      assertThat(JsonType.of(type).read(read.reading().values())).isNotNull();
    }
  }

  private static String told(Outcome read) {
    ReadFields reading = read.reading();
    if (reading.fault().isPresent()) {
      return "!" + reading.fault().get();
    }
    StringBuilder told = new StringBuilder();
    for (String name : read.begun()) {
      told.append(told.isEmpty() ? "" : "|").append(name).append('=');
      told.append(read.joined().getOrDefault(name, ""));
    }
    reading.mended().forEach(what -> told.append("|~").append(what));
    return told.toString();
  }
}
