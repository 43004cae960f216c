package dev.mainstay.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sections of docs/semantics.md that are quoted exist. */
class SemanticsPageTest {
  private static final Path HOME = Path.of("").toAbsolutePath().resolveSibling("docs").getParent();
  private static final Pattern SECTION = Pattern.compile("(?m)^(?:## )?(\\d(?:\\.\\d+)?)\\.? ");
  private static final Pattern QUOTE = Pattern.compile("SEMANTICS (\\d(?:\\.\\d+)?)");
  private static final List<String> MODULES = List.of("core", "gateway", "simulator", "cli");

  @Test
  void quotedSectionsExist() throws IOException {
    Set<String> sections = found(SECTION, HOME.resolve("docs/semantics.md"));
    Set<String> quoted = new TreeSet<>();
    for (String module : MODULES) {
      for (Path source : sources(HOME.resolve(module).resolve("src"))) {
        quoted.addAll(found(QUOTE, source));
      }
    }

    assertThat(quoted).contains("6.5").isSubsetOf(sections);
  }

  private static Set<String> found(Pattern pattern, Path file) throws IOException {
    return pattern
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
