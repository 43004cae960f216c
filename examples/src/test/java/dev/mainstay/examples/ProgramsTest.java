package dev.mainstay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.simulator.script.Answer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The programs of the examples do what they say, through a real socket. */
class ProgramsTest {
  @Test
  void reviewIsClassified() {
    Simulated.run(
        mainstay ->
            assertThat(ProgramClassifier.classify(mainstay, "Lovely."))
                .isEqualTo(new ProgramClassifier.Verdict(ProgramClassifier.Mood.GLAD, 0.97)),
        Answer.text("{\"mood\": \"glad\", \"confidence\": \"0.97\"}"));
  }

  @Test
  void orderIsExtracted() {
    Simulated.run(
        mainstay ->
            assertThat(ProgramExtractor.extract(mainstay, "A chair."))
                .isEqualTo(
                    new ProgramExtractor.Order(
                        Optional.of(LocalDate.of(2026, 11, 29)),
                        List.of(new ProgramExtractor.Item("chair", 1, Optional.empty())))),
        Answer.text("{\"due\": \"2026-11-29\", \"items\": [{\"name\": \"chair\", \"count\": 1}]}"));
  }

  @Test
  void thinkingIsStreamed() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Simulated.run(
        mainstay ->
            ProgramThinking.answer(
                mainstay, "Why?", new PrintStream(out, true, StandardCharsets.UTF_8)),
        Answer.text(
            "{\"reasoning\": \"Think.\", \"answer\": \"So.\", \"confidence\": \"HIGH\", \"source\":"
                + " null}"));

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "", "reasoning: Think.", "answer: So.", "confidence: \"HIGH\"", "source: ");
  }

  @Test
  void agentLooksBeforeItAnswers() {
    Simulated.run(
        mainstay ->
            assertThat(ProgramAgent.advise(mainstay, "Umbrella?"))
                .isEqualTo(new ProgramAgent.Advice(true, "It rains.")),
        Answer.calling("weather", "{\"city\":\"Oslo\"}"),
        Answer.text("{\"umbrella\": true, \"why\": \"It rains.\"}"));
  }

  @Test
  void optimisedProgramHasItsTable() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Simulated.run(
        mainstay ->
            assertThat(
                    ProgramOptimised.optimise(
                            mainstay, new PrintStream(out, true, StandardCharsets.UTF_8))
                        .score())
                .isEqualTo(0.5),
        Answer.text("{\"plural\": \"feet\"}"));

    assertThat(out.toString(StandardCharsets.UTF_8)).contains("2/2", "score", "0.500");
  }
}
