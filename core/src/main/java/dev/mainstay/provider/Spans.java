package dev.mainstay.provider;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Pieces of one text that must not show. */
final class Spans {
  private final List<Span> spans = new ArrayList<>();

  void add(int start, int end) {
    spans.add(new Span(start, end));
  }

  /** {@code text} with {@code mask} in place of each; those that overlap are one. */
  String replaceIn(String text, String mask) {
    if (spans.isEmpty()) {
      return text;
    }
    spans.sort(Comparator.comparingInt(Span::start));
    StringBuilder out = new StringBuilder(text.length());
    int copied = 0;
    for (Span span : spans) {
      if (span.start >= copied) {
        out.append(text, copied, span.start).append(mask);
      }
      copied = Math.max(copied, span.end);
    }
    return out.append(text, copied, text.length()).toString();
  }

  private record Span(int start, int end) {}
}
