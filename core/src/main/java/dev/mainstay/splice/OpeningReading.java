package dev.mainstay.splice;

import dev.mainstay.splice.Expected.Repeated;
import dev.mainstay.text.Marks;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One way to read the beginning of a continuation: as a preface that is forgiven, and then an end
 * of what was delivered, compared in one way. In one reading no two ends can be repeated: the
 * shorter would be what the longer begins with, and so would not occur once.
 */
final class OpeningReading {
  private final Expected expected;
  private final Preface preface;
  private final Repetition repetition;

  private OpeningReading(Expected expected, Preface preface) {
    this.expected = expected;
    this.preface = preface;
    this.repetition = expected.repetition();
  }

  /** Those that forgive nothing; none where nothing is {@code expected}. */
  static List<OpeningReading> plain(Expected expected) {
    return of(expected, Stream.of(Preface.none()));
  }

  /**
   * Those that forgive whitespace before what is {@code expected}, or the code fence {@code open}
   * once more; none where nothing is expected.
   */
  static List<OpeningReading> forgiving(Expected expected, Optional<Fence> open) {
    return of(expected, forgiven(open));
  }

  /** Those as which {@code anchor} is set in marks, after what is forgiven. */
  static List<OpeningReading> inMarks(String anchor, Optional<Fence> open) {
    int words = Marks.endOfOpening(anchor);
    String own = anchor.substring(0, words);
    return of(
        Expected.whole(anchor.substring(words)),
        forgiven(open).map(before -> Preface.marks(before, own, open)));
  }

  private static Stream<Preface> forgiven(Optional<Fence> open) {
    return Stream.concat(Stream.of(Preface.whitespace()), open.map(Preface::fence).stream());
  }

  private static List<OpeningReading> of(Expected expected, Stream<Preface> prefaces) {
    return expected.isEmpty()
        ? List.of()
        : prefaces.map(preface -> new OpeningReading(expected, preface)).toList();
  }

  /** Takes the next character. */
  void add(int c) {
    if (!preface.takes(c) && !preface.isFailed()) {
      repetition.add(c);
    }
  }

  /** What was repeated, where the character taken last was the last of it. */
  Optional<Repeated> repeated() {
    return expected.judge(repetition);
  }

  /** Whether no further character can make a repetition of it. */
  boolean isOver() {
    return preface.isFailed() || repetition.isFailed() || repetition.isEnd();
  }
}
