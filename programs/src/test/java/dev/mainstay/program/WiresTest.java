package dev.mainstay.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.program.Scripts.Question;
import dev.mainstay.program.signature.AnswerForm;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What DSPy's users reported, in each dialect over real sockets, in each form. */
@Execution(ExecutionMode.CONCURRENT)
class WiresTest {
  private static final Question QUESTION = new Question("Why is the sky blue?");
  private static final String REASONING = "Light is scattered, and short waves are scattered most.";
  private static final String ANSWER = "Since blue light is scattered more than red light is.";

  @ParameterizedTest
  @CsvSource({
    "openai/gpt-4o, /v1, JSON",
    "openai/gpt-4o, /v1, MARKED",
    "anthropic/claude-3-5-haiku-latest, '', JSON",
    "anthropic/claude-3-5-haiku-latest, '', MARKED",
    "gemini/gemini-2.0-flash, /v1beta, JSON",
    "gemini/gemini-2.0-flash, /v1beta, MARKED",
    "cohere/command-a, '', JSON",
    "cohere/command-a, '', MARKED",
    "ollama/llama3, '', JSON",
    "ollama/llama3, '', MARKED",
    "azure/gpt-4o, '', JSON",
    "azure/gpt-4o, '', MARKED",
    "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0, '', JSON",
    "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0, '', MARKED",
    "bedrock/us.amazon.nova-pro-v1:0, '', JSON",
    "bedrock/us.amazon.nova-pro-v1:0, '', MARKED",
    "vertex_ai/gemini-3-flash, /v1/projects/p/locations/global, JSON",
    "vertex_ai/gemini-3-flash, /v1/projects/p/locations/global, MARKED",
    "vertex_ai/claude-sonnet-4-5@20250929, /v1/projects/p/locations/global, JSON",
    "vertex_ai/claude-sonnet-4-5@20250929, /v1/projects/p/locations/global, MARKED",
    "deepseek/deepseek-chat, /v1, JSON",
    "deepseek/deepseek-chat, /v1, MARKED"
  })
  void chainOfThoughtSurvivesTwoRateLimitsAndABreakInAField(
      String model, String base, AnswerForm form) {
    assertThat(restarts(model, base, form, true)).as("spliced").isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "openai/gpt-4o, /v1",
    "anthropic/claude-3-5-haiku-latest, ''",
    "gemini/gemini-2.0-flash, /v1beta",
    "cohere/command-a, ''",
    "ollama/llama3, ''",
    "azure/gpt-4o, ''",
    "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0, ''",
    "bedrock/us.amazon.nova-pro-v1:0, ''",
    "vertex_ai/gemini-3-flash, /v1/projects/p/locations/global",
    "vertex_ai/claude-sonnet-4-5@20250929, /v1/projects/p/locations/global",
    "deepseek/deepseek-chat, /v1"
  })
  void whoBeginsAnewInsteadOfGoingOnIsBelieved(String model, String base) {
    restarts(model, base, AnswerForm.MARKED, false);
  }

  private static int restarts(String model, String base, AnswerForm form, boolean goesOn) {
    String whole = whole(form, nonce(form));
    List<String> pieces = new ArrayList<>();
    for (int from = 0; from < whole.length(); from += 6) {
      pieces.add(whole.substring(from, Math.min(whole.length(), from + 6)));
    }
    Answer told = Answer.pieces(pieces.toArray(String[]::new));
    Answer answer = goesOn ? told.continuing() : told;
    int before = whole.indexOf("more than") / 6;
    Script script =
        Script.builder()
            .first(Fault.status(429).retryAfter(Duration.ofMillis(10)))
            .then(Fault.status(429).retryAfter(Duration.ofMillis(10)))
            .then(Fault.reset().after(before).of(answer))
            .thenAlways(answer)
            .build();
    try (Simulator simulator = Simulator.start(script);
        Mainstay mainstay =
            Mainstay.builder()
                .retries(RetryPolicy.of(5))
                .backoff(Backoff.defaults().withBaseDelay(Duration.ofMillis(2)))
                .group(
                    "chat",
                    Deployment.of(model)
                        .withEndpoint(URI.create("http://127.0.0.1:" + simulator.port() + base))
                        .withKey("sk-test"))
                .build()) {

      Seen<Scripts.Answer> seen = Seen.of(program(mainstay, form).stream(QUESTION));

      assertThat(seen.failure()).isEmpty();
      assertThat(seen.value()).contains(new Scripts.Answer(ANSWER));
      assertThat(seen.joined()).isEqualTo(Map.of("reasoning", REASONING, "answer", ANSWER));
      assertThat(simulator.requestCount()).isEqualTo(4);
      return seen.restarts();
    }
  }

  private static String nonce(AnswerForm form) {
    try (Mainstay mainstay = Mainstay.create()) {
      return program(mainstay, form).settings.prompt(QUESTION).nonce();
    }
  }

  private static ChainOfThought<Question, Scripts.Answer> program(
      Mainstay mainstay, AnswerForm form) {
    return ChainOfThought.of(
        Predict.of(Question.class, Scripts.Answer.class)
            .model("chat")
            .maxTokens(1000)
            .form(form)
            .build(mainstay));
  }

  private static String whole(AnswerForm form, String nonce) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("reasoning", REASONING);
    fields.put("answer", ANSWER);
    return form == AnswerForm.JSON
        ? "{\"reasoning\": \"" + REASONING + "\", \"answer\": \"" + ANSWER + "\"}"
        : Scripts.marked(nonce, fields);
  }
}
