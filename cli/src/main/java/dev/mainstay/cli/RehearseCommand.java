package dev.mainstay.cli;

import dev.mainstay.cli.demo.DemoRun;
import dev.mainstay.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Goes through what the other commands do at their start, unheard, for Java to remember what it
 * loads.
 */
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {
  private static final String CONFIG = "rehearsal.yaml";

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Terminal unheard = Terminal.plain(nowhere, nowhere, Map.of());
    new Cli(unheard).run("--help");
    Path config = Files.createTempFile("mainstay", ".yaml");
    try (InputStream sample =
        Objects.requireNonNull(RehearseCommand.class.getResourceAsStream(CONFIG), CONFIG)) {
      Files.copy(sample, config, StandardCopyOption.REPLACE_EXISTING);
      new Cli(unheard).run("check", config.toString());
      rehearseGateway(config, nowhere);
    } finally {
      Files.delete(config);
    }
    return DemoRun.rehearsal(unheard.out()).run() ? ExitCode.OK : ExitCode.FAILURE;
  }

  /** Starts a gateway that is told to stop by its own greeting. */
  private static void rehearseGateway(Path config, PrintStream nowhere) {
    OutputStream stopping =
        new OutputStream() {
          @Override
          public void write(int b) {
            Thread.currentThread().interrupt();
          }
        };
    PrintStream greeted = new PrintStream(stopping, true, StandardCharsets.UTF_8);
    new Cli(Terminal.plain(greeted, nowhere, Map.of()))
        .run("gateway", "--config", config.toString(), "--port", "0");
    Thread.interrupted();
  }
}
