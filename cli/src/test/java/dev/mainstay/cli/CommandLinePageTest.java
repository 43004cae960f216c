package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/cli.md says of the commands. */
class CommandLinePageTest {
  private static final Path PAGE = Path.of("").toAbsolutePath().resolve("../docs/cli.md");
  private static final Pattern OPTION = Pattern.compile("(?m)^ +(?:-\\w, +)?(--[a-z-]+)");

  private final Captured terminal = new Captured();

  @ParameterizedTest
  @ValueSource(
      strings = {"demo", "chat", "gateway", "check", "explain", "simulate", "load", "batch"})
  void everyCommandAndOptionIsOnThePage(String command) throws IOException {
    String page = Files.readString(PAGE);

    terminal.run(command, "--help");

    List<String> options =
        OPTION
            .matcher(terminal.out())
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();
    assertThat(options).contains("--help");
    assertThat(page).containsPattern("(?m)^\\| `" + command + "\\b");
    assertThat(options)
        .allSatisfy(option -> assertThat(page).containsPattern("\\| .*" + option + "\\b"));
  }
}
