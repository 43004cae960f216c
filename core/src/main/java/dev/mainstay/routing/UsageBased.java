package dev.mainstay.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The one that has used the least share of its own limits in the last minute: of the greater of rpm
 * and tpm where it has both, of the mean of the others' where it has none. Where nobody has a
 * limit, the one that has used the fewest tokens. Ties at random. Of more than 32 candidates, 32
 * that are together somewhere are compared.
 */
final class UsageBased implements Strategy {
  // Reading a hundred counters costs more than a microsecond; the least of so many is as good, and
  // callers who choose at the same time do not all choose the same.
  private static final int MOST_COMPARED = 32;

  @Override
  public Candidate choose(
      List<? extends Candidate> candidates, Requirements requirements, RandomGenerator random) {
    List<? extends Candidate> compared = some(candidates, random);
    return Least.of(compared, new Used(compared).shares(compared), random);
  }

  private static List<? extends Candidate> some(
      List<? extends Candidate> candidates, RandomGenerator random) {
    int size = candidates.size();
    if (size <= MOST_COMPARED) {
      return candidates;
    }
    int start = random.nextInt(size);
    List<Candidate> some = new ArrayList<>(MOST_COMPARED);
    for (int i = 0; i < MOST_COMPARED; i++) {
      some.add(candidates.get((start + i) % size));
    }
    return some;
  }

  /** What the candidates have used, read once: it changes all the time. */
  private static final class Used {
    private final double[] requests;
    private final double[] tokens;
    private final double[] inFlight;
    // What a call may be expected to use before it is known.
    private final double tokensOfEach;

    Used(List<? extends Candidate> candidates) {
      int size = candidates.size();
      requests = new double[size];
      tokens = new double[size];
      inFlight = new double[size];
      long now = candidates.getFirst().traffic().now();
      double used = 0;
      double over = 0;
      for (int i = 0; i < size; i++) {
        Traffic traffic = candidates.get(i).traffic();
        requests[i] = (double) traffic.requestsPerMinute(now);
        tokens[i] = (double) traffic.tokensPerMinute(now);
        inFlight[i] = traffic.inFlight();
        used += tokens[i];
        over += Math.max(0, requests[i] - inFlight[i]);
      }
      tokensOfEach = Math.max(1, used / Math.max(1, over));
    }

    /**
     * The share of its limits that each has used. Attempts under way count as many tokens as those
     * that are over did on average, and one at least: theirs are known at their end, and until then
     * all calls of a burst would go to one deployment.
     */
    double[] shares(List<? extends Candidate> candidates) {
      double perRequest = meanOfKnown(candidates, true);
      double perToken = meanOfKnown(candidates, false);
      boolean unlimited = perRequest == 0 && perToken == 0;
      double[] shares = new double[tokens.length];
      for (int i = 0; i < shares.length; i++) {
        Candidate candidate = candidates.get(i);
        double expected = tokens[i] + inFlight[i] * tokensOfEach;
        double ofRequests = requests[i] * orElse(candidate.shareOfRequest(), perRequest);
        double ofTokens = expected * orElse(candidate.shareOfToken(), perToken);
        shares[i] = unlimited ? expected : Math.max(ofRequests, ofTokens);
      }
      return shares;
    }

    /** The share that one takes of the mean limit; 0 where nobody has such a limit. */
    private static double meanOfKnown(List<? extends Candidate> candidates, boolean ofRequests) {
      double sum = 0;
      int known = 0;
      for (int i = 0; i < candidates.size(); i++) {
        Candidate candidate = candidates.get(i);
        double limit = ofRequests ? candidate.rpm() : candidate.tpm();
        if (limit > 0) {
          sum += limit;
          known++;
        }
      }
      return known == 0 ? 0 : known / sum;
    }

    private static double orElse(double share, double otherwise) {
      return share > 0 ? share : otherwise;
    }
  }
}
