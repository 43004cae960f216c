package dev.mainstay.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Text in lines that fit, broken between words, each indented as the text is. */
final class Wrapping {
  private Wrapping() {}

  static List<String> of(String text, int width) {
    String words = text.stripLeading();
    String indent = " ".repeat(text.length() - words.length());
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : words.split(" ")) {
      if (!line.isEmpty() && indent.length() + line.length() + 1 + word.length() > width) {
        lines.add(indent + line);
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(indent + line);
    return lines;
  }
}
