package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of what is lost on each wire, in docs/providers.md, is the one that is proven. */
class LossPageTest {
  private static final Path PAGE =
      Path.of("").toAbsolutePath().getParent().resolve("docs/providers.md");
  private static final String HEAD = "| of a conversation";

  @Test
  void pageTellsWhatIsLostOnEachWire() throws IOException {
    List<String> table = table();
    List<String> shown =
        Files.readAllLines(PAGE).stream()
            .dropWhile(line -> !line.startsWith(HEAD))
            .takeWhile(line -> line.startsWith("|"))
            .toList();

    assertThat(shown)
        .withFailMessage(
            "the table of losses in docs/providers.md is not what is lost; it would be%n%s",
            String.join("\n", table))
        .isEqualTo(table);
  }

  /** The pages of OpenAI's dialect are made by {@code VendorPages}. */
  @ParameterizedTest
  @EnumSource(names = {"AZURE", "ANTHROPIC", "GEMINI", "VERTEX", "BEDROCK", "COHERE", "OLLAMA"})
  void pageOfADialectTellsWhatIsLostThere(Wire wire) {
    assertThat(PAGE.resolveSibling("providers/" + wire.provider() + ".md"))
        .content()
        .contains("\n* " + Wire.sentence(wire.lost()) + "\n");
  }

  private static List<String> table() {
    List<String> table = new ArrayList<>();
    table.add(row(HEAD.substring(2), wire -> "`" + wire.provider() + "`"));
    table.add("|" + "---|".repeat(Wire.values().length + 1));
    for (Wire.Part part : Wire.Part.values()) {
      table.add(row(part.words(), wire -> wire.lost().contains(part) ? "lost" : "kept"));
    }
    return table;
  }

  private static String row(String name, Function<Wire, String> cell) {
    return Stream.concat(Stream.of(name), Stream.of(Wire.values()).map(cell))
        .map(text -> " " + text + " |")
        .collect(Collectors.joining("", "|", ""));
  }
}
