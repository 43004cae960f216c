package dev.mainstay.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Execution(ExecutionMode.CONCURRENT)
class DemoRunTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void everyCallComesToWhatIsPromised() throws Exception {
    PrintStream stream = new PrintStream(bytes);

    boolean kept = DemoRun.on(Terminal.plain(stream, stream, Map.of()).out()).run();

    String shown = bytes.toString(StandardCharsets.UTF_8);
    assertThat(kept).as(shown).isTrue();
    assertThat(shown).contains("27 of 30 calls answered in full, 3 honest errors, 0 went wrong");
    assertThat(shown.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
    assertThat(shown).matches("\\p{ASCII}*").doesNotContain("\u001b", "NOT AS PROMISED");
  }
}
