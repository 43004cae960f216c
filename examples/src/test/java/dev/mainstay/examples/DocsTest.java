package dev.mainstay.examples;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every Java sample in the docs is a piece of a program in this module, or of the real clients that
 * are tried against the gateway, and so it compiles; and every page is found from the first.
 */
class DocsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern SAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  record Sample(Path page, String code) {
    @Override
    public String toString() {
      return page.getFileName() + ": " + code.strip().lines().findFirst().orElse("");
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void sampleIsPartOfAnExample(Sample sample) throws IOException {
    String examples = normalized(sources());

    assertThat(examples).contains(normalized(sample.code()));
  }

  @Test
  void everyPageIsLinkedFromTheFirst() throws IOException {
    String first = Files.readString(ROOT.resolve("docs/README.md"));

    assertThat(pages()).hasSizeGreaterThan(5);
    assertThat(pages())
        .filteredOn(page -> !page.endsWith("README.md") && !isOfAProvider(page))
        .allSatisfy(page -> assertThat(first).contains("(" + page.getFileName() + ")"));
  }

  @Test
  void everyProvidersPageIsLinkedFromTheTableOfThem() throws IOException {
    String table = Files.readString(ROOT.resolve("docs/providers.md"));

    assertThat(pages())
        .filteredOn(DocsTest::isOfAProvider)
        .hasSizeGreaterThan(30)
        .allSatisfy(page -> assertThat(table).contains("(providers/" + page.getFileName() + ")"));
  }

  private static boolean isOfAProvider(Path page) {
    return page.getParent().endsWith("providers");
  }

  static List<Sample> samples() throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (Path page : pages()) {
      Matcher matcher = SAMPLE.matcher(Files.readString(page));
      while (matcher.find()) {
        samples.add(new Sample(page, matcher.group(1)));
      }
    }
    return samples;
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
          .filter(page -> page.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  private static String sources() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String folder : List.of("examples/src/main/java", "clients/java")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          all.append(Files.readString(file));
        }
      }
    }
    return all.toString();
  }

  // Formatting may break lines otherwise than a page does.
  private static String normalized(String code) {
    return code.replaceAll("\\s+", " ").replaceAll(" ?([().,;{}]) ?", "$1").strip();
  }
}
