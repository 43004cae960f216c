package dev.mainstay.routing;

import java.util.List;
import java.util.random.RandomGenerator;

/** The one with the fewest attempts under way, ties at random. */
final class LeastBusy implements Strategy {

  @Override
  public Candidate choose(
      List<? extends Candidate> candidates, Requirements requirements, RandomGenerator random) {
    double[] inFlight = new double[candidates.size()];
    for (int i = 0; i < inFlight.length; i++) {
      inFlight[i] = candidates.get(i).traffic().inFlight();
    }
    return Least.of(candidates, inFlight, random);
  }
}
