package dev.mainstay.cli.demo;

import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Tone;

/** A line that grows piece by piece as things happen, and goes on below where the screen ends. */
final class GrowingLine {
  private final Screen screen;
  private final int indent;
  private int column;

  /** A line that begins with {@code label}, to which its later rows are indented. */
  GrowingLine(Screen screen, String label) {
    this.screen = screen;
    this.indent = label.length();
    screen.print(label);
    column = indent;
  }

  /** Adds {@code words}, with a space before them. */
  void add(Tone tone, String words) {
    for (String word : words.split(" ")) {
      piece(tone, column == indent ? word : " " + word);
    }
  }

  /** Adds {@code words}, with a space before them and no break among them. */
  void addWhole(Tone tone, String words) {
    piece(tone, column == indent ? words : " " + words);
  }

  /** Adds {@code text} as it comes, spaces included. */
  void piece(Tone tone, String text) {
    String shown = text;
    if (column > indent && column + text.length() > screen.width()) {
      screen.print("\n" + " ".repeat(indent));
      column = indent;
      shown = text.stripLeading();
    }
    screen.print(screen.in(tone, shown));
    column += shown.length();
  }

  boolean isEmpty() {
    return column == indent;
  }

  void end() {
    screen.println();
  }
}
