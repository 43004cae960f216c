package dev.mainstay.temporal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DURABLE 2: a batch's memory is bounded. */
class PromptFileTest {
  @TempDir private Path folder;

  @Test
  void windowOfLongLinesHasFewerOfThemAndNoneIsLeftOut() throws IOException {
    String longLine = "\"" + "x".repeat(3 << 20) + "\"";
    Path input = folder.resolve("prompts.jsonl");
    Files.write(input, List.of(longLine, longLine, longLine, longLine, "\"short\""));

    try (Journal journal = Journal.open(folder.resolve("answers.jsonl"), line -> false);
        PromptFile prompts = new PromptFile(input, "chat")) {
      assertThat(prompts.window(1_000, journal).keySet()).containsExactly(0L, 1L, 2L);
      assertThat(prompts.window(1_000, journal).keySet()).containsExactly(3L, 4L);
      assertThat(prompts.window(1_000, journal)).isEmpty();
    }
  }
}
