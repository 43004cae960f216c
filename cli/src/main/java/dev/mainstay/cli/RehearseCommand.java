package dev.mainstay.cli;

import dev.mainstay.cli.demo.DemoRun;
import dev.mainstay.cli.demo.GatewayRehearsal;
import dev.mainstay.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Goes through what the other commands do at their start, unheard, for Java to remember what it
 * loads; and has a gateway of its own do so.
 */
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {
  private static final String CONFIG = "rehearsal.yaml";

  @Parameters(paramLabel = "WORD", description = "What starts the gateway, all but its options.")
  private List<String> gateway = List.of();

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
      rehearseGateway(config);
    } finally {
      Files.delete(config);
    }
    return DemoRun.rehearsal(unheard.out()).run() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private void rehearseGateway(Path config) throws IOException, InterruptedException {
    if (gateway.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>(gateway);
    command.addAll(List.of("--config", config.toString(), "--port", "0"));
    GatewayRehearsal.of(command).run();
  }
}
