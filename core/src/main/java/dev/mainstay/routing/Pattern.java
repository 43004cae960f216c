package dev.mainstay.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A name with wildcards: each {@code *} stands for one character or more, anything else for itself.
 * Matched in time linear in the name's length for each wildcard, whatever the name.
 */
final class Pattern {
  private final String text;
  // What stands between the wildcards, before the first and after the last included.
  private final List<String> literals;

  Pattern(String text) {
    this.text = text;
    this.literals = List.of(text.split("\\*", -1));
  }

  static boolean isPattern(String name) {
    return name.indexOf('*') >= 0;
  }

  /** How many characters stand for themselves: of two patterns, the one with more is narrower. */
  int literalLength() {
    return text.length() - wildcards();
  }

  int wildcards() {
    return literals.size() - 1;
  }

  /** What each wildcard stands for in {@code name}, as little as may be from left to right. */
  Optional<List<String>> match(String name) {
    String last = literals.getLast();
    int end = name.length() - last.length();
    if (!name.startsWith(literals.getFirst()) || !name.endsWith(last)) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    int from = literals.getFirst().length();
    for (int i = 1; i < literals.size(); i++) {
      boolean isLast = i == literals.size() - 1;
      int to = isLast ? end : name.indexOf(literals.get(i), from + 1);
      if (to <= from) {
        return Optional.empty();
      }
      parts.add(name.substring(from, to));
      from = to + literals.get(i).length();
    }
    return Optional.of(parts);
  }

  /**
   * This text with its wildcards replaced by {@code parts}: by the last of them where there are
   * more parts than wildcards, and the last one again where there are fewer.
   */
  String fill(List<String> parts) {
    int skipped = Math.max(0, parts.size() - wildcards());
    StringBuilder filled = new StringBuilder(literals.getFirst());
    for (int i = 1; i < literals.size(); i++) {
      filled.append(parts.get(Math.min(skipped + i, parts.size()) - 1)).append(literals.get(i));
    }
    return filled.toString();
  }
}
