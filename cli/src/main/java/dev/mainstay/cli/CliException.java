package dev.mainstay.cli;

/** The end of a command that cannot do what it was asked; its message names mistake and remedy. */
final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CliException(String message, int exitCode, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The command was called wrongly. */
  static CliException usage(String message) {
    return new CliException(message, ExitCode.USAGE, new IllegalArgumentException(message));
  }

  /** The command was called rightly, but failed. */
  static CliException failure(String message, Throwable cause) {
    return new CliException(message, ExitCode.FAILURE, cause);
  }

  /** The command was called rightly, but failed; what was said before tells why. */
  static CliException failure(String message) {
    return failure(message, new IllegalStateException(message));
  }

  int exitCode() {
    return exitCode;
  }
}
