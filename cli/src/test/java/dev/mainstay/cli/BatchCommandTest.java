package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Match;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BatchCommandTest {
  @TempDir private Path folder;
  private BatchFolder batch;

  @BeforeEach
  void open() {
    batch = new BatchFolder(folder);
  }

  @Test
  void everyLineIsAnsweredAndTheEndIsTold() throws IOException {
    batch.prompts("\"a\"\n\"b\"");
    try (Simulator provider = Simulator.start(Script.always(Answer.echo()))) {
      Captured terminal = BatchFolder.with(provider);

      int code =
          terminal.run(
              "batch", batch.in().toString(), "-m", "openai/m", "-o", batch.out().toString());

      assertThat(code).isZero();
      assertThat(terminal.err()).contains("[##########] 2 of 2, ");
      assertThat(Files.readString(batch.out())).contains("\"text\":\"a\"", "\"text\":\"b\"");
    }
  }

  @Test
  void linesThatFailedSayWhyAndHowTheyAreAskedAgain() throws IOException {
    Captured terminal = new Captured();

    assertThat(
            terminal.run("batch", batch.prompts("\"a\""), "-m", "openai/m", "-o", batch.out() + ""))
        .isEqualTo(1);

    assertThat(Files.readString(batch.out())).contains("\"Unauthenticated\"", "set OPENAI_API_KEY");
    assertThat(terminal.err())
        .contains(
            "errors of lines that failed are in " + batch.out(), "run the same command again");
  }

  @Test
  void whatIsSetUpWrongIsToldWithItsRemedyAndOfALinesOwnFaultTheKindAlone() throws IOException {
    Captured terminal = new Captured();

    int code =
        terminal.run(
            "batch",
            batch.prompts("\"a\"\n{\"prompt\":\"b\"}\nsecret\n[1]"),
            "-o",
            batch.out() + "");

    assertThat(code).isEqualTo(1);
    assertThat(terminal.err())
        .containsPattern(
            "2 lines failed with NotFound, as the one with index [01]: the line names no model; give"
                + " it one, or name one for all lines \\(--model")
        .containsPattern("2 lines failed with BadRequest, as the one with index [23]\n")
        .doesNotContain("secret");
  }

  @Test
  void linesThatNamedNoModelAreAskedOnceOneIsNamedAndWhatHadFailedBeforeIsToldStill()
      throws IOException {
    String in = batch.prompts("\"a\"\nnot JSON");
    new Captured().run("batch", in, "-o", batch.out() + "");
    try (Simulator provider = Simulator.start(Script.always(Answer.echo()))) {
      Captured again = BatchFolder.with(provider);

      assertThat(again.run("batch", in, "-m", "openai/m", "-o", batch.out() + "")).isZero();

      assertThat(provider.requests()).hasSize(1);
      assertThat(again.err())
          .contains("1 line failed with BadRequest, as the one with index 1\n", "--retry-failed");
    }
  }

  @Test
  void linesThatFailedAreAskedAgainByTheNextStartAndThoseOfTheirOwnFaultWhereThatIsWished()
      throws IOException {
    String in = batch.prompts("\"a\"\n\"bad\"");
    Script script =
        Script.builder()
            .thenAlways(Answer.echo())
            .when(Match.prompt("bad"))
            .then(Fault.status(400))
            .thenAlways(Answer.echo())
            .build();
    new Captured().run("batch", in, "-m", "openai/m", "-o", batch.out() + "");
    try (Simulator provider = Simulator.start(script)) {
      assertThat(batch.run(BatchFolder.with(provider))).isEqualTo(1);
      assertThat(batch.run(BatchFolder.with(provider))).isZero();
      assertThat(provider.requests()).hasSize(2);
      assertThat(Files.readAllLines(batch.out())).hasSize(2);

      assertThat(batch.run(BatchFolder.with(provider), "--retry-failed")).isZero();
      assertThat(provider.requests()).hasSize(3);
    }
    assertThat(Files.readAllLines(batch.out()))
        .hasSize(2)
        .noneMatch(line -> line.contains("error"));
  }
}
