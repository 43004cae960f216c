package dev.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/simulator.md says of scripts. */
class SimulatorPageTest {
  private static final Path PAGE = Path.of("").toAbsolutePath().resolve("../docs/simulator.md");
  private static final Pattern SAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @MethodSource
  void sampleIsAScript(String sample) {
    Script script = Script.parse(sample);

    assertThat(Script.parse(script.toYaml())).isEqualTo(script);
  }

  static Stream<String> sampleIsAScript() {
    return SAMPLE.matcher(page()).results().map(match -> match.group(1));
  }

  private static String page() {
    try {
      return Files.readString(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
