package dev.mainstay.route;

import dev.mainstay.gate.Caller;
import dev.mainstay.gate.Gate;
import dev.mainstay.gate.Terms;
import dev.mainstay.gate.Visit;
import java.util.IdentityHashMap;

/**
 * One call's visits: a deployment that is in several groups is visited once, so that what it does
 * counts once.
 *
 * @param byGate the visits so far
 * @param caller who visits
 */
record Visits(IdentityHashMap<Gate, Visit> byGate, Caller caller) {

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
