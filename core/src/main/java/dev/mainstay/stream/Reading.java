package dev.mainstay.stream;

import dev.mainstay.stream.Expected.Repeated;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One way to read the beginning of a continuation: as a preface that is forgiven, and then an end
 * of what was delivered, compared in one way. In one reading no two ends can be repeated: the
 * shorter would be what the longer begins with, and so would not occur once.
 */
final class Reading {
  private final Expected expected;
  private final Preface preface;
  private final Repetition repetition;

  private Reading(Expected expected, Preface preface) {
    this.expected = expected;
    this.preface = preface;
    this.repetition = expected.repetition();
  }

  /** Those that forgive nothing; none where nothing is {@code expected}. */
  static List<Reading> plain(Expected expected) {
    return of(expected, List.of(Preface.none()));
  }

  /**
   * Those that forgive whitespace before what is {@code expected}, or the code fence {@code open}
   * once more; none where nothing is expected.
   */
  static List<Reading> forgiving(Expected expected, Optional<Fence> open) {
    List<Preface> prefaces = new ArrayList<>(List.of(Preface.whitespace()));
    open.map(Preface::fence).ifPresent(prefaces::add);
    return of(expected, prefaces);
  }

  private static List<Reading> of(Expected expected, List<Preface> prefaces) {
    return expected.isEmpty()
        ? List.of()
        : prefaces.stream().map(preface -> new Reading(expected, preface)).toList();
  }

  /** Takes the next character. */
  void add(int c) {
    if (!preface.takes(c)) {
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
