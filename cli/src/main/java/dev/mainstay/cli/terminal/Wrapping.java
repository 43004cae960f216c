package dev.mainstay.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Text in lines that fit, broken between words. */
final class Wrapping {
  private Wrapping() {}

  static List<String> of(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
