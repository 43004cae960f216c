package dev.mainstay.cli.terminal;

import java.util.Locale;
import java.util.Map;

/**
 * What can be shown.
 *
 * @param terminal whether a person looks at it
 * @param colour whether to use colours
 * @param unicode whether signs beyond ASCII can be seen
 * @param width how many columns there are, at least {@value #LEAST_WIDTH}
 */
public record Look(boolean terminal, boolean colour, boolean unicode, int width) {
  private static final int USUAL_WIDTH = 80;
  private static final int LEAST_WIDTH = 30;

  /** A look; a width below the least is raised to it, since nothing readable fits below. */
  public Look {
    width = Math.max(width, LEAST_WIDTH);
  }

  /** Plain ASCII text in 80 columns. */
  public static Look plain() {
    return new Look(false, false, false, USUAL_WIDTH);
  }

  /**
   * The look that an environment asks for: {@code NO_COLOR} (https://no-color.org), {@code
   * CLICOLOR_FORCE} (https://bixense.com/clicolors), {@code TERM}, {@code COLUMNS} and the locale.
   */
  static Look of(boolean terminal, Map<String, String> environment) {
    return new Look(
        terminal, hasColour(terminal, environment), hasUnicode(environment), width(environment));
  }

  private static boolean hasColour(boolean terminal, Map<String, String> environment) {
    if (isSet(environment, "NO_COLOR")) {
      return false;
    }
    String forced = environment.getOrDefault("CLICOLOR_FORCE", "");
    if (!forced.isEmpty() && !forced.equals("0")) {
      return true;
    }
    return terminal && !environment.getOrDefault("TERM", "dumb").equals("dumb");
  }

  private static boolean hasUnicode(Map<String, String> environment) {
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      if (isSet(environment, name)) {
        String locale = environment.getOrDefault(name, "").toLowerCase(Locale.ROOT);
        return locale.contains("utf-8") || locale.contains("utf8");
      }
    }
    return false;
  }

  private static int width(Map<String, String> environment) {
    String columns = environment.getOrDefault("COLUMNS", "");
    return columns.matches("[1-9]\\d{0,4}") ? Integer.parseInt(columns) : USUAL_WIDTH;
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }
}
