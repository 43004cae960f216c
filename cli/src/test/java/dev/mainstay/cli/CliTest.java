package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
  private final Captured terminal = new Captured();

  @Test
  void helpNamesEveryCommandAndShowsExamples() {
    int code = terminal.run("--help");

    assertThat(code).isZero();
    assertThat(terminal.out())
        .contains(
            "demo", "chat", "gateway", "check", "explain", "simulate", "Examples:", "Exit codes:")
        .doesNotContain("rehearse", "\u001b");
    assertThat(terminal.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "chat", "gateway", "check", "explain", "simulate"})
  void everyCommandHasHelpThatFitsInEightyColumns(String command) {
    int code = terminal.run(command, "--help");

    assertThat(code).isZero();
    assertThat(terminal.out()).startsWith("Usage: mainstay " + command);
    assertThat(terminal.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }

  @Test
  void helpOnACommandMayBeAskedForAsAWord() {
    int code = terminal.run("help", "check");

    assertThat(code).isZero();
    assertThat(terminal.out()).startsWith("Usage: mainstay check");
  }

  @Test
  void versionSaysNameAndNumber() {
    int code = terminal.run("--version");

    assertThat(code).isZero();
    assertThat(terminal.out()).startsWith("mainstay ").contains("(Java ");
  }

  @Test
  void nothingAtAllIsMisuseAndShowsTheHelp() {
    int code = terminal.run();

    assertThat(code).isEqualTo(2);
    assertThat(terminal.out()).contains("Commands:");
  }

  @Test
  void mistypedCommandIsToldWithTheOneThatWasMeant() {
    int code = terminal.run("gatewa");

    assertThat(code).isEqualTo(2);
    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.err())
        .isEqualTo("mainstay: 'gatewa' is not a command\n  did you mean 'gateway'?\n");
  }

  @Test
  void wordThatResemblesNoCommandIsToldWithTheWayToTheHelp() {
    int code = terminal.run("xyz");

    assertThat(code).isEqualTo(2);
    assertThat(terminal.err())
        .isEqualTo("mainstay: 'xyz' is not a command\n  'mainstay --help' shows how it is used\n");
  }

  @Test
  void mistypedOptionIsToldBeforeWhatIsMissing() {
    int code = terminal.run("gateway", "--confg", "config.yaml");

    assertThat(code).isEqualTo(2);
    assertThat(terminal.err())
        .isEqualTo(
            "mainstay: 'mainstay gateway' has no option '--confg'\n  did you mean '--config'?\n");
  }

  @Test
  void mistypedOptionIsToldWithTheOneThatWasMeant() {
    int code = terminal.run("chat", "--retri", "1", "openai/gpt-4o", "Hi");

    assertThat(code).isEqualTo(2);
    assertThat(terminal.err())
        .isEqualTo(
            "mainstay: 'mainstay chat' has no option '--retri'\n  did you mean '--retries'?\n");
  }

  @Test
  void missingArgumentIsNamed() {
    int code = terminal.run("chat", "openai/gpt-4o");

    assertThat(code).isEqualTo(2);
    assertThat(terminal.err()).contains("'TEXT'").contains("'mainstay chat --help'");
  }

  @Test
  void textWithoutQuotesIsToldToStandInQuotes() {
    int code = terminal.run("chat", "openai/gpt-4o", "Why", "is", "the", "sky", "blue?");

    assertThat(code).isEqualTo(2);
    assertThat(terminal.err()).contains("'is the sky blue?' is too much").contains("quotes");
  }

  @Test
  void valueThatIsNoNumberIsToldInALine() {
    int code = terminal.run("simulate", "--port", "many");

    assertThat(code).isEqualTo(2);
    assertThat(terminal.err()).contains("--port").contains("many").doesNotContain("\tat ");
  }

  @Test
  void stackTraceIsShownOnlyWhereItIsAskedFor() {
    Captured verbose = new Captured();
    Captured debugging = new Captured().with("MAINSTAY_DEBUG", "1");

    terminal.run("simulate", "no-such-script.yaml");
    verbose.run("simulate", "no-such-script.yaml", "--verbose");
    debugging.run("simulate", "no-such-script.yaml");

    assertThat(terminal.err())
        .isEqualTo("mainstay: cannot read no-such-script.yaml: there is no such file\n");
    assertThat(verbose.err()).contains("\tat dev.mainstay.cli.SimulateCommand");
    assertThat(debugging.err()).contains("\tat dev.mainstay.cli.SimulateCommand");
  }
}
