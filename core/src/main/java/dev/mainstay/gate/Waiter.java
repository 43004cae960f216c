package dev.mainstay.gate;

import dev.mainstay.pace.Estimate;
import dev.mainstay.pace.FairLine;
import org.jspecify.annotations.Nullable;

/** One who waits to be let in by one gate. To be guarded by the lock of its turnstile. */
final class Waiter {
  private static final Estimate NOTHING = new Estimate(0, 0);

  private final Turn turn;
  private final Visit visit;
  private final Terms terms;

  // Where it stood last; a cooldown may keep it back since.
  private FairLine.@Nullable Place<Waiter> place;
  private Estimate likely = NOTHING;
  private long number;

  Waiter(Turn turn, Visit visit, Terms terms) {
    this.turn = turn;
    this.visit = visit;
    this.terms = visit.own(terms);
  }

  Turn turn() {
    return turn;
  }

  Visit visit() {
    return visit;
  }

  Gate gate() {
    return visit.gate();
  }

  Terms terms() {
    return terms;
  }

  /** How many had come before it. */
  long number() {
    return number;
  }

  void comesAs(long coming) {
    number = coming;
  }

  FairLine.@Nullable Place<Waiter> place() {
    return place;
  }

  /** What it was likely to use when it got in line, as far as that is counted. */
  Estimate likely() {
    return likely;
  }

  void standsAt(FairLine.Place<Waiter> where, Estimate uses) {
    place = where;
    likely = uses;
  }
}
