package dev.mainstay.splice;

import dev.mainstay.splice.Expected.Repeated;
import dev.mainstay.text.Marks;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The beginning of a continuation, held until it is proven where in it the new text begins.
 *
 * <p>It may be read in up to three ways: as it stands, and forgiving whitespace or a code fence
 * before words that are compared folded. What the target meant is one of them, if anything that may
 * be dropped; so the joint is proven once every reading is over, and those in which an end of the
 * delivered text was repeated agree on the character after it.
 *
 * <p>They can differ in a text that repeats itself. Of "again and again and again and", told as "
 * again and again and again and", the target may have repeated all, after a space, and will go on;
 * or the last 20 characters as they stand, which are not such an end without their space, and has
 * gone on already. Neither is proven then, whatever comes; nor is anything where it may as well
 * have set the anchor in marks.
 */
final class Head {
  private static final int ALLOWANCE = 64;

  private final List<OpeningReading> open;
  private final List<OpeningReading> inMarks;
  private final int bound;
  private final Set<Repeated> repeated = EnumSet.noneOf(Repeated.class);
  private final StringBuilder after = new StringBuilder();
  private int held;
  private boolean empty = true;
  private boolean ambiguous;

  private Head(List<OpeningReading> readings, List<OpeningReading> inMarks, String text) {
    this.open = new ArrayList<>(readings);
    this.inMarks = new ArrayList<>(inMarks);
    this.bound = text.codePointCount(0, text.length()) + ALLOWANCE;
  }

  /**
   * Of one that begins with any end of {@code delivered}, above all the {@code anchor}.
   *
   * @throws IllegalArgumentException if the anchor is not an end of it without the whitespace after
   */
  static Head anchored(String delivered, String anchor) {
    Optional<Fence> fence = Fence.reopenableAfter(delivered);
    List<OpeningReading> readings = new ArrayList<>();
    readings.addAll(OpeningReading.plain(Expected.anchorExactly(delivered, anchor)));
    readings.addAll(OpeningReading.forgiving(Expected.anchor(delivered, anchor), fence));
    return new Head(readings, OpeningReading.inMarks(anchor, fence), delivered);
  }

  /** Of one that begins with all of {@code text}; nothing where that is but whitespace. */
  static Optional<Head> whole(String text, Optional<Fence> fence) {
    return of(OpeningReading.forgiving(Expected.whole(text), fence), text);
  }

  /** Of one that begins with all of {@code text}, exactly; nothing where that is empty. */
  static Optional<Head> exactly(String text) {
    return of(OpeningReading.plain(Expected.exactly(text)), text);
  }

  private static Optional<Head> of(List<OpeningReading> readings, String text) {
    return readings.isEmpty() ? Optional.empty() : Optional.of(new Head(readings, List.of(), text));
  }

  /** Takes the next character. */
  void add(int c) {
    held++;
    empty &= Marks.isWhite(c);
    if (!repeated.isEmpty()) {
      after.appendCodePoint(c);
    }
    for (OpeningReading reading : open) {
      reading.add(c);
      reading.repeated().ifPresent(this::prove);
    }
    for (OpeningReading reading : inMarks) {
      reading.add(c);
      ambiguous |= reading.repeated().isPresent();
    }
    open.removeIf(OpeningReading::isOver);
    inMarks.removeIf(OpeningReading::isOver);
  }

  /** No more comes. */
  void end() {
    open.clear();
  }

  /** Whether it is not known yet where the new text begins. */
  boolean isOpen() {
    return !isFailed() && !isDecided();
  }

  /** Whether it is not known, and never will be. */
  boolean isFailed() {
    boolean isNothing = open.isEmpty() && repeated.isEmpty();
    return ambiguous || isNothing || (!isDecided() && held >= bound);
  }

  private boolean isDecided() {
    return open.isEmpty() && inMarks.isEmpty();
  }

  /** Whether it may be read in two ways that differ in what the new text is. */
  boolean isAmbiguous() {
    return ambiguous;
  }

  /** Whether nothing but whitespace has come. */
  boolean isEmpty() {
    return empty;
  }

  /** Whether it repeats an end that is in no reading the anchor or all that was delivered. */
  boolean isTail() {
    return repeated.equals(EnumSet.of(Repeated.TAIL));
  }

  /** What has come of the new text. */
  String after() {
    return after.toString();
  }

  private void prove(Repeated what) {
    ambiguous |= !after.isEmpty();
    repeated.add(what);
  }
}
