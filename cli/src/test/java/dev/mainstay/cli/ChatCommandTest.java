package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Reply;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.simulator.script.ScriptBuilder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class ChatCommandTest {
  private static final Duration SOON = Duration.ofMillis(20);

  @Test
  void answerGoesToStandardOutputAndNothingElseDoes() {
    try (Simulator provider = provider(Answer.text("Bonjour \u00e0 tous"))) {
      Captured terminal = at(provider);

      int code = terminal.run("chat", "openai/gpt-4o", "Hello");

      assertThat(code).isZero();
      assertThat(terminal.out()).isEqualTo("Bonjour \u00e0 tous\n");
      assertThat(terminal.err()).isEmpty();
    }
  }

  @Test
  void answerThatEndsItsLastLineGetsNoOtherLine() {
    try (Simulator provider = provider(Answer.text("Two\nlines\n"))) {
      Captured terminal = at(provider);

      terminal.run("chat", "openai/gpt-4o", "Hello");

      assertThat(terminal.out()).isEqualTo("Two\nlines\n");
    }
  }

  @Test
  void retryIsToldOnStandardErrorInALine() {
    try (Simulator provider = provider(Fault.status(429).retryAfter(SOON), Answer.text("Hello"))) {
      Captured terminal = at(provider);

      int code = terminal.run("chat", "openai/gpt-4o", "Hello");

      assertThat(code).isZero();
      assertThat(terminal.out()).isEqualTo("Hello\n");
      assertThat(terminal.err())
          .matches("mainstay: openai/gpt-4o: 429 rate limited; asking again in \\d+ ms\n");
    }
  }

  @Test
  void answerThatBreaksKeepsItsTextAndFails() {
    try (Simulator provider =
        provider(
            Fault.error(ErrorBody.ofStatus(400)).after(2).of(Answer.text("One two three four")))) {
      Captured terminal = at(provider);

      int code = terminal.run("chat", "openai/gpt-4o", "Count");

      assertThat(code).isEqualTo(1);
      assertThat(terminal.out()).isEqualTo("One two\n");
      assertThat(terminal.err())
          .startsWith("mainstay: BadRequest: ")
          .endsWith("\n  the answer above is not whole\n");
    }
  }

  @Test
  void answerThatBreaksGoesOnWhereItBroke() {
    Answer count = Answer.text("One two three four five six").continuing();
    try (Simulator provider = provider(Fault.halfClose().after(4).of(count), count)) {
      Captured terminal = at(provider);

      int code = terminal.run("chat", "openai/gpt-4o", "Count");

      assertThat(code).isZero();
      assertThat(terminal.out()).isEqualTo("One two three four five six\n");
      assertThat(terminal.err()).contains("mainstay: openai/gpt-4o goes on where the stream broke");
    }
  }

  @Test
  void answerThatReachedItsLimitIsToldSo() {
    try (Simulator provider = provider(Answer.text("Once upon").finish("length"))) {
      Captured terminal = at(provider);

      int code = terminal.run("chat", "openai/gpt-4o", "Tell");

      assertThat(code).isZero();
      assertThat(terminal.out()).isEqualTo("Once upon\n");
      assertThat(terminal.err()).contains("limit on its length");
    }
  }

  @Test
  void dashReadsTheTextFromStandardInput() {
    try (Simulator provider = provider(Answer.echo())) {
      Captured terminal = at(provider).typing("What \u00fcber this?\n");

      int code = terminal.run("chat", "openai/gpt-4o", "-", "--system", "Be brief.");

      assertThat(code).isZero();
      assertThat(terminal.out()).isEqualTo("What \u00fcber this?\n");
      assertThat(provider.requests().getFirst().text()).contains("Be brief.");
    }
  }

  @Test
  void missingKeyNamesTheVariableToSet() {
    Captured terminal = new Captured();

    int code = terminal.run("chat", "groq/llama", "Hello");

    assertThat(code).isEqualTo(1);
    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.err())
        .isEqualTo("mainstay: Unauthenticated: there is no key for groq/llama; set GROQ_API_KEY\n");
  }

  /** The command has the modules that a program would have to add. */
  @Test
  void missingKeyOfACloudNamesVariablesAndNoModule() {
    Captured terminal = new Captured().with("AZURE_API_BASE", "https://eu.example.com");

    terminal.run("chat", "azure/gpt-4o", "Hello");

    assertThat(terminal.err())
        .isEqualTo(
            "mainstay: Unauthenticated: there is no key for azure/gpt-4o; set AZURE_API_KEY or"
                + " AZURE_OPENAI_API_KEY, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and"
                + " AZURE_CLIENT_SECRET\n");
  }

  @Test
  void spentQuotaIsToldAtOnce() {
    ErrorBody spent =
        ErrorBody.of("No credit left.", "insufficient_quota").code("insufficient_quota");
    try (Simulator provider = provider(Fault.status(429).error(spent))) {
      Captured terminal = at(provider);

      int code = terminal.run("chat", "openai/gpt-4o", "Hello");

      assertThat(code).isEqualTo(1);
      assertThat(terminal.err())
          .isEqualTo(
              "mainstay: QuotaExceeded: No credit left.\n"
                  + "  the account has no credit or quota left: look at its billing; retries do not"
                  + " help\n");
      assertThat(provider.requestCount()).isEqualTo(1);
    }
  }

  /** The environment is all that it is told: there are no keys of a configuration to name. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | the key is wrong: set OPENAI_API_KEY",
        "403 | the key is known, but may not use this model",
        "404 | check the model's name and OPENAI_BASE_URL or OPENAI_API_BASE"
      })
  void whatIsWrongIsToldWithTheVariablesThatHelp(int status, String remedy) {
    try (Simulator provider = provider(Fault.status(status))) {
      Captured terminal = at(provider);

      int code = terminal.run("chat", "openai/gpt-4o", "Hello");

      assertThat(code).isEqualTo(1);
      assertThat(terminal.err()).contains(remedy).hasLineCount(2).doesNotContain("api_");
    }
  }

  @Test
  void serverOfNobodysNameIsAskedByTheVariableOfItsAddress() {
    Captured terminal = new Captured();

    terminal.run("chat", "openai_compatible/m", "Hello");

    assertThat(terminal.err())
        .endsWith("openai_compatible/m; write openai/m, and set OPENAI_BASE_URL\n");
  }

  @ParameterizedTest
  @CsvSource({
    "google/gemini-3-flash, did you mean gemini/gemini-3-flash?",
    "Antropic/claude-sonnet-5, did you mean anthropic/claude-sonnet-5?",
    "claude-sonnet-5, as in anthropic/claude-sonnet-5",
    "nobody-has-this, as in openai/gpt-4o-mini"
  })
  void whoIsMeantIsGuessed(String model, String guess) {
    Captured terminal = new Captured();

    int code = terminal.run("chat", model, "Hello");

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains(guess);
  }

  @Test
  void retriesMayBeSwitchedOff() {
    try (Simulator provider = provider(Fault.status(500), Answer.text("Hello"))) {
      Captured terminal = at(provider);

      int code = terminal.run("chat", "openai/gpt-4o", "Hello", "--retries", "0");

      assertThat(code).isEqualTo(1);
      assertThat(provider.requestCount()).isEqualTo(1);
    }
  }

  @Test
  void modelWithoutProviderIsMisuse() {
    Captured terminal = new Captured();

    int code = terminal.run("chat", "gpt-4o", "Hello");

    assertThat(code).isEqualTo(2);
    assertThat(terminal.err()).contains("'gpt-4o' names no provider").contains("provider/model");
  }

  @Test
  void unknownProviderIsMisuseAndTheKnownOnesAreNamed() {
    Captured terminal = new Captured();

    int code = terminal.run("chat", "nobody/gpt-4o", "Hello");

    assertThat(code).isEqualTo(2);
    assertThat(terminal.err())
        .contains("'nobody' is not a provider; use one of ", ", openai, ", ", xai, ");
  }

  @Test
  void emptyTextIsMisuse() {
    Captured terminal = new Captured().typing(" \n");

    int code = terminal.run("chat", "openai/gpt-4o", "-");

    assertThat(code).isEqualTo(2);
    assertThat(terminal.err()).contains("nothing to ask");
  }

  @Test
  void timeoutThatIsNoneIsMisuse() {
    Captured terminal = new Captured();

    int code = terminal.run("chat", "openai/gpt-4o", "Hello", "--timeout", "0");

    assertThat(code).isEqualTo(2);
    assertThat(terminal.err()).contains("above zero");
  }

  @Test
  void verboseTellsTheStoryOfTheCall() {
    try (Simulator provider = provider(Answer.text("Hello"))) {
      Captured terminal = at(provider);

      terminal.run("chat", "openai/gpt-4o", "Hello", "-v");

      assertThat(terminal.err()).contains("openai/gpt-4o, 1 attempt (Succeeded)");
    }
  }

  private static Simulator provider(Reply... replies) {
    ScriptBuilder script = Script.builder();
    for (Reply reply : replies) {
      script.then(reply);
    }
    return Simulator.start(script.build());
  }

  private static Captured at(Simulator provider) {
    return new Captured()
        .with("OPENAI_API_KEY", "sk-test-of-the-chat-command")
        .with("OPENAI_BASE_URL", provider.url().toString());
  }
}
