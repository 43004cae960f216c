package dev.mainstay.program;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.program.Scripts.Answer;
import dev.mainstay.program.Scripts.Question;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TraceTest {
  private static final Question QUESTION = new Question("2+2?");
  private static final Failure RESET = new Failure.ConnectionFailed(Scripts.detail("reset"));

  private final Scripts scripts =
      new Scripts(builder -> builder.retries(RetryPolicy.of(2)).fallback("json", "marked"));
  private final ProgramTrace trace = new ProgramTrace();
  private final ProgramOptions options = ProgramOptions.none().withTrace(trace);

  @AfterEach
  void close() {
    scripts.close();
  }

  private Predict<Question, Answer> program(String group) {
    return Predict.of(Question.class, Answer.class).model(group).build(scripts.mainstay);
  }

  private List<String> asked() {
    return trace.entries().stream().map(ProgramTrace.Entry::deployment).toList();
  }

  private List<String> answers() {
    return trace.entries().stream().map(ProgramTrace.Entry::answer).toList();
  }

  @Test
  void attemptThatBrokeIsTracedBesideTheOneThatWentOn() {
    Predict<Question, Answer> program = program("json");
    String whole =
        Scripts.marked(program.settings.prompt(QUESTION).nonce(), Map.of("answer", "xyz"));
    scripts.provider.always("j", says("{\"answer\":\"abc"), breaks(RESET));
    scripts.provider.always("m", answer(whole));

    Seen<Answer> seen = Seen.of(program.stream(QUESTION, options));

    assertThat(seen.value()).contains(new Answer("xyz"));
    assertThat(asked()).hasSameSizeAs(scripts.provider.asked());
    assertThat(asked()).startsWith("scripted/j").endsWith("scripted/m");
    assertThat(answers().getFirst()).isEqualTo("{\"answer\":\"abc");
    assertThat(answers().getLast()).isEqualTo(whole);
    assertThat(trace.toString()).contains("--- failed or broke, ", "--- answered");
  }

  @Test
  void attemptThatWasRefusedIsTraced() {
    scripts.provider.next("j", breaks(Scripts.rateLimited()));
    scripts.provider.always("j", answer("{\"answer\":\"4\"}"));

    program("json").answer(QUESTION, options);

    assertThat(answers()).containsExactly("", "{\"answer\":\"4\"}");
  }

  @Test
  void attemptsThatAllFailAreTracedOnceEach() {
    scripts.provider.always("m", breaks(RESET));

    Seen<Answer> seen = Seen.of(program("marked").stream(QUESTION, options));

    assertThat(seen.failure()).isPresent();
    assertThat(asked()).hasSameSizeAs(scripts.provider.asked());
    assertThat(trace.entries().getLast().outcome()).isEqualTo("ConnectionFailed");
  }
}
