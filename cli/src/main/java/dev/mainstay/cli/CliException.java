package dev.mainstay.cli;

import dev.mainstay.call.MainstayException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The end of a command that cannot do what it was asked; its message names mistake and remedy. */
final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final @Nullable String remedy;

  private CliException(String message, int exitCode, Throwable cause) {
    this(message, exitCode, cause, null);
  }

  private CliException(String message, int exitCode, Throwable cause, @Nullable String remedy) {
    super(message, cause);
    this.exitCode = exitCode;
    this.remedy = remedy;
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

  /** A call that failed, and what helps against that. */
  static CliException advised(MainstayException failed, String remedy) {
    return new CliException(String.valueOf(failed.getMessage()), ExitCode.FAILURE, failed, remedy);
  }

  /** What helps, where the message does not say it. */
  Optional<String> remedy() {
    return Optional.ofNullable(remedy);
  }

  int exitCode() {
    return exitCode;
  }
}
