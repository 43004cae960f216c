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
    double[] requests = new double[size];
    double[] tokens = new double[size];
    double[] inFlight = new double[size];
    long now = candidates.getFirst().load().now();
    for (int i = 0; i < size; i++) {
      Load load = candidates.get(i).load();
      requests[i] = (double) load.requestsPerMinute(now);
      tokens[i] = (double) load.tokensPerMinute(now);
      inFlight[i] = load.inFlight();
    }
    addThoseUnderWay(tokens, requests, inFlight);
    return Least.of(candidates, shares(candidates, requests, tokens), random);
  }

  /**
   * Adds what attempts under way may be expected to use: as many tokens as those that are over did
   * on average, and one at least. Their tokens are known at their end, and until then all calls of
   * a burst would go to one deployment.
   */
  private static void addThoseUnderWay(double[] tokens, double[] requests, double[] inFlight) {
    double used = 0;
    double over = 0;
    for (int i = 0; i < tokens.length; i++) {
      used += tokens[i];
      over += requests[i] > inFlight[i] ? requests[i] - inFlight[i] : 0;
    }
    double each = Math.max(1, used / Math.max(1, over));
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] += inFlight[i] * each;
    }
  }

  private static double[] shares(List<Member> candidates, double[] requests, double[] tokens) {
    Limits mean = Limits.mean(candidates);
    if (mean.isUnknown()) {
      return tokens;
    }
    double[] shares = new double[tokens.length];
    for (int i = 0; i < shares.length; i++) {
      Member member = candidates.get(i);
      double rpm = member.rpm() > 0 ? member.rpm() : mean.rpm();
      double tpm = member.tpm() > 0 ? member.tpm() : mean.tpm();
      double ofRequests = requests[i] / rpm;
      double ofTokens = tokens[i] / tpm;
      shares[i] = ofRequests > ofTokens ? ofRequests : ofTokens;
    }
    return shares;
  }

  /**
   * Limits per minute.
   *
   * @param rpm of requests; infinity where there is none
   * @param tpm of tokens; infinity where there is none
   */
  private record Limits(double rpm, double tpm) {

    /** The mean of those there are. */
    static Limits mean(List<Member> members) {
      double rpm = 0;
      double tpm = 0;
      int rpms = 0;
      int tpms = 0;
      for (int i = 0; i < members.size(); i++) {
        Member member = members.get(i);
        if (member.rpm() > 0) {
          rpm += member.rpm();
          rpms++;
        }
        if (member.tpm() > 0) {
          tpm += member.tpm();
          tpms++;
        }
      }
      return new Limits(
          rpms == 0 ? Double.POSITIVE_INFINITY : rpm / rpms,
          tpms == 0 ? Double.POSITIVE_INFINITY : tpm / tpms);
    }

    boolean isUnknown() {
      return Double.isInfinite(rpm) && Double.isInfinite(tpm);
    }
  }
}
