package dev.mainstay.benchmarks.soak;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** How many answers of each kind there were, and the first of the wrong ones. */
final class AnswerTally {
  private static final int EXAMPLES = 5;

  private final Map<AnswerVerdict, Long> counts = new ConcurrentHashMap<>();
  private final List<String> examples = new CopyOnWriteArrayList<>();

  void add(AnswerVerdict verdict) {
    counts.merge(verdict, 1L, Long::sum);
  }

  void example(String what) {
    if (examples.size() < EXAMPLES) {
      examples.add(what);
    }
  }

  /** The counts as they are now. */
  AnswerTally copy() {
    AnswerTally copy = new AnswerTally();
    copy.counts.putAll(counts);
    return copy;
  }

  long count(AnswerVerdict verdict) {
    return counts.getOrDefault(verdict, 0L);
  }

  List<String> examples() {
    return List.copyOf(examples);
  }

  @Override
  public String toString() {
    long all = Arrays.stream(AnswerVerdict.values()).mapToLong(this::count).sum();
    return String.format(
        Locale.ROOT,
        "%,d calls: %,d whole, %,d broken and told so, %,d refused, %,d left, %,d WRONG",
        all,
        count(AnswerVerdict.WHOLE),
        count(AnswerVerdict.BROKEN),
        count(AnswerVerdict.REFUSED),
        count(AnswerVerdict.LEFT),
        count(AnswerVerdict.WRONG));
  }
}
