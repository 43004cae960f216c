package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.gateway.Gateway;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.program.ChainOfThought;
import dev.mainstay.program.Predict;
import dev.mainstay.program.ProgramException;
import dev.mainstay.program.ProgramOptions;
import dev.mainstay.program.ProgramStream;
import dev.mainstay.program.ProgramTrace;
import dev.mainstay.program.event.ProgramEvent;
import dev.mainstay.program.signature.AnswerForm;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.ManualTime;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What DSPy's users reported, by a typed program whose provider is the gateway. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class ProgramTest {
  record Question(String question) {}

  record Told(String answer) {}

  private static final Question QUESTION = new Question("Why is the sky blue?");
  private static final String REASONING = "Light is scattered, and short waves are scattered most.";
  private static final String ANSWER = "Since blue light is scattered more than red light is.";

  private static final Backoff SOON = Backoff.defaults().withBaseDelay(Duration.ofMillis(2));

  /** Who sees to it that the stream survives. */
  private enum Retries {
    /** The program sees one request that goes well. */
    GATEWAY(5, RecoveryPolicy.CONTINUE, 0),
    /** The gateway tells every failure. */
    PROGRAM(0, RecoveryPolicy.FAIL, 5),
    BOTH(5, RecoveryPolicy.CONTINUE, 5);

    private final int gateway;
    private final RecoveryPolicy recovery;
    private final int program;

    Retries(int gateway, RecoveryPolicy recovery, int program) {
      this.gateway = gateway;
      this.recovery = recovery;
      this.program = program;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GATEWAY, JSON",
    "GATEWAY, MARKED",
    "PROGRAM, JSON",
    "PROGRAM, MARKED",
    "BOTH, JSON",
    "BOTH, MARKED"
  })
  void chainOfThoughtSurvivesTwoRateLimitsAndABreakInAField(Retries retries, AnswerForm form)
      throws IOException {
    assertThat(requests(retries, form, true)).as("of a model that goes on").isEqualTo(4);
    assertThat(requests(retries, form, false)).as("of one that begins anew").isEqualTo(4);
  }

  // How many it takes; the answer is whole, and its deltas make it up.
  private static long requests(Retries retries, AnswerForm form, boolean goesOn)
      throws IOException {
    try (Simulator simulator = Simulator.start(script(whole(form), goesOn));
        Gateway gateway = Gateway.start(config(simulator, retries));
        Mainstay mainstay =
            Mainstay.builder()
                .retries(RetryPolicy.of(retries.program))
                .backoff(SOON)
                .group(
                    "chat",
                    Deployment.of("openai/chat")
                        .withEndpoint(URI.create("http://127.0.0.1:" + gateway.port() + "/v1"))
                        .withKey("sk-caller"))
                .build();
        ProgramStream<Told> stream = program(mainstay, form).stream(QUESTION)) {
      Map<String, String> joined = new LinkedHashMap<>();
      List<Told> values = new ArrayList<>();
      for (ProgramEvent<Told> event : stream) {
        switch (event) {
          case ProgramEvent.FieldDelta<Told> delta ->
              joined.merge(delta.field(), delta.text(), String::concat);
          case ProgramEvent.Restarted<Told> restarted -> joined.clear();
          case ProgramEvent.Completed<Told> completed -> values.add(completed.value());
          default -> {}
        }
      }

      assertThat(values).containsExactly(new Told(ANSWER));
      assertThat(joined).isEqualTo(Map.of("reasoning", REASONING, "answer", ANSWER));
      return simulator.requestCount();
    }
  }

  private static Script script(String whole, boolean goesOn) {
    List<String> pieces = new ArrayList<>();
    for (int from = 0; from < whole.length(); from += 6) {
      pieces.add(whole.substring(from, Math.min(whole.length(), from + 6)));
    }
    Answer told = Answer.pieces(pieces.toArray(String[]::new));
    Answer answer = goesOn ? told.continuing() : told;
    return Script.builder()
        .first(Fault.status(429).retryAfter(Duration.ofMillis(10)))
        .then(Fault.status(429).retryAfter(Duration.ofMillis(10)))
        .then(Fault.reset().after(whole.indexOf("more than") / 6).of(answer))
        .thenAlways(answer)
        .build();
  }

  private static GatewayConfig config(Simulator simulator, Retries retries) {
    return GatewayConfig.builder()
        .port(0)
        .group("chat", Deployment.of("openai/gpt-4o").withEndpoint(simulator.url()).withKey("k"))
        .policies(all ->
            all.withRetries(RetryPolicy.of(retries.gateway))
                .withRecovery(retries.recovery)
                .withBackoff(SOON))
        .build();
  }

  private static ChainOfThought<Question, Told> program(Mainstay mainstay, AnswerForm form) {
    return ChainOfThought.of(
        Predict.of(Question.class, Told.class).model("chat").form(form).build(mainstay));
  }

  private static String whole(AnswerForm form) {
    if (form == AnswerForm.JSON) {
      return "{\"reasoning\": \"" + REASONING + "\", \"answer\": \"" + ANSWER + "\"}";
    }
    String nonce = nonce();
    return "[[ ## reasoning:% ## ]]\n".replace("%", nonce)
        + REASONING
        + "\n\n[[ ## answer:% ## ]]\n".replace("%", nonce)
        + ANSWER
        + "\n\n[[ ## /end:% ## ]]\n".replace("%", nonce);
  }

  // As the model knows it: from what it is told.
  private static String nonce() {
    ScriptedProvider provider = new ScriptedProvider(new ManualTime());
    provider.always("m", ScriptedProvider.answer("no header"));
    ProgramTrace trace = new ProgramTrace();
    try (Mainstay mainstay =
        Mainstay.builder()
            .provider("scripted", provider)
            .group("chat", Deployment.of("scripted/m"))
            .build()) {
      program(mainstay, AnswerForm.MARKED).answer(QUESTION, ProgramOptions.none().withTrace(trace));
      throw new IllegalStateException("that was an answer");
    } catch (ProgramException expected) {
      Matcher header = Pattern.compile("## answer:(\\w+) ##").matcher(trace.toString());
      if (!header.find()) {
        throw new IllegalStateException("no header is asked for: " + trace, expected);
      }
      return header.group(1);
    }
  }
}
