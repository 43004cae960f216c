package dev.mainstay.route;

import dev.mainstay.gate.Load;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The one that has used the least share of its own limits in the last minute: of the greater of rpm
 * and tpm where it has both, of the mean of the others' where it has none. Where nobody has a
 * limit, the one that has used the fewest tokens. Ties at random.
 */
final class UsageBased implements Strategy {

  @Override
  public Member choose(List<Member> candidates, Requirements requirements, RandomGenerator random) {
    int size = candidates.size();
    long now = candidates.getFirst().load().now();
    double[] requests = new double[size];
    double[] tokens = new double[size];
    Mean rpm = new Mean();
    Mean tpm = new Mean();
    for (int i = 0; i < size; i++) {
      Member member = candidates.get(i);
      requests[i] = (double) member.load().requestsPerMinute(now);
      tokens[i] = (double) member.load().tokensPerMinute(now);
      rpm.add(member.rpm());
      tpm.add(member.tpm());
    }
    addThoseUnderWay(tokens, requests, candidates);
    if (rpm.isEmpty() && tpm.isEmpty()) {
      return Least.of(candidates, tokens, random);
    }
    double[] shares = new double[size];
    for (int i = 0; i < size; i++) {
      Member member = candidates.get(i);
      shares[i] =
          Math.max(rpm.share(requests[i], member.rpm()), tpm.share(tokens[i], member.tpm()));
    }
    return Least.of(candidates, shares, random);
  }

  /**
   * Adds what attempts under way may be expected to use: as many tokens as those that are over did
   * on average, and one at least. Their tokens are known at their end, and until then all calls of
   * a burst would go to one deployment.
   */
  private static void addThoseUnderWay(
      double[] tokens, double[] requests, List<Member> candidates) {
    double[] inFlight = new double[tokens.length];
    double used = 0;
    double over = 0;
    for (int i = 0; i < tokens.length; i++) {
      Load load = candidates.get(i).load();
      inFlight[i] = load.inFlight();
      used += tokens[i];
      over += Math.max(0, requests[i] - inFlight[i]);
    }
    double each = Math.max(1, used / Math.max(1, over));
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] += inFlight[i] * each;
    }
  }

  /** The mean of the limits there are. */
  private static final class Mean {
    private double sum;
    private int known;

    void add(double limit) {
      if (limit > 0) {
        sum += limit;
        known++;
      }
    }

    boolean isEmpty() {
      return known == 0;
    }

    double share(double used, double own) {
      return isEmpty() ? 0 : used / (own > 0 ? own : sum / known);
    }
  }
}
