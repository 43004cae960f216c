package dev.mainstay.cli;

import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Terminal;
import dev.mainstay.gateway.config.ConfigReader;
import dev.mainstay.gateway.config.ConfigReport;
import dev.mainstay.gateway.config.Environment;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Reads a configuration and says what is wrong with it. */
@Command(
    name = "check",
    description = "Checks a gateway's configuration without starting it.",
    footer = {
      "",
      "Every problem is shown as FILE:LINE: error|warning: what, why and the remedy.",
      "An error keeps the gateway from starting, and makes this command fail with 1;",
      "a warning does neither.",
      "",
      "Example:",
      "  mainstay check config.yaml"
    })
final class CheckCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "The configuration, as for 'mainstay gateway'.")
  private Path file;

  @SuppressWarnings("UnusedVariable")
  @Mixin
  private CommonOptions common;

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ConfigReport report = new ConfigReader(Environment.of(terminal.environment())).read(file);
    Screen out = terminal.out();
    report.problems().forEach(problem -> out.println(ProblemLine.on(out, problem)));
    out.printAll(report.summary());
    return report.hasErrors() ? ExitCode.FAILURE : ExitCode.OK;
  }
}
