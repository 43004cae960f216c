package dev.mainstay.cli.terminal;

/** A mark that says much in little room, with a form for screens that show ASCII alone. */
public enum Sign {
  /** It went well. */
  TICK("\u2713", "ok"),
  /** It went wrong. */
  CROSS("\u2717", "x"),
  /** What follows from it. */
  ARROW("\u2192", "->"),
  /** It waits, or goes on. */
  ELLIPSIS("\u2026", "..."),
  /** Between two things said in one line. */
  DOT("\u00b7", "-"),
  /** It goes another way. */
  DETOUR("\u21aa", "=>"),
  /** Piece of a line across. */
  LINE("\u2500", "-");

  private final String unicode;
  private final String ascii;

  Sign(String unicode, String ascii) {
    this.unicode = unicode;
    this.ascii = ascii;
  }

  String on(boolean hasUnicode) {
    return hasUnicode ? unicode : ascii;
  }
}
