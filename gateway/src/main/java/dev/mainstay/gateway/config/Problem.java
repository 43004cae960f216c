package dev.mainstay.gateway.config;

import java.util.Locale;

/**
 * Something wrong with a configuration file. Its text is {@code file:line: error: message}.
 *
 * @param severity whether the gateway can start all the same
 * @param file the file, as it was named by whoever asked to read or include it
 * @param line the line, from 1; 0 where the whole file is meant
 * @param column the column, from 1; 0 where the whole file is meant
 * @param message what is wrong, why, and what to do; never the value of a secret
 */
public record Problem(Severity severity, String file, int line, int column, String message) {

  /** How bad it is. */
  public enum Severity {
    /** It cannot be right: the gateway does not start. */
    ERROR,
    /** It has no effect, or not the one expected: the gateway starts. */
    WARNING
  }

  /** Whether the gateway cannot start. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  @Override
  public String toString() {
    String place = line > 0 ? file + ":" + line : file;
    return place + ": " + severity.name().toLowerCase(Locale.ROOT) + ": " + message;
  }
}
