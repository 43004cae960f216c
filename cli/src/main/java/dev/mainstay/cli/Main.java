package dev.mainstay.cli;

import dev.mainstay.cli.terminal.Terminal;

/** Where the process begins. */
public final class Main {
  private Main() {}

  /** Runs the command in {@code args} and ends the process with its exit code. */
  public static void main(String[] args) {
    if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
      // Asked for by scripts, in a hurry: reading the whole command line takes longer than this.
      System.out.println(Version.line());
      return;
    }
    System.exit(new Cli(Terminal.system()).run(args));
  }
}
