package dev.mainstay.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Only the candidates of the lowest {@code order} take part; those without one come last. */
final class InOrder implements Strategy {
  private final Strategy among;

  InOrder(Strategy among) {
    this.among = among;
  }

  @Override
  public Candidate choose(
      List<? extends Candidate> candidates, Requirements requirements, RandomGenerator random) {
    return among.choose(lowest(candidates), requirements, random);
  }

  private static List<? extends Candidate> lowest(List<? extends Candidate> candidates) {
    long lowest = Long.MAX_VALUE;
    boolean differ = false;
    for (int i = 0; i < candidates.size(); i++) {
      long order = candidates.get(i).order();
      differ |= i > 0 && order != lowest;
      lowest = Math.min(lowest, order);
    }
    return differ ? withOrder(lowest, candidates) : candidates;
  }

  private static List<? extends Candidate> withOrder(
      long order, List<? extends Candidate> candidates) {
    List<Candidate> members = new ArrayList<>(candidates.size());
    for (Candidate candidate : candidates) {
      if (candidate.order() == order) {
        members.add(candidate);
      }
    }
    return members;
  }
}
