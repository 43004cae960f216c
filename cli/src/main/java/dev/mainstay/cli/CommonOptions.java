package dev.mainstay.cli;

import picocli.CommandLine.Option;

/** The options of every command. */
final class CommonOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  @SuppressWarnings("UnusedVariable")
  private boolean help;

  @Option(
      names = {"-v", "--verbose"},
      description = "Errors come with a stack trace; chat and gateway report every call, too.")
  private boolean verbose;

  boolean isVerbose() {
    return verbose;
  }
}
