package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told is what SEMANTICS sections 2 and 3 promise, since the engine itself is asked. */
@Timeout(60)
class ExplainCommandTest {
  private static final String CONFIG =
      """
      model_list:
        - model_name: smart
          litellm_params: {model: openai/gpt-4o, api_key: os.environ/OPENAI_API_KEY, weight: 9}
        - model_name: smart
          litellm_params:
            {model: azure/gpt-4o, api_base: "https://eu.example.com", api_key: k,
             api_version: "2024-10-21", weight: 1, rpm: 60}
        - model_name: cheap
          litellm_params: {model: groq/llama, api_key: k}
        - model_name: lone
          litellm_params: {model: mistral/large, api_key: k}
        - model_name: fast/*
          litellm_params: {model: openrouter/*, api_key: k}
      router_settings:
        fallbacks: [{smart: [cheap, lone]}, {cheap: [lone]}]
        context_window_fallbacks: [{smart: [lone]}]
        model_group_alias: {old: lone}
      """;

  @TempDir private Path folder;

  private Captured terminal = new Captured().with("OPENAI_API_KEY", "sk-1");

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("config.yaml"), CONFIG);
  }

  @Test
  void planTellsWhomIsAskedFirstAndWhatFollowsWhenAllFail() {
    int code = explain("smart");

    assertThat(terminal.out())
        .isEqualTo(
            """
            smart: 2 deployments, simple-shuffle
              openai/gpt-4o  weight 9
              azure/gpt-4o   weight 1, rpm 60, at eu.example.com
            falls back to cheap, lone
            with a prompt too long, to lone

            When nothing fails:
              1. openai/gpt-4o (in 90 % of calls; azure/gpt-4o in 10 %): answers
              ok the caller has the answer of openai/gpt-4o after 1 attempt and 0 s

            When every attempt fails with a ServerError:
              1. openai/gpt-4o (in 90 % of calls; azure/gpt-4o in 10 %): 500 server error
                 => at once, another deployment of the group
              2. azure/gpt-4o: 500 server error
                 => waits 0 to 4 s (full jitter), then openai/gpt-4o
              3. openai/gpt-4o: 500 server error
                 => falls back to cheap
              4. groq/llama: 500 server error
                 => waits 0 to 2 s (full jitter), then the same again
              5. groq/llama: 500 server error
                 => waits 0 to 4 s (full jitter), then the same again
              6. groq/llama: 500 server error
                 => falls back to lone
              7. mistral/large: 500 server error
                 => waits 0 to 2 s (full jitter), then the same again
              8. mistral/large: 500 server error
                 => waits 0 to 4 s (full jitter), then the same again
              9. mistral/large: 500 server error
              x the caller gets 500 ServerError (in Java: ServerErrorException) after 9 attempts and 0 to 16 s
            """);
    assertThat(terminal.err()).isEmpty();
    assertThat(code).isZero();
  }

  @Test
  void hintIsWaitedForWithItsJitter() {
    explain("lone", "--fail", "RateLimited:20", "ok");

    assertThat(terminal.out())
        .isEqualTo(
            """
            lone: 1 deployment
              mistral/large

            With --fail RateLimited:20 ok:
              1. mistral/large: 429 rate limited, retry after 20 s
                 => waits 20 to 22 s (its hint), then the same again
              2. mistral/large: answers
              ok the caller has the answer of mistral/large after 2 attempts and 20 to 22 s
            """);
  }

  @Test
  void hintBeyondPatienceEndsTheCall() {
    explain("old", "--fail", "RateLimited:120");

    assertThat(terminal.out())
        .isEqualTo(
            """
            old, an alias of lone: 1 deployment
              mistral/large

            With --fail RateLimited:120:
              1. mistral/large: 429 rate limited, retry after 120 s
              x the caller gets 429 RateLimited, Retry-After 120 s (in Java: RateLimitException) after 1 attempt and 0 s
                 mistral/large cools down for 120 s
            """);
  }

  @Test
  void whatChanceDecidesOtherwiseIsToldBeside() {
    explain("cheap", "--fail", "cheap=RateLimited:9.5");

    assertThat(terminal.out())
        .contains(
            """
              1. groq/llama: 429 rate limited, retry after 9.5 s
                 => waits 9.5 to 10 s (its hint), then the same again
                 or, as chance has it: falls back to lone
            """);
  }

  @Test
  void deploymentThatFailsOftenCoolsDownAndIsNotAskedAnyMore() {
    explain("smart", "--fail", "openai/gpt-4o=Overloaded", "--times", "3");

    assertThat(callsTold())
        .isEqualTo(
            """
            With --fail openai/gpt-4o=Overloaded:
              call 1
              1. openai/gpt-4o (in 90 % of calls; azure/gpt-4o in 10 %): 503 overloaded
                 => at once, another deployment of the group
              2. azure/gpt-4o: answers
              ok the caller has the answer of azure/gpt-4o after 2 attempts and 0 s

              call 2
              1. openai/gpt-4o (in 90 % of calls; azure/gpt-4o in 10 %): 503 overloaded
                 => at once, another deployment of the group
              2. azure/gpt-4o: answers
              ok the caller has the answer of azure/gpt-4o after 2 attempts and 0 s
                 openai/gpt-4o cools down for 5 s

              call 3
              1. azure/gpt-4o: answers
              ok the caller has the answer of azure/gpt-4o after 1 attempt and 0 s
                 openai/gpt-4o cools down for 5 s
            """);
  }

  @Test
  void groupThatCoolsDownIsPassedOver() {
    explain("smart", "--fail", "smart=NotFound", "--times", "2");

    assertThat(callsTold())
        .endsWith(
            """

              call 2
                 => nobody in the group may be asked now; falls back to cheap
              1. groq/llama: answers
              ok the caller has the answer of groq/llama after 1 attempt and 0 s
                 openai/gpt-4o cools down for 60 s
                 azure/gpt-4o cools down for 60 s
            """);
  }

  @Test
  void nobodyToAskEndsTheCallAtOnce() {
    explain("cheap", "--fail", "Unauthenticated", "--times", "2");

    assertThat(callsTold())
        .endsWith(
            """

              call 2
                 => nobody in the group may be asked now
              x the caller gets 401 Unauthenticated (in Java: AuthenticationException) after 0 attempts and 0 s
                 groq/llama cools down for 60 s
                 mistral/large cools down for 60 s
            """);
  }

  @Test
  void silenceIsEndedByTheTimersOfTheEngine() {
    explain("fast/x", "--fail", "TimedOut", "--stream");

    assertThat(terminal.out())
        .isEqualTo(
            """
            fast/x, by a pattern: 1 deployment
              openrouter/*:x  openrouter/x

            With --fail TimedOut:
              1. openrouter/*:x: timed out (first token) after 600 s
                 => waits 0 to 2 s (full jitter), then the same again
              2. openrouter/*:x: timed out (first token) after 600 s
                 => waits 0 to 4 s (full jitter), then the same again
              3. openrouter/*:x: timed out (until output)
              x the caller gets 504 TimedOut (in Java: CallTimeoutException) after 3 attempts and 1800 s
            """);
  }

  @Test
  void brokenStreamGoesOnElsewhere() {
    explain("cheap", "--fail", "cheap=Truncated@output", "--stream");

    assertThat(callsTold())
        .isEqualTo(
            """
            With --fail cheap=Truncated@output:
              1. groq/llama: begins to answer, then cut off
                 => waits 0 to 2 s (full jitter), then the same again
              2. groq/llama: cut off
                 => waits 0 to 4 s (full jitter), then the same again
              3. groq/llama: cut off
                 => falls back to lone
              4. mistral/large: goes on where the stream broke (asked by prefill)
              ok the caller has the answer of mistral/large after 4 attempts and 0 to 6 s
            """);
  }

  @Test
  void streamThatCannotGoOnEndsWithTheErrorOfItsBreak() {
    explain("lone", "--fail", "Truncated@output,Unauthenticated", "--stream");

    assertThat(callsTold())
        .isEqualTo(
            """
            With --fail Truncated@output,Unauthenticated:
              1. mistral/large: begins to answer, then cut off
                 => waits 0 to 2 s (full jitter), then the same again
              2. mistral/large: 401 wrong key
              x the caller's stream ends with the error 502 Truncated (in Java: MidStreamException) after 2 attempts and 0 to 2 s
                 mistral/large cools down for about 60 s
            """);
  }

  @Test
  void promptTooLongGoesToTheLargerWindow() {
    explain("smart", "--fail", "contextwindowexceeded", "ok");

    assertThat(callsTold()).contains("=> falls back to lone\n  2. mistral/large: answers\n");
  }

  @Test
  void keysThatAreNotSetHinderNothing() {
    terminal = new Captured();

    int code = explain("smart");

    assertThat(terminal.err())
        .isEqualTo(
            "mainstay: explained as if 1 key or address were set that 'mainstay check "
                + folder.resolve("config.yaml")
                + "' names\n");
    assertThat(terminal.out()).startsWith("smart: 2 deployments").contains("When nothing fails:");
    assertThat(code).isZero();
  }

  @Test
  void configurationWithErrorsIsNotExplained() throws IOException {
    Files.writeString(folder.resolve("config.yaml"), CONFIG + "  num_retries: -1\n");

    int code = explain("smart");

    assertThat(terminal.err())
        .contains("error: num_retries")
        .endsWith("mainstay: nothing can be explained with this configuration\n");
    assertThat(terminal.out()).isEmpty();
    assertThat(code).isEqualTo(1);
  }

  @Test
  void unknownModelIsToldWithThoseThereAre() {
    int code = explain("smrt");

    assertThat(terminal.err())
        .isEqualTo("mainstay: 'smrt' is not a model; use one of smart, cheap, lone, old, fast/*\n");
    assertThat(code).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          Exploded           | 'Exploded' is not a failure; use one of RateLimited, QuotaExceeded,
          RateLimited:soon   | 'RateLimited:soon' has no hint behind its colon
          RateLimited:0      | 'RateLimited:0' has no hint behind its colon
          Truncated@output   | only a stream can fail after output; add --stream
          smrt=ServerError   | --fail names 'smrt', which is neither a deployment nor a group; use one of openai/gpt-4o,
          """)
  void wrongFaultIsToldWithTheRemedy(String fault, String message) {
    int code = explain("smart", "--fail", fault);

    assertThat(terminal.err()).startsWith("mainstay: " + message);
    assertThat(terminal.out()).isEmpty();
    assertThat(code).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"0", "101"})
  void countOfCallsIsBounded(String times) {
    int code = explain("smart", "--times", times);

    assertThat(terminal.err()).isEqualTo("mainstay: --times is " + times + "; use 1 to 100\n");
    assertThat(code).isEqualTo(2);
  }

  @Test
  void keysNeverShow() {
    explain("smart", "--fail", "Unauthenticated");

    assertThat(terminal.out() + terminal.err()).doesNotContain("sk-1");
  }

  @Test
  void screenWithColoursShowsThem() {
    terminal = terminal.with("CLICOLOR_FORCE", "1");

    explain("lone", "--fail", "ServerError", "ok");

    assertThat(terminal.out())
        .contains("\u001b[31m500 server error\u001b[0m", "\u001b[32manswers\u001b[0m");
  }

  private int explain(String model, String... options) {
    List<String> args =
        new ArrayList<>(List.of("explain", folder.resolve("config.yaml").toString(), model));
    args.addAll(List.of(options));
    return terminal.run(args.toArray(String[]::new));
  }

  /** What was told after the group. */
  private String callsTold() {
    return terminal.out().substring(terminal.out().indexOf("With --fail"));
  }
}
