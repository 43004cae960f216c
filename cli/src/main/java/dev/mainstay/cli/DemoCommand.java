package dev.mainstay.cli;

import dev.mainstay.cli.demo.DemoRun;
import dev.mainstay.cli.terminal.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Calls that survive, to watch. */
@Command(
    name = "demo",
    description =
        "Shows calls surviving a provider that fails in every way; needs no key and no network.",
    footer = {"", "It exits with 1 if a call ends in any other way than Mainstay promises."})
final class DemoCommand implements Callable<Integer> {
  private final Terminal terminal;

  @SuppressWarnings("UnusedVariable")
  @Mixin
  private CommonOptions common;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return DemoRun.on(terminal.out()).run() ? ExitCode.OK : ExitCode.FAILURE;
  }
}
