package dev.mainstay.cli.load;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What ended within one second of a load, and what was sent. To be guarded by its owner's lock. */
final class Second {
  final Histogram first = new Histogram(2);
  final Histogram whole = new Histogram(2);
  final Map<String, Long> misses = new LinkedHashMap<>();
  long sent;
  long answered;

  long missed() {
    return misses.values().stream().mapToLong(Long::longValue).sum();
  }
}
