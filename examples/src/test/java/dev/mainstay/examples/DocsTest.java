package dev.mainstay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every Java sample in the docs is a piece of a program in this module, or of the real clients that
 * are tried against the gateway, and so it compiles; every page is found from the first, and every
 * link leads somewhere.
 */
class DocsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern SAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```.*?^```");
  private static final Pattern LINK =
      Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

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

  @ParameterizedTest
  @MethodSource("linkingPages")
  void everyLinkLeadsToAPageAndAHeadingThatAreThere(Path page) throws IOException {
    String text = BLOCK.matcher(Files.readString(page)).replaceAll("");

    for (MatchResult link : LINK.matcher(text).results().toList()) {
      Path target = page.resolveSibling(link.group(1)).normalize();
      Path to = link.group(1).isEmpty() ? page : target;
      assertThat(to).exists();
      if (link.group(2) != null) {
        assertThat(headings(to)).as(to.toString()).contains(link.group(2));
      }
    }
  }

  static List<Path> linkingPages() throws IOException {
    List<Path> pages = new ArrayList<>(pages());
    for (String page : List.of("ARCHITECTURE.md", "CONTRIBUTING.md", "clients/README.md")) {
      pages.add(ROOT.resolve(page));
    }
    return pages;
  }

  // As GitHub makes anchors of headings.
  private static List<String> headings(Path page) throws IOException {
    String text = BLOCK.matcher(Files.readString(page)).replaceAll("");
    return HEADING
        .matcher(text)
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'))
        .toList();
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
