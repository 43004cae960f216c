package dev.mainstay.cli.terminal;

/**
 * Tells how something stands: on a terminal in one line that is written anew, elsewhere in a line
 * each time.
 *
 * @param screen where it is told
 */
public record StatusLine(Screen screen) {
  // To the first column; then all that is right of it goes.
  private static final String ANEW = "\r\u001b[K";

  /** Shows {@code line} in place of what was shown, cut to what the screen is wide. */
  public void show(String line) {
    if (screen.isTerminal()) {
      screen.print(ANEW + cut(line));
    } else {
      screen.println(line);
    }
  }

  /** Shows {@code line} for good. */
  public void end(String line) {
    clear();
    screen.println(line);
  }

  /** Takes away what is shown. */
  public void clear() {
    if (screen.isTerminal()) {
      screen.print(ANEW);
    }
  }

  // A terminal begins a new line once its last column is written.
  private String cut(String line) {
    return line.substring(0, Math.min(line.length(), screen.width() - 1));
  }
}
