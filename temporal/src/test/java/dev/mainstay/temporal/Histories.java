package dev.mainstay.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Histories of workflows as they once were, in files. They are written anew, by the tests whose
 * workflows they are of, with {@code -Dmainstay.histories.renew=true}: after a change that is meant
 * to break running workflows, and at no other time.
 */
public final class Histories {
  private static final Path FOLDER = Path.of("src", "test", "resources", "histories");

  private Histories() {}

  /** Writes a history, where they are written anew. */
  public static void keep(String name, String json) {
    if (Boolean.getBoolean("mainstay.histories.renew")) {
      try {
        Files.createDirectories(FOLDER);
        Files.writeString(
            FOLDER.resolve(name + ".json"), json.replaceAll("\"[0-9]+@[^\"]+\"", "\"1@worker\""));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The files, of which there are some. */
  static List<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> all = files.sorted().toList();
      assertThat(all).hasSizeGreaterThanOrEqualTo(24);
      return all;
    }
  }
}
