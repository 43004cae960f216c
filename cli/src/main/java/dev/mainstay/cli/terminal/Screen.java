package dev.mainstay.cli.terminal;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One of a command's outputs. Text goes out as UTF-8, which is what the programs behind a pipe
 * expect, and at once.
 *
 * @param stream where it goes
 * @param look what can be shown there
 */
public record Screen(PrintStream stream, Look look) {

  /** Writes to {@code stream} in UTF-8, whatever its own encoding. */
  static Screen on(PrintStream stream, Look look) {
    return new Screen(new PrintStream(stream, false, StandardCharsets.UTF_8), look);
  }

  /** Writes {@code text} as it is. */
  public void print(String text) {
    stream.print(text);
    stream.flush();
  }

  /** Writes {@code text} and ends the line. */
  public void println(String text) {
    print(text + "\n");
  }

  /** Ends the line. */
  public void println() {
    print("\n");
  }

  /** Writes {@code text} in lines no longer than the screen is wide. */
  public void printWrapped(String text) {
    Wrapping.of(text, look.width()).forEach(this::println);
  }

  /** Writes {@code lines}, each ended. */
  public void printAll(List<String> lines) {
    lines.forEach(this::println);
  }

  /** {@code text} as it is shown in {@code tone}. */
  public String in(Tone tone, String text) {
    return look.colour() && !text.isEmpty() ? tone.apply(text) : text;
  }

  /** {@code sign} as it can be shown. */
  public String sign(Sign sign) {
    return sign.on(look.unicode());
  }

  /** How many columns a line may have. */
  public int width() {
    return look.width();
  }

  /** Whether a person looks at it, and lines can be rewritten. */
  public boolean isTerminal() {
    return look.terminal();
  }

  /** Whether nobody reads any more: the program behind the pipe has ended. */
  public boolean isClosed() {
    return stream.checkError();
  }
}
