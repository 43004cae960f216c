package dev.mainstay.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** ARCHITECTURE.md draws the way of a call, and tells who decides what, by names that there are. */
class ArchitecturePageTest {
  private static final Path HOME = Path.of("").toAbsolutePath().getParent();
  private static final Pattern NAME =
      Pattern.compile("(?<!\\w)(?:([a-z.]+)\\.)?([A-Z]\\w+)(?:\\.([a-z]\\w*))?");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern STAGE = Pattern.compile("stages(?:\\.add\\(new (\\w+)|::add)");
  private static final Pattern TYPE = Pattern.compile("\\b(?:class|record|interface|enum) (\\w+)");

  private final Map<String, List<Path>> types = new LinkedHashMap<>();

  @Test
  void everyNameIsThere() throws IOException {
    readTypes();
    List<MatchResult> names = names(Files.readString(HOME.resolve("ARCHITECTURE.md")));
    List<String> missing = new ArrayList<>();
    for (MatchResult name : names) {
      if (!isThere(name)) {
        missing.add(name.group());
      }
    }

    assertThat(names).hasSizeGreaterThan(100);
    assertThat(missing).as("names in ARCHITECTURE.md that no class has").isEmpty();
  }

  @Test
  void stagesAreThoseThatAreBuiltInTheirOrder() throws IOException {
    String page = Files.readString(HOME.resolve("ARCHITECTURE.md"));
    String row =
        page.lines()
            .filter(line -> line.contains("`engine.Attempts.stages`"))
            .findFirst()
            .orElseThrow();
    String code =
        Files.readString(HOME.resolve("core/src/main/java/dev/mainstay/engine/Attempts.java"));

    List<String> told =
        CODE.matcher(row.substring(row.indexOf(": ")))
            .results()
            .map(name -> name.group(1))
            .toList();

    // What joins a continuation is a part of the plan, and stands there under that name.
    assertThat(told)
        .isEqualTo(
            STAGE
                .matcher(code)
                .results()
                .map(stage -> stage.group(1) == null ? "ContinuedAnswer" : stage.group(1))
                .toList());
  }

  // All of the drawing, and what is set as code from there to the decisions.
  private static List<MatchResult> names(String page) {
    int drawing = page.indexOf("```");
    int prose = page.indexOf("```", drawing + 3) + 3;
    List<MatchResult> names = new ArrayList<>();
    NAME.matcher(page.substring(drawing, prose)).results().forEach(names::add);
    CODE.matcher(page.substring(prose, page.indexOf("## Decisions")))
        .results()
        .forEach(code -> NAME.matcher(code.group(1)).results().forEach(names::add));
    return names;
  }

  private boolean isThere(MatchResult name) throws IOException {
    for (Path file : types.getOrDefault(name.group(2), List.of())) {
      String folder = name.group(1) == null ? "" : name.group(1).replace('.', '/') + "/";
      boolean isMeant = file.toString().contains("/dev/mainstay/" + folder);
      if (isMeant && (name.group(3) == null || hasMethod(file, name.group(3)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasMethod(Path file, String name) throws IOException {
    return Pattern.compile("\\b" + name + "\\(").matcher(Files.readString(file)).find();
  }

  private void readTypes() throws IOException {
    try (Stream<Path> files = Files.walk(HOME)) {
      List<Path> sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> file.toString().contains("/src/main/java/"))
              .toList();
      for (Path source : sources) {
        TYPE.matcher(Files.readString(source))
            .results()
            .forEach(type ->
                types.computeIfAbsent(type.group(1), name -> new ArrayList<>()).add(source));
      }
    }
  }
}
