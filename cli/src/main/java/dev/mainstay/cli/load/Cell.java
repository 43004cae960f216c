package dev.mainstay.cli.load;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What ended within a part of a load, and what was sent. To be guarded by its owner's lock. */
final class Cell {
  final Histogram first = new Histogram(2);
  final Histogram whole = new Histogram(2);
  final Map<String, Long> misses = new LinkedHashMap<>();
  long sent;
  long answered;

  long missed() {
    return misses.values().stream().mapToLong(Long::longValue).sum();
  }

  void add(Cell other) {
    first.add(other.first);
    whole.add(other.whole);
    other.misses.forEach((kind, count) -> misses.merge(kind, count, Long::sum));
    sent += other.sent;
    answered += other.answered;
  }
}
