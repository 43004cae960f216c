package dev.mainstay.cli.terminal;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/**
 * What a command talks to: its answer goes {@code out}, everything else to {@code err}.
 *
 * @param in what is typed or piped in
 * @param out what was asked for, and nothing else
 * @param err how it goes, and what went wrong
 * @param environment the environment variables
 */
public record Terminal(InputStream in, Screen out, Screen err, Map<String, String> environment) {

  /** A terminal; the map is copied. */
  public Terminal {
    environment = Map.copyOf(environment);
  }

  /**
   * The process's own. Whether its outputs are terminals, and how wide, Java cannot tell: the
   * launcher says it in the system properties {@code mainstay.tty} (of {@code 1}, {@code 2} or
   * both) and {@code mainstay.columns}, and the user's locale in {@code mainstay.locale}.
   */
  public static Terminal system() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    adopt(environment, "mainstay.columns", "COLUMNS");
    adopt(environment, "mainstay.locale", "LC_ALL");
    String terminals = System.getProperty("mainstay.tty", "");
    return new Terminal(
        System.in,
        Screen.on(System.out, Look.of(terminals.contains("1"), environment)),
        Screen.on(System.err, Look.of(terminals.contains("2"), environment)),
        environment);
  }

  /**
   * One that writes to two streams, plainly, for tests and for whoever runs commands in process.
   */
  public static Terminal plain(PrintStream out, PrintStream err, Map<String, String> environment) {
    return new Terminal(
        InputStream.nullInputStream(),
        Screen.on(out, Look.of(false, environment)),
        Screen.on(err, Look.of(false, environment)),
        environment);
  }

  /** The variable {@code name}; empty where it is not set. */
  public String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  private static void adopt(Map<String, String> environment, String property, String variable) {
    String value = System.getProperty(property, "");
    if (!value.isEmpty()) {
      environment.put(variable, value);
    }
  }
}
