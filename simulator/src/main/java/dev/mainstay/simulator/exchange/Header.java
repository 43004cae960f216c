package dev.mainstay.simulator.exchange;

import java.util.Locale;
import java.util.Set;

/**
 * An HTTP header.
 *
 * @param name its name, compared without regard to case
 * @param value its value, on one line
 */
public record Header(String name, String value) {
  private static final Set<String> SECRET =
      Set.of("authorization", "proxy-authorization", "api-key", "x-api-key", "cookie");

  /**
   * A header.
   *
   * @throws IllegalArgumentException if its name or value would break the line it stands on
   */
  public Header {
    if (name.isBlank() || !isOneLine(name) || name.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "'" + name + "' is not a header name; use letters, digits and hyphens");
    }
    if (!isOneLine(value)) {
      throw new IllegalArgumentException(
          "the value of header " + name + " has a line break; write it on one line");
    }
  }

  /** Whether this is its name, whatever the case. */
  public boolean isNamed(String other) {
    return name.equalsIgnoreCase(other);
  }

  private static boolean isOneLine(String text) {
    return text.indexOf('\r') < 0 && text.indexOf('\n') < 0;
  }

  /** Name and value; without the value where that is a key. */
  @Override
  public String toString() {
    return SECRET.contains(name.toLowerCase(Locale.ROOT)) ? name + ": ***" : name + ": " + value;
  }
}
