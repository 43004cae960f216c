package dev.mainstay.route;

import dev.mainstay.gate.Load;
import dev.mainstay.provider.Deployment;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * The one that has used the least share of its own limits in the last minute: of the greater of rpm
 * and tpm where it has both, of the mean of the others' where it has none. Where nobody has a
 * limit, the one that has used the fewest tokens. Ties at random.
 */
final class UsageBased implements Strategy {

  @Override
  public Member choose(List<Member> candidates, Requirements requirements, RandomGenerator random) {
    if (candidates.size() == 1) {
      return candidates.getFirst();
    }
    Usual usual = Usual.of(candidates);
    return Least.of(candidates, usual::share, random);
  }

  /**
   * What is usual among the candidates.
   *
   * @param rpm the mean limit, 0 where nobody has one
   * @param tpm the mean limit, 0 where nobody has one
   * @param tokens the mean use of one request
   */
  private record Usual(double rpm, double tpm, double tokens) {

    static Usual of(List<Member> candidates) {
      double rpm = 0;
      double tpm = 0;
      double tokens = 0;
      double requests = 0;
      int rpms = 0;
      int tpms = 0;
      for (int i = 0; i < candidates.size(); i++) {
        Member member = candidates.get(i);
        Deployment deployment = member.deployment();
        if (deployment.rpm().isPresent()) {
          rpm += deployment.rpm().getAsLong();
          rpms++;
        }
        if (deployment.tpm().isPresent()) {
          tpm += deployment.tpm().getAsLong();
          tpms++;
        }
        Load load = member.gate().load();
        tokens += load.tokensPerMinute();
        requests += Math.max(0, load.requestsPerMinute() - load.inFlight());
      }
      return new Usual(
          rpms == 0 ? 0 : rpm / rpms, tpms == 0 ? 0 : tpm / tpms, tokens / Math.max(1, requests));
    }

    double share(Member member) {
      Deployment deployment = member.deployment();
      Load load = member.gate().load();
      // Tokens are known at the end of an answer: those under way count as usual, and one at
      // least, or else all calls of a burst would go to one deployment.
      double used = load.tokensPerMinute() + load.inFlight() * Math.max(1, tokens);
      if (rpm == 0 && tpm == 0) {
        return used;
      }
      double ofRequests = rpm == 0 ? 0 : load.requestsPerMinute() / limit(deployment.rpm(), rpm);
      double ofTokens = tpm == 0 ? 0 : used / limit(deployment.tpm(), tpm);
      return Math.max(ofRequests, ofTokens);
    }

    private static double limit(OptionalLong own, double usual) {
      return own.isPresent() ? own.getAsLong() : usual;
    }
  }
}
