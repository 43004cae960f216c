package dev.mainstay.program;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.program.Scripts.Question;
import dev.mainstay.program.Scripts.Rated;
import dev.mainstay.program.event.Listen;
import dev.mainstay.tool.Toolbox;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ListenTest {
  private static final Question QUESTION = new Question("Why?");

  private final Scripts scripts = new Scripts();
  private final Predict<Question, Rated> program =
      Predict.of(Question.class, Rated.class).model("json").build(scripts.mainstay);

  ListenTest() {
    scripts.provider.always("j", answer("{\"answer\": \"a\", \"stars\": 3}"));
  }

  @AfterEach
  void close() {
    scripts.close();
  }

  static Listen[] misspelt() {
    return new Listen[] {
      Listen.to("anwser"),
      Listen.to("anwser").at(""),
      Listen.to("stars").or(Listen.to("anwser")),
      Listen.to("anwser").or(Listen.all()),
      Listen.to("stars").at("").or(Listen.to("anwser").at(""))
    };
  }

  @ParameterizedTest
  @MethodSource("misspelt")
  void fieldThatIsNotThereIsRefused(Listen listen) {
    for (Program<Question, Rated> each : programs()) {
      assertThatThrownBy(() -> each.stream(QUESTION, listen))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("anwser");
    }
    assertThat(scripts.provider.asked()).isEmpty();
  }

  private Iterable<Program<Question, Rated>> programs() {
    return List.of(
        program, ChainOfThought.of(program), ReAct.of(program, Toolbox.builder().build()));
  }

  @Test
  void fieldsOfOneProgramAmongSeveralAreSeen() {
    Program<Question, Rated> two =
        (question, run) -> {
          run.call("first", program, question);
          return run.call("second", program, question);
        };
    Listen listen = Listen.to("answer").at("first").or(Listen.to(Rated::stars).at("second"));

    Seen<Rated> seen = Seen.of(two.stream(QUESTION, listen));

    assertThat(seen.joined()).isEqualTo(Map.of("answer", "a", "stars", "3"));
    assertThat(listen.names("first")).containsExactly("answer");
    assertThat(listen.names("third")).isEmpty();
  }
}
