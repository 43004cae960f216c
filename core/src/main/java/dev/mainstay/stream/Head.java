package dev.mainstay.stream;

import dev.mainstay.stream.Expected.Repeated;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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
 * again and again and again and", the target may have repeated all, behind a space, and will go on;
 * or the last 20 characters as they stand, which are no such end without their space, and has gone
 * on already. Neither is proven then, whatever comes.
 */
final class Head {
  private static final int ALLOWANCE = 64;

  private final List<Reading> open;
  private final int bound;
  private final Set<Repeated> repeated = EnumSet.noneOf(Repeated.class);
  private final StringBuilder after = new StringBuilder();
  private int held;
  private boolean empty = true;
  private boolean ambiguous;

  /**
   * @param readings the ways in which it may be read
   * @param characters how many characters were delivered: about as many are held at most
   */
  Head(List<Reading> readings, int characters) {
    this.open = new ArrayList<>(readings);
    this.bound = characters + ALLOWANCE;
  }

  /** Takes the next character. */
  void add(int c) {
    held++;
    empty &= Marks.isWhite(c);
    if (!repeated.isEmpty()) {
      after.appendCodePoint(c);
    }
    for (Reading reading : open) {
      reading.add(c);
      reading.repeated().ifPresent(this::prove);
    }
    open.removeIf(Reading::isOver);
  }

  /** No more comes. */
  void end() {
    open.clear();
  }

  /** Whether it is not known yet where the new text begins. */
  boolean isOpen() {
    return !isFailed() && !open.isEmpty();
  }

  /** Whether it is not known, and never will be. */
  boolean isFailed() {
    return ambiguous || (open.isEmpty() ? repeated.isEmpty() : held >= bound);
  }

  /** Whether two readings differ in where the new text begins. */
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
