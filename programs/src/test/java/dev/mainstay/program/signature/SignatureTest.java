package dev.mainstay.program.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.json.Json;
import dev.mainstay.model.Content;
import dev.mainstay.schema.Describe;
import dev.mainstay.schema.SchemaException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SignatureTest {
  enum Confidence {
    LOW,
    HIGH
  }

  record Question(@Describe("what the user asks") String question) {}

  record Answer(
      @Describe("one sentence") String answer, Confidence confidence, Optional<String> source) {}

  record Everything(
      String text,
      int number,
      Optional<LocalDate> day,
      List<String> words,
      Map<String, Integer> counts,
      Answer nested,
      Image image,
      List<Document> documents,
      Optional<Image> perhaps,
      History history) {}

  record WithSet(Inner inner) {}

  record Inner(Set<String> tags) {}

  record WithImage(Image image) {}

  record WithChar(char letter) {}

  record WithHistories(List<History> histories) {}

  record Reasoned(String reasoning, String answer) {}

  @Test
  void componentsInTheirOrderAreTheFields() {
    Signature<Question, Answer> signature = Signature.of(Question.class, Answer.class);

    assertThat(signature).hasToString("question -> answer, confidence, source");
    assertThat(signature.inputWords())
        .containsExactly(Map.entry("question", "(text): what the user asks"));
    assertThat(signature.outputWords())
        .containsExactly(
            Map.entry("answer", "(text): one sentence"),
            Map.entry("confidence", "(one of LOW, HIGH)"),
            Map.entry("source", "(optional text)"));
  }

  @Test
  void inputMayHoldPicturesDocumentsAndEarlierTurns() {
    Signature<Everything, Answer> signature = Signature.of(Everything.class, Answer.class);
    Answer nested = new Answer("a", Confidence.LOW, Optional.empty());

    InputValues values =
        signature.values(
            new Everything(
                "t",
                1,
                Optional.empty(),
                List.of("w"),
                Map.of("k", 2),
                nested,
                Image.of("https://example.com/a.png"),
                List.of(Document.pdf("a.pdf", new byte[0]), Document.pdf("b.pdf", new byte[0])),
                Optional.empty(),
                History.empty().with(new Question("q"), nested)));

    assertThat(values.json())
        .isEqualTo(
            Json.parse(
                """
                {"text":"t","number":1,"words":["w"],"counts":[{"key":"k","value":2}],
                 "nested":{"answer":"a","confidence":"LOW","source":null},
                 "image":"(image 1 below)","documents":"(documents 2 to 3 below)"}\
                """));
    assertThat(values.media()).hasSize(3);
    assertThat(values.turns()).hasSize(1);
    assertThat(signature.inputWords()).doesNotContainKey("history");
  }

  @Test
  void pictureOrDocumentIsSentWithItsMediaType() {
    byte[] bytes = {1, 2, 3};

    assertThat(Image.of("image/png", bytes).content())
        .isEqualTo(Content.image("data:image/png;base64,AQID"));
    assertThat(Document.of("a.txt", "text/plain", bytes).content().toJson())
        .isEqualTo(
            Json.parse(
                """
                {"type":"file","file":{"filename":"a.txt","file_data":"data:text/plain;base64,AQID"}}\
                """));
  }

  @Test
  void nullInAnInputIsRefusedByName() {
    Signature<Question, Answer> signature = Signature.of(Question.class, Answer.class);

    assertThatThrownBy(() -> signature.values(new Question(null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Question.question is null; use Optional for what may be missing");
  }

  static List<Arguments> refusals() {
    return List.of(
        Arguments.of(
            Question.class,
            WithSet.class,
            "WithSet.inner.tags is java.util.Set<java.lang.String>, which cannot be described to a"
                + " model: use List"),
        Arguments.of(
            Question.class,
            WithChar.class,
            "WithChar.letter is char, which cannot be described to a model: use String"),
        Arguments.of(
            WithSet.class,
            Answer.class,
            "WithSet.inner.tags is java.util.Set<java.lang.String>, which cannot be described to a"
                + " model: use List"),
        Arguments.of(
            Question.class,
            String.class,
            "java.lang.String is not a record; a program's answer is one, with a component for each"
                + " field"),
        Arguments.of(
            String.class,
            Answer.class,
            "java.lang.String is not a record; a program's input is one, with a component for each"
                + " field"),
        Arguments.of(
            WithHistories.class,
            Answer.class,
            "WithHistories.histories is java.util.List<dev.mainstay.program.signature.History>: use"
                + " one History, and History.empty() for none"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void typeThatCannotBeToldIsRefusedWithItsPath(Class<?> input, Class<?> output, String message) {
    assertThatThrownBy(() -> Signature.of(input, output))
        .isInstanceOf(SchemaException.class)
        .hasMessage(message);
  }

  @Test
  void pictureIsNoAnswer() {
    assertThatThrownBy(() -> Signature.of(Question.class, WithImage.class))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("WithImage.image");
  }

  @Test
  void fieldAheadOfTheAnswerIsNoComponentOfIt() {
    OutputField reasoning = OutputField.text("reasoning", "step by step");
    Signature<Question, Answer> signature =
        Signature.of(Question.class, Answer.class).withLeading(reasoning);

    assertThat(signature).hasToString("question -> reasoning, answer, confidence, source");
    assertThat(signature.schema().object("properties").orElseThrow().names())
        .containsExactly("reasoning", "answer", "confidence", "source");
    assertThat(signature.schema().array("required").orElseThrow().size()).isEqualTo(4);
    assertThat(
            signature.read(
                Json.parseObject(
                    "{\"reasoning\":\"r\",\"answer\":\"a\",\"confidence\":\"LOW\",\"source\":null}")))
        .isEqualTo(new Answer("a", Confidence.LOW, Optional.empty()));
    assertThatThrownBy(() -> Signature.of(Question.class, Reasoned.class).withLeading(reasoning))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("Reasoned.reasoning has the name of the field");
  }
}
