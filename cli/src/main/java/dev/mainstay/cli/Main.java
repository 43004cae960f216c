package dev.mainstay.cli;

import dev.mainstay.cli.terminal.Terminal;

/** Where the process begins. */
public final class Main {
  private Main() {}

  /** Runs the command in {@code args} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(new Cli(Terminal.system()).run(args));
  }
}
