package dev.mainstay.route;

import java.util.List;
import java.util.random.RandomGenerator;

/** The one with the fewest attempts under way, ties at random. */
final class LeastBusy implements Strategy {

  @Override
  public Member choose(List<Member> candidates, Requirements requirements, RandomGenerator random) {
    return Least.of(candidates, member -> member.gate().load().inFlight(), random);
  }
}
