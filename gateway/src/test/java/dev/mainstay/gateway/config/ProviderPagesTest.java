package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.KnownProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every provider has a page under docs/providers, and the configurations there work. */
class ProviderPagesTest {
  private static final Path PAGES =
      Path.of("").toAbsolutePath().getParent().resolve("docs/providers");
  private static final Pattern SAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern VARIABLE = Pattern.compile("os\\.environ/(\\w+)");
  private static final Pattern MODEL = Pattern.compile(" model: (\\w+)/");

  private static final String GOOGLE_KEY =
      "{\"type\":\"authorized_user\",\"client_id\":\"c\",\"client_secret\":\"s\",\"refresh_token\":\"r\"}";

  record Sample(Path page, String yaml) {
    @Override
    public String toString() {
      return page.getFileName() + ": " + yaml.lines().skip(3).findFirst().orElse("").strip();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void sampleIsReadWithoutAProblem(Sample sample) {
    Reading reading =
        Reading.file("config.yaml", sample.yaml()).and("/path/to/key.json", GOOGLE_KEY);
    Matcher variable = VARIABLE.matcher(sample.yaml());
    while (variable.find()) {
      reading.with(variable.group(1), "sk-of-the-page-0123456789");
    }

    ConfigReport report = reading.report();

    assertThat(report.problems()).isEmpty();
    assertThat(report.config()).isPresent();
  }

  static List<Sample> samples() throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (Path page : pages()) {
      List<Sample> found =
          SAMPLE
              .matcher(Files.readString(page))
              .results()
              .map(match -> new Sample(page, match.group(1)))
              .toList();
      assertThat(found).as("samples of %s", page.getFileName()).isNotEmpty();
      samples.addAll(found);
    }
    return samples;
  }

  @ParameterizedTest
  @MethodSource("samples")
  void pageNamesTheVariablesThatItsProviderReads(Sample sample) throws IOException {
    String page = Files.readString(sample.page());
    List<String> variables =
        MODEL
            .matcher(sample.yaml())
            .results()
            .flatMap(model -> KnownProviders.named(model.group(1)).stream())
            .flatMap(provider ->
                Stream.concat(provider.keyVariables().stream(), provider.urlVariables().stream()))
            .distinct()
            .toList();

    assertThat(variables).allSatisfy(variable -> assertThat(page).contains("`" + variable + "`"));
  }

  @Test
  void everyPrefixHasAPageThatNamesIt() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path page : pages()) {
      all.append(Files.readString(page));
    }

    assertThat(KnownProviders.names())
        .allSatisfy(name -> assertThat(all).containsPattern("[` ]" + name + "[`/]"));
  }

  /** So that nobody has a page for a provider that there is not. */
  @Test
  void everyPageHasAModelOfAKnownProvider() throws IOException {
    assertThat(
            samples().stream()
                .flatMap(sample -> MODEL.matcher(sample.yaml()).results())
                .map(match -> match.group(1))
                .collect(Collectors.toSet()))
        .hasSizeGreaterThan(30)
        .isSubsetOf(KnownProviders.names());
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> pages = Files.list(PAGES)) {
      return pages.sorted().toList();
    }
  }
}
