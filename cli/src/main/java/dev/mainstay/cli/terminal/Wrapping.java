package dev.mainstay.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Text in lines that fit, broken between words; lines after the first keep the first one's indent. */
final class Wrapping {
  private Wrapping() {}

  static List<String> of(String text, int width) {
    List<String> lines = new ArrayList<>();
    text.lines().forEach(line -> wrap(line, width, lines));
    return lines;
  }

  private static void wrap(String line, int width, List<String> lines) {
    String indent = line.substring(0, line.length() - line.stripLeading().length());
    StringBuilder current = new StringBuilder();
    for (String word : line.strip().split(" +")) {
      if (!current.isEmpty() && current.length() + 1 + word.length() > width) {
        lines.add(current.toString());
        current.setLength(0);
      }
      current.append(current.isEmpty() ? indent : " ").append(word);
    }
    lines.add(current.toString());
  }
}
