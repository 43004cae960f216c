package dev.mainstay.cli;

import dev.mainstay.cli.doctor.Doctor;
import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Terminal;
import dev.mainstay.gateway.config.ConfigReader;
import dev.mainstay.gateway.config.ConfigReport;
import dev.mainstay.gateway.config.Environment;
import dev.mainstay.gateway.config.GatewayConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks each deployment of a configuration whether it works. */
@Command(
    name = "doctor",
    description = "Asks each deployment one cheap question, and says in words what is wrong.",
    footer = {
      "",
      "Each is asked once, for at most 16 tokens, without retries and fallbacks. What",
      "is wrong may be the key, the model's name, the region, the account's quota or",
      "the network. No key is shown. It exits with 1 if a deployment that was asked",
      "did not answer.",
      "",
      "Example:",
      "  mainstay doctor config.yaml"
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int MOST_SECONDS = 600;

  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "The configuration, as for 'mainstay gateway'.")
  private Path file;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long each may take to answer, 1 to 600; 30 by default.")
  private int timeout = 30;

  @SuppressWarnings("UnusedVariable")
  @Mixin
  private CommonOptions common;

  DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (timeout < 1 || timeout > MOST_SECONDS) {
      throw CliException.usage("--timeout is " + timeout + "; use 1 to " + MOST_SECONDS);
    }
    boolean isWell = Doctor.examine(config(), Duration.ofSeconds(timeout), terminal.out());
    return isWell ? ExitCode.OK : ExitCode.FAILURE;
  }

  private GatewayConfig config() {
    ConfigReport report = new ConfigReader(Environment.of(terminal.environment())).read(file);
    Screen err = terminal.err();
    report.problems().forEach(problem -> err.println(ProblemLine.on(err, problem)));
    return report
        .config()
        .orElseThrow(() -> CliException.failure("nobody can be asked with this configuration"));
  }
}
