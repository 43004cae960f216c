package dev.mainstay.simulator.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.model.ToolCall;
import dev.mainstay.simulator.script.Catalogue.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScriptYamlTest {

  static List<Entry> entries() {
    return Catalogue.all();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void entryOfTheCatalogueIsWrittenAndReadAgain(Entry entry) {
    Script script = Script.always(entry.reply());

    assertThat(Script.parse(script.toYaml())).as(script.toYaml()).isEqualTo(script);
  }

  @ParameterizedTest
  @MethodSource("entries")
  void entryOfTheCatalogueIsReadByItsName(Entry entry) {
    Script script = Script.parse("- fault: " + entry.name());

    assertThat(script).isEqualTo(Script.builder().first(entry.reply()).build());
  }

  @Test
  void anyScriptIsWrittenAndReadAgain() {
    for (int seed = 0; seed < 300; seed++) {
      Script script = new RandomScripts(new Random(seed)).script();

      assertThat(Script.parse(script.toYaml()))
          .as("seed %d%n%s", seed, script.toYaml())
          .isEqualTo(script);
    }
  }

  @Test
  void wholeScriptIsRead() {
    Script script =
        Script.parse(
            """
            key: sk-test
            models: [gpt-4o, small]
            limit: {requests: 10, per: 1s, each-key: true}
            concurrency: 4
            outages:
              - {from: 5s, to: 10s, status: 503}
            steps:
              - status: 429
                retry-after: 1s
              - {times: 2, break: reset, after: 3}
              - answer: Hello world
            always:
              - {break: stall, for: 1.5s, inside: 2, answer: [Hel, lo], pace: 20ms}
              - {answer: bye, finish: length}
            when:
              - model: small
                prompt: weather
                steps:
                  - tools: [{name: weather, arguments: '{"city":"Paris"}'}]
                    tool-pieces: 3
                  - {body: "<html>", content-type: text/html, status: 502, headers: {X-Odd: 1}}
            """);

    assertThat(script)
        .isEqualTo(
            Script.builder()
                .key("sk-test")
                .models("gpt-4o", "small")
                .limit(RateLimit.of(10, Duration.ofSeconds(1)).eachKey())
                .concurrency(4)
                .outage(Duration.ofSeconds(5), Duration.ofSeconds(10), Fault.status(503))
                .first(Fault.status(429).retryAfter(Duration.ofSeconds(1)))
                .times(2, Fault.reset().after(3))
                .then(Answer.text("Hello world"))
                .thenAlways(
                    Fault.stall(Duration.ofMillis(1500))
                        .inside(2)
                        .of(Answer.pieces("Hel", "lo").pace(Duration.ofMillis(20))),
                    Answer.text("bye").finish("length"))
                .when(Match.model("small").andPrompt("weather"))
                .first(Answer.calling("weather", "{\"city\":\"Paris\"}").toolPieces(3))
                .then(Fault.raw(502, "text/html", "<html>").header("X-Odd", "1"))
                .build());
  }

  @Test
  void replyIsShownAsItsStep() {
    assertThat(Answer.text("Hi").finish("length"))
        .hasToString("{answer: \"Hi\", finish: \"length\"}");
    assertThat(Answer.standard()).hasToString("{standard: true}");
    assertThat(Fault.status(503)).hasToString("{status: 503}");
    assertThat(Fault.reset().after(3)).hasToString("{break: reset, after: 3}");
    assertThat(Fault.empty())
        .hasToString("{body: \"\", content-type: \"application/json\", status: 200}");
  }

  @Test
  void exampleIsAScript() throws IOException {
    try (InputStream example = Script.class.getResourceAsStream("example.yaml")) {
      String yaml = new String(example.readAllBytes(), StandardCharsets.UTF_8);

      Script script = Script.parse(yaml);

      assertThat(script.parts()).hasSize(3);
      assertThat(script.parts().getLast().steps()).hasSize(30);
      assertThat(Script.parse(script.toYaml())).isEqualTo(script);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "answer: 42 | words=1",
        "words: 5 | words=5",
        "'words: {count: 7, seed: 3}' | words=7",
        "echo: true | words=0",
        "pace: 1ms | words=40",
        "standard: true | words=40"
      })
  void answerIsSaidInSeveralWays(String step, String expected) {
    Reply reply = Script.parse("- " + step).parts().getFirst().steps().getFirst();

    int words = ((Answer) reply).speech().pieces().size();
    assertThat("words=" + words).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "20ms,20000000",
    "1s,1000000000",
    "1.5s,1500000000",
    "2m,120000000000",
    "7us,7000",
    "3ns,3",
    "0s,0"
  })
  void durationHasAUnit(String text, long nanos) {
    assertThat(YamlDuration.parse(text)).isEqualTo(Duration.ofNanos(nanos));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'- status: 700' | script:1: status 700 is not an error; use 400 to 599",
        "'- status: many' | script:1: 'many' is not a whole number",
        "'- retry_after: 1s' | script:1: a step has no 'retry_after'; write 'retry-after'",
        "'- {status: 429, retry-aftr: 1s}' | script:1: a step has no 'retry-aftr'; it may have"
            + " code, head-after, headers, message",
        "'- {status: 429, retry-after: 5}' | script:1: '5' is not a duration; write a number and"
            + " its unit, such as 20ms",
        "'- {status: 429, retry-after: }' | script:1: there is no value",
        "'- {break: rest}' | script:1: 'rest' is not a break; use one of reset, half-close",
        "'- {break: reset, after: 1, inside: 2}' | script:1: 'after' and 'inside' exclude each"
            + " other",
        "'- {break: end, before: head}' | cannot come before the head; use afterHead() or later",
        "'- {break: reset, for: 1s}' | script:1: 'reset' takes no 'for'; leave it out",
        "'- {break: drip}' | script:1: a step needs 'every'; add it",
        "'- {break: stall, for: 0s}' | script:1: a stall cannot last PT0S; use a duration above"
            + " zero",
        "'- {break: reset, before: breakfast}' | script:1: 'before' what? Write 'head' or 'finish'",
        "'- {answer: a, echo: true}' | script:1: 'answer' and 'echo' exclude each other",
        "'- {answer: a, pace: -1ms}' | script:1: '-1ms' is not a duration",
        "'- {answer: a, done: maybe}' | script:1: 'maybe' is neither true nor false",
        "'- {answer: a, answer: b}' | script:1: 'answer' stands here twice",
        "'- {answer: a, headers: {\"a b\\n\": 1}}' | is not a header name",
        "'- {}' | script:1: a step says what happens; add 'answer', 'status'",
        "'- Hello' | script:1: a step is written as 'key: value' lines, not as a single value",
        "'- {fault: flood}' | script:1: 'flood' is not a fault; use one of bad-gateway",
        "'- {times: 0, answer: a}' | script:1: 0 times; use 1 to 100000",
        "'Hello' | script:1: a script is written as 'key: value' lines",
        "'stepps: []' | script:1: a script has no 'stepps'; it may have always, concurrency",
        "'steps: {a: b}' | script:1: a list of '- …' lines is wanted here",
        "'limit: {requests: 0, per: 1s}' | script:1: a limit of 0 requests; use 1 or more",
        "'limit: {requests: 1}' | script:1: a limit needs 'per'; add it",
        "'limit: [{requests: 1, per: 1s, window: round}]' | script:1: 'round' is not a window; use"
            + " sliding, fixed or bucket",
        "'limit: {requests: 1, tokens: 2, per: 1s}' | script:1: 'requests' and 'tokens' exclude"
            + " each other; keep one of them",
        "'limit: {tokens: 1, per: 1s, window: fixed, holds: 2}' | script:1: a fixed window that"
            + " holds 2; use it with a bucket, above 0",
        "'limit: {tokens: 1, per: 1s, changes: [{at: 1s, to: 0}]}' | script:1: a limit of 0 tokens;"
            + " use 1 or more",
        "'concurrency: -1' | script:1: a concurrency of -1; use 1 or more",
        "'outages: [{from: 2s, to: 1s, status: 503}]' | script:1: an outage from PT2S to PT1S",
        "'outages: [{from: 1s, to: 2s, answer: a}]' | script:1: an outage needs a fault",
        "'when: [{steps: []}]' | script:1: a part of 'when' says for whom it is; add 'model' or"
            + " 'prompt'",
        "'- [' | script:1: this is not valid YAML",
        "'' | script:1: the script is empty"
      })
  void mistakeIsNamedWithItsLineAndRemedy(String yaml, String message) {
    assertThatThrownBy(() -> Script.parse(yaml))
        .isInstanceOf(ScriptException.class)
        .hasMessageContaining(message);
  }

  @Test
  void lineIsThatOfTheMistake() {
    String yaml = "steps:\n  - answer: Hello\n  - status: 429\n    retry-after: soon\n";

    assertThatThrownBy(() -> Script.parse(yaml)).hasMessageStartingWith("script:4: 'soon' is not");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&a [*a]",
        "a: &a {when: *a}",
        "!!java.net.URL [a]",
        "- &x {answer: *x}",
        "\u0000"
      })
  void strangeYamlIsRefusedAndNothingElse(String yaml) {
    assertThatThrownBy(() -> Script.parse(yaml)).isInstanceOf(ScriptException.class);
  }

  @Test
  void fileIsNamedInItsMistakes(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(folder.resolve("faults.yaml"), "- answer: Hello\n- statsu: 500\n");

    assertThatThrownBy(() -> Script.read(file))
        .hasMessageStartingWith("faults.yaml:2: a step has no 'statsu'");
  }

  @Test
  void scriptIsWrittenToBeRead() {
    Script script =
        Script.builder()
            .first(Fault.status(429).retryAfter(Duration.ofMillis(50)))
            .times(2, Fault.reset().after(3))
            .then(
                Fault.error(ErrorBody.of("Too much", "server_error"))
                    .after(1)
                    .of(Answer.text("Hi")))
            .thenAlways(Answer.pieces("Hel", "lo").andCalling(new ToolCall("c", "f", "{}")))
            .build();

    assertThat(script.toYaml())
        .isEqualTo(
            """
            steps:
              - {status: 429, retry-after: 50ms}
              - {times: 2, break: reset, after: 3}
              - {break: error, error: {message: "Too much", type: "server_error"}, after: 1, answer: "Hi"}
            always:
              - {answer: ["Hel", "lo"], tools: [{id: "c", name: "f", arguments: "{}"}]}
            """);
  }
}
