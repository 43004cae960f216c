package dev.mainstay.temporal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** DURABLE 2: a line that counts is in the file of that name. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a file that is open stays there")
class JournalTest {
  @TempDir private Path folder;

  @Test
  void lineIsNotAddedToAFileThatWasDeleted() throws IOException {
    try (Journal journal = opened()) {
      Files.delete(out());

      refusesALine(journal);
    }
  }

  @Test
  void lineIsNotAddedToAFileThatWasReplaced() throws IOException {
    try (Journal journal = opened()) {
      Path other = Files.writeString(folder.resolve("other"), "{\"index\":0}\n");
      Files.move(other, out(), StandardCopyOption.REPLACE_EXISTING);

      refusesALine(journal);
    }
    assertThat(out()).hasContent("{\"index\":0}");
  }

  @Test
  void fileWhoseLinesWereTakenOutIsTheOneOfThatName() throws IOException {
    Files.writeString(out(), "{\"index\":0,\"error\":{}}\n");
    try (Journal journal = Journal.open(out(), line -> true)) {
      assertThat(journal.add(1, JsonObject.builder().put("index", 1L).build())).isTrue();
    }
    assertThat(out()).hasContent("{\"index\":1}");
  }

  private void refusesALine(Journal journal) {
    assertThatThrownBy(() -> journal.add(1, JsonObject.builder().put("index", 1L).build()))
        .isInstanceOf(UncheckedIOException.class)
        .cause()
        .hasMessage(out() + " was deleted, moved or replaced by another file");
    assertThat(journal.has(1)).isFalse();
  }

  private Journal opened() throws IOException {
    return Journal.open(out(), line -> false);
  }

  private Path out() {
    return folder.resolve("out");
  }
}
