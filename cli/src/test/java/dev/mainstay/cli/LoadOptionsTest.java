package dev.mainstay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.cli.load.LoadPlan;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(60)
class LoadOptionsTest {
  @Test
  void planIsWhatTheLineSays() {
    LoadPlan plan =
        plan("--users", "7", "--messages", "3", "--think", "1.5", "--ramp", "20", "--words", "4-9");

    assertThat(plan.users()).isEqualTo(7);
    assertThat(plan.messages()).isEqualTo(3);
    assertThat(plan.think()).isEqualTo(Duration.ofMillis(1500));
    assertThat(plan.ramp()).isEqualTo(Duration.ofSeconds(20));
    assertThat(plan.asking().leastWords()).isEqualTo(4);
    assertThat(plan.asking().mostWords()).isEqualTo(9);
  }

  @Test
  void oneNumberOfWordsIsTheLengthOfAllPrompts() {
    LoadPlan plan = plan("--words", "200");

    assertThat(plan.asking().leastWords()).isEqualTo(200);
    assertThat(plan.asking().mostWords()).isEqualTo(200);
    assertThat(plan.think()).isZero();
    assertThat(plan.ramp()).isZero();
  }

  @Test
  void promptsAreAsLongAsSaid() {
    try (Simulator simulator = Simulator.start(Script.always(Answer.text("Hi")))) {
      List<String> line =
          List.of("load", simulator.url().toString(), "-m", "m", "--no-plot", "--words", "50-60");

      new Captured().run(line.toArray(String[]::new));

      // A word and the blank behind it are five characters.
      assertThat(simulator.requests().stream().filter(request -> request.method().equals("POST")))
          .hasSize(100)
          .extracting(request ->
              request.chat().messages().getLast().text().replaceFirst("Message \\d+: ", ""))
          .allSatisfy(prompt -> assertThat(prompt.getBytes(UTF_8).length).isBetween(5 * 50, 5 * 60))
          .extracting(String::length)
          .contains(5 * 50, 5 * 60);
    }
  }

  private static LoadPlan plan(String... line) {
    LoadOptions options = new LoadOptions();
    new CommandLine(options).parseArgs(line);
    return options.plan("http://127.0.0.1:4000/v1", "");
  }
}
