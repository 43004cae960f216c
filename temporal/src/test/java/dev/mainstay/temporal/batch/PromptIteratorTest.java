package dev.mainstay.temporal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.model.ChatRequest;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests are read ahead as far as a window goes, and no further. */
class PromptIteratorTest {
  @TempDir private Path folder;

  @Test
  void windowEndsWithItsSizeAndWithItsText() throws Exception {
    ChatRequest small = ChatRequest.of("chat", "Hello");
    ChatRequest large = ChatRequest.of("chat", "x".repeat((int) (PromptReader.MOST_TEXT / 4)));
    try (Journal journal = Journal.open(folder.resolve("answers.jsonl"), line -> false)) {
      assertThat(prompts(small).window(100, journal)).hasSize(100);
      assertThat(prompts(large).window(100, journal)).hasSize(4);
    }
  }

  private static PromptReader prompts(ChatRequest request) {
    return new PromptIterator(Collections.nCopies(1_000, request).iterator(), null);
  }
}
