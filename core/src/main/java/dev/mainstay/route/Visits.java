package dev.mainstay.route;

import dev.mainstay.gate.Caller;
import dev.mainstay.gate.Gate;
import dev.mainstay.gate.Terms;
import dev.mainstay.gate.Visit;
import java.util.IdentityHashMap;

/**
 * One call's visits: a deployment that is in several groups is visited once, so that what it does
 * counts once.
 */
final class Visits {
  private final IdentityHashMap<Gate, Visit> byGate = new IdentityHashMap<>(2);
  private final Caller caller;

  /** Those of {@code caller}. */
  Visits(Caller caller) {
    this.caller = caller;
  }

  /** Whether an attempt on {@code terms} might enter at {@code member} now. */
  boolean mayEnter(Member member, Terms terms) {
    Visit visit = byGate.get(member.gate());
    return visit == null ? member.gate().mayEnter(terms) : visit.mayEnter(terms);
  }

  /** The call's visit to {@code member}. */
  Visit visit(Member member) {
    return byGate.computeIfAbsent(member.gate(), gate -> gate.visit(caller));
  }
}
