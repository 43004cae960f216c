package dev.mainstay.temporal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.model.ChatRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.stream.Stream;
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

  @Test
  void requestsOfAStreamAreRefusedSinceTheyCanBeGoneThroughButOnce() {
    Prompts prompts =
        new Prompts.OfRequests(Stream.of(ChatRequest.of("chat", "question"))::iterator);

    assertThatThrownBy(
            () -> {
              try (PromptReader read = prompts.read(null)) {
                assertThat(read.seen()).isZero();
                prompts.count();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage(
            "the prompts can be read only once, but they are counted first and then read; give a"
                + " file, or an Iterable that begins anew each time");
  }
}
