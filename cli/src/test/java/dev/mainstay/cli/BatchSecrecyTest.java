package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DURABLE 1: who reads along while a batch runs learns nothing of its lines. */
@Timeout(60)
class BatchSecrecyTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 422})
  void wordsOfAProviderThatQuotesALineAreInTheAnswersAloneAndNotOnTheScreen(int status)
      throws IOException {
    Path prompts = Files.writeString(folder.resolve("prompts"), "\"gamma whale\"\n");
    Path out = folder.resolve("out");
    ErrorBody quoting = ErrorBody.of("denied: gamma whale", "error");
    try (Simulator provider = Simulator.start(Script.always(Fault.status(status).error(quoting)))) {
      Captured terminal =
          new Captured()
              .with("OPENAI_API_KEY", "sk-1")
              .with("OPENAI_BASE_URL", provider.url().toString());

      assertThat(terminal.run("batch", prompts + "", "-m", "openai/m", "-o", out + "")).isOne();

      assertThat(Files.readString(out))
          .contains("denied: gamma whale", "\"status\":" + status + "}");
      assertThat(terminal.out() + terminal.err())
          .contains("1 line failed with ", "The errors of lines that failed are in " + out)
          .doesNotContain("gamma");
    }
  }

  @Test
  void linesAnswersAndKeysAreNotOnTheScreenWhetherALineIsAnsweredOrFails() throws IOException {
    Path prompts = Files.writeString(folder.resolve("prompts"), "\"gamma\"\n\"whale\"\n");
    Path out = folder.resolve("out");
    ErrorBody quoting = ErrorBody.of("denied: whale, sk-batch-key", "error");
    try (Simulator provider =
        Simulator.start(
            Script.builder()
                .first(Answer.text("harbour"))
                .thenAlways(Fault.status(401).error(quoting))
                .build())) {
      Captured terminal =
          new Captured()
              .with("OPENAI_API_KEY", "sk-batch-key")
              .with("OPENAI_BASE_URL", provider.url().toString());

      terminal.run("batch", prompts + "", "-m", "openai/m", "-o", out + "", "--parallel", "1");

      assertThat(Files.readString(out))
          .contains("harbour", "denied: ")
          .doesNotContain("sk-batch-key");
      assertThat(terminal.out() + terminal.err())
          .contains("1 line failed with ")
          .doesNotContain("gamma", "whale", "harbour", "sk-batch-key");
    }
  }
}
