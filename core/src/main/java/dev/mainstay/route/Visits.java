package dev.mainstay.route;

import dev.mainstay.gate.Caller;
import dev.mainstay.gate.Gate;
import dev.mainstay.gate.Terms;
import dev.mainstay.gate.Visit;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One call's visits: a deployment that is in several groups is visited once, so that what it does
 * counts once.
 */
final class Visits {
  private final Caller caller;
  // Most calls visit one, and a map would be the larger part of what is kept of that.
  private @Nullable Gate first;
  private @Nullable Visit toFirst;
  private @Nullable IdentityHashMap<Gate, Visit> others;

  /** Those of {@code caller}. */
  Visits(Caller caller) {
    this.caller = caller;
  }

  /** Whether an attempt on {@code terms} might enter at {@code member} now. */
  boolean mayEnter(Member member, Terms terms) {
    Visit visit = made(member.gate());
    return visit == null ? member.gate().mayEnter(terms) : visit.mayEnter(terms);
  }

  /** The call's visit to {@code member}. */
  Visit visit(Member member) {
    Gate gate = member.gate();
    if (toFirst == null) {
      first = gate;
      toFirst = gate.visit(caller);
    }
    return gate == first ? toFirst : other(gate);
  }

  private @Nullable Visit made(Gate gate) {
    if (gate == first) {
      return toFirst;
    }
    return others == null ? null : others.get(gate);
  }

  private Visit other(Gate gate) {
    if (others == null) {
      others = new IdentityHashMap<>(2);
    }
    return others.computeIfAbsent(gate, unvisited -> unvisited.visit(caller));
  }
}
