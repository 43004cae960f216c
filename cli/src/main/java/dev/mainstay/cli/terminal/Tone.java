package dev.mainstay.cli.terminal;

/**
 * How a piece of text is meant; a screen with colours shows it, any other leaves it to the words.
 */
public enum Tone {
  /** All went well. */
  GOOD("32"),
  /** Something went wrong. */
  BAD("31"),
  /** Something to take note of. */
  WARNING("33"),
  /** What to look at first. */
  STRONG("1"),
  /** What to type or open. */
  ACCENT("36"),
  /** Beside the point. */
  FAINT("2");

  private final String code;

  Tone(String code) {
    this.code = code;
  }

  String apply(String text) {
    return "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
