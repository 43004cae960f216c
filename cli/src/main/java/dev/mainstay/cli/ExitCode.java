package dev.mainstay.cli;

/**
 * What the command tells the shell. A command that is ended by a signal gives 128 and its number.
 */
final class ExitCode {
  static final int OK = 0;
  static final int FAILURE = 1;
  static final int USAGE = 2;
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
