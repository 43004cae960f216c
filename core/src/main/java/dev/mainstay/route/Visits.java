package dev.mainstay.route;

import dev.mainstay.gate.Gate;
import dev.mainstay.gate.Obstacle;
import dev.mainstay.gate.Terms;
import dev.mainstay.gate.Visit;
import java.util.IdentityHashMap;
import java.util.Optional;

/**
 * One call's visits, as one of its hops makes them: a deployment that is in several groups is
 * visited once, so that what it does counts once.
 *
 * @param byGate the visits of the call so far
 * @param bound whether a deployment's cooldown binds the call in this hop
 */
record Visits(IdentityHashMap<Gate, Visit> byGate, boolean bound) {

  /** Whether an attempt might enter at {@code member} now. */
  boolean mayEnter(Member member, boolean draws) {
    Visit visit = byGate.get(member.gate());
    return visit == null ? member.gate().mayEnter(Terms.of(bound, draws)) : visit.mayEnter(draws);
  }

  /** What keeps an attempt out at {@code member} now. */
  Optional<Obstacle> obstacle(Member member, boolean draws) {
    return visit(member).obstacle(draws);
  }

  /** The call's visit to {@code member}. */
  Visit visit(Member member) {
    return byGate.computeIfAbsent(member.gate(), gate -> gate.visit(bound));
  }
}
