package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.mainstay.KnownProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake is told with its file, its line, and what to do: problems.txt is the table. */
@Execution(ExecutionMode.CONCURRENT)
class ProblemsTest {
  private static final String PROVIDERS = String.join(", ", KnownProviders.names());
  private static final String MINIMAL =
      """
      model_list:
        - model_name: a
          litellm_params: {model: openai/gpt-4o}
      """;

  /** A file, and the problems it must have. */
  record Mistake(String what, String yaml, List<String> expected) {
    static Mistake of(String block) {
      String[] parts = block.split("==>\n", -1);
      int line = parts[0].indexOf('\n');
      return new Mistake(
          parts[0].substring(0, line), parts[0].substring(line + 1), parts[1].lines().toList());
    }

    @Override
    public String toString() {
      return what;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void mistakeIsToldWithItsLine(Mistake mistake) {
    List<String> problems = Reading.problems(mistake.yaml());

    assertThat(problems).containsExactlyElementsOf(mistake.expected());
  }

  static Stream<Mistake> mistakeIsToldWithItsLine() {
    String table = RealLife.text("problems.txt").replace("PROVIDERS", PROVIDERS);
    return Arrays.stream(table.split("(?m)^#### "))
        .skip(1)
        .map(block -> block.stripTrailing() + "\n")
        .map(Mistake::of);
  }

  @Test
  void tabIsToldWithItsLine() {
    List<String> problems = Reading.problems("model_list:\n\t- model_name: a\n");

    assertThat(problems)
        .containsExactly("config.yaml:2: error: a tab stands here; YAML indents with spaces only");
  }

  @Test
  void controlCharacterIsToldWithItsLine() {
    List<String> problems = Reading.problems("a: 1\nmodel_list: \u0001\n");

    assertThat(problems)
        .containsExactly(
            "config.yaml:2: error: a control character stands here, which YAML does not allow;"
                + " remove it");
  }

  @Test
  void fileThatNestsWithoutEndIsRefused() {
    String deep = "x-deep: " + "[".repeat(20_000) + "]".repeat(20_000) + "\n";

    List<String> problems = Reading.problems(deep + MINIMAL);

    assertThat(problems)
        .containsExactly("config.yaml:1: error: values nest more than 100 deep here; nest fewer");
  }

  /** Whatever stands behind it: nothing is read beyond. */
  @Test
  void fileThatOnlyNestsIsRefusedAsSoon() {
    for (String open : List.of("[", "{", "- ", "? ", "{a: ", "[{", "\"a\": [")) {
      assertThat(Reading.problems(open.repeat(ConfigFiles.MOST_BYTES / 8)))
          .as(open)
          .hasSize(1)
          .first(STRING)
          .contains("config.yaml:1: error: ");
    }
  }

  @Test
  void fileOfTooManyValuesIsRefused() {
    List<String> problems = Reading.problems("x-all:\n" + "- a\n".repeat(600_000) + MINIMAL);

    assertThat(problems)
        .containsExactly(
            "config.yaml:499999: error: this file has more than 500,000 values up to here; write"
                + " fewer");
  }

  @Test
  void fileThatIsTooLargeIsRefusedUnread(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("config.yaml");
    Files.writeString(file, MINIMAL + "# " + "x".repeat(ConfigFiles.MOST_BYTES));

    ConfigReport report = ConfigReader.system().read(file);

    assertThat(report.problems())
        .extracting(Problem::message)
        .containsExactly(
            "'" + file + "' is larger than 8 MiB, which no configuration is; check the path");
  }

  @Test
  void errorThatManyEntriesHaveIsToldOnce() {
    String entry =
        "- {model_name: m, litellm_params: {model: openai/m, api_key: os.environ/NONE}}\n";

    assertThat(Reading.problems("model_list:\n" + entry.repeat(3)))
        .filteredOn(problem -> problem.contains("NONE"))
        .hasSize(1)
        .first(STRING)
        .endsWith("(also in lines 3 and 4)");
  }

  @Test
  void aliasesThatMultiplyWithoutEndAreRefused() {
    StringBuilder bomb = new StringBuilder("x-0: &x0 [a, a, a, a, a, a, a, a, a, a]\n");
    for (int i = 1; i < 10; i++) {
      String alias = "*x" + (i - 1);
      bomb.append(
          String.format(Locale.ROOT, "x-%d: &x%d [%s%s]%n", i, i, (alias + ", ").repeat(9), alias));
    }

    List<String> problems = Reading.problems(bomb + MINIMAL);

    assertThat(problems)
        .containsExactly(
            "config.yaml:5: error: the aliases up to here repeat more than 100,000 values; use"
                + " fewer");
  }
}
