package dev.mainstay.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is read in one go fits on a screen or two, in every module. */
class SizesTest {
  private static final int LONGEST_FILE = 400;
  private static final int LONGEST_METHOD = 40;
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  // A method of a type, or of one in it.
  private static final Pattern MEMBER =
      Pattern.compile(
          "^(  |    (?!return |throw |new |else ))[A-Za-z][\\w<>\\[\\], .?@]*\\b\\w+\\(.*");
  private static final Pattern TYPE = Pattern.compile(".*\\b(class|record|interface|enum) [A-Z].*");

  @Test
  void filesAndMethodsAreShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    List<Path> files = sources();
    for (Path file : files) {
      List<String> lines = Files.readAllLines(file);
      String name = ROOT.relativize(file).toString();
      if (lines.size() > LONGEST_FILE) {
        tooLong.add(name + " has " + lines.size() + " lines");
      }
      longMethods(lines).forEach(method -> tooLong.add(name + ":" + method));
    }

    assertThat(files).hasSizeGreaterThan(500);
    assertThat(tooLong).isEmpty();
  }

  @Test
  void longMethodIsFound() {
    List<String> lines = new ArrayList<>(List.of("  void run() {"));
    for (int i = 0; i < LONGEST_METHOD; i++) {
      lines.add("    one();");
    }
    lines.add("  }");

    assertThat(longMethods(lines)).containsExactly("1 has 42 lines: void run() {");
  }

  private static List<String> longMethods(List<String> lines) {
    List<String> tooLong = new ArrayList<>();
    for (int start = 0; start < lines.size(); start++) {
      Matcher member = MEMBER.matcher(lines.get(start));
      if (member.matches() && !TYPE.matcher(lines.get(start)).matches() && opens(lines, start)) {
        int length = length(lines, start, member.group(1) + "}");
        if (length > LONGEST_METHOD) {
          tooLong.add(start + 1 + " has " + length + " lines: " + lines.get(start).strip());
        }
      }
    }
    return tooLong;
  }

  private static boolean opens(List<String> lines, int start) {
    return lines.stream()
        .skip(start)
        .filter(line -> line.endsWith("{") || line.endsWith(";") || line.isEmpty())
        .findFirst()
        .filter(line -> line.endsWith("{"))
        .isPresent();
  }

  private static int length(List<String> lines, int start, String end) {
    int length = 1;
    while (start + length < lines.size() && !lines.get(start + length - 1).startsWith(end)) {
      length++;
    }
    return length;
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.toList()) {
        Path main = module.resolve("src/main/java");
        if (Files.isDirectory(main)) {
          try (Stream<Path> files = Files.walk(main)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }
}
