package dev.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Match;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.simulator.script.ScriptBuilder;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to which request, and when. */
@Timeout(20)
final class StepsTest {
  @Test
  void eachRequestGetsItsStepAndLaterOnesTheRest() {
    Script script =
        Script.builder()
            .first(Fault.status(500))
            .times(2, Answer.text("again"))
            .thenAlways(Answer.text("ping"), Answer.text("pong"))
            .build();
    try (Simulator simulator = Simulator.start(script)) {
      assertThat(RawClient.ask(simulator).status()).isEqualTo(500);
      assertThat(texts(simulator, 5)).containsExactly("again", "again", "ping", "pong", "ping");
    }
  }

  @Test
  void requestsAreMatchedByModelAndPrompt() {
    Script script =
        Script.builder()
            .when(Match.model("small").andPrompt("rain"))
            .thenAlways(Answer.text("wet"))
            .when(Match.model("small"))
            .first(Answer.text("once"))
            .otherwise()
            .thenAlways(Answer.text("other"))
            .build();
    try (Simulator simulator = Simulator.start(script)) {
      assertThat(text(simulator, "small", "Will it rain?")).isEqualTo("wet");
      assertThat(text(simulator, "large", "Will it rain?")).isEqualTo("other");
      assertThat(text(simulator, "small", "Hi")).isEqualTo("once");
      assertThat(text(simulator, "small", "Hi")).isEqualTo(Answer.standard().fullText());
    }
  }

  @Test
  void builderRefusesWhatCouldNotHappen() {
    ScriptBuilder script = Script.builder().first(Fault.reset());

    assertThatThrownBy(() -> script.first(Fault.reset()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("use then()");
    assertThatThrownBy(() -> script.thenAlways(Fault.reset()).then(Fault.reset()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("put it before");
  }

  @Test
  void outageIsSwitchedOnAndOff() {
    try (Simulator simulator = Simulator.start(Script.builder().first(Answer.text("Hi")).build())) {
      simulator.fail(Fault.status(503));
      int during = RawClient.ask(simulator).status();
      Heard models = RawClient.connect(simulator).send("GET /v1/models HTTP/1.1\r\n\r\n").hear();
      simulator.heal();

      assertThat(during).isEqualTo(503);
      assertThat(models.status()).isEqualTo(503);
      assertThat(RawClient.ask(simulator).text()).isEqualTo("Hi");
    }
  }

  @Test
  void outageComesAndGoesByTheClock() {
    ManualTime time = new ManualTime();
    Script script =
        Script.builder()
            .outage(Duration.ofSeconds(5), Duration.ofSeconds(10), Fault.status(503))
            .thenAlways(Answer.text("Hi"))
            .build();
    try (Simulator simulator = Simulator.builder().script(script).time(time).start()) {
      int before = RawClient.ask(simulator).status();
      time.advance(Duration.ofSeconds(5));
      int during = RawClient.ask(simulator).status();
      time.advance(Duration.ofSeconds(5));
      int after = RawClient.ask(simulator).status();

      assertThat(List.of(before, during, after)).isEqualTo(List.of(200, 503, 200));
    }
  }

  @Test
  void anotherScriptMayBePlayed() {
    try (Simulator simulator = Simulator.start(Script.always(Answer.text("one")))) {
      simulator.play(Script.always(Answer.text("two")));

      assertThat(RawClient.ask(simulator).text()).isEqualTo("two");
    }
  }

  private static String text(Simulator simulator, String model, String prompt) {
    return RawClient.ask(simulator, RawClient.chat(model, prompt, false)).text();
  }

  private static List<String> texts(Simulator simulator, int count) {
    return IntStream.range(0, count).mapToObj(i -> RawClient.ask(simulator).text()).toList();
  }
}
