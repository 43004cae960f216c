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
    Usual usual = new Usual(candidates.getFirst().gate().load().now());
    for (int i = 0; i < candidates.size(); i++) {
      usual.add(candidates.get(i));
    }
    return Least.of(candidates, usual::share, random);
  }

  /** What is usual among the candidates: the mean limits, and the mean use of a request. */
  private static final class Usual {
    private final long now;
    private final Mean rpm = new Mean();
    private final Mean tpm = new Mean();
    private long tokens;
    private long answered;

    Usual(long now) {
      this.now = now;
    }

    void add(Member member) {
      rpm.add(member.deployment().rpm());
      tpm.add(member.deployment().tpm());
      Load load = member.gate().load();
      tokens += load.tokensPerMinute(now);
      answered += Math.max(0, load.requestsPerMinute(now) - load.inFlight());
    }

    double share(Member member) {
      Deployment deployment = member.deployment();
      Load load = member.gate().load();
      // Tokens are known at the end of an answer: those under way count as usual, and one at
      // least, or else all calls of a burst would go to one deployment.
      double each = Math.max(1, (double) tokens / Math.max(1, answered));
      double used = load.tokensPerMinute(now) + load.inFlight() * each;
      if (rpm.isEmpty() && tpm.isEmpty()) {
        return used;
      }
      return Math.max(
          rpm.share((double) load.requestsPerMinute(now), deployment.rpm()),
          tpm.share(used, deployment.tpm()));
    }
  }

  /** The mean of the limits there are. */
  private static final class Mean {
    private double sum;
    private int known;

    void add(OptionalLong limit) {
      if (limit.isPresent()) {
        sum += limit.getAsLong();
        known++;
      }
    }

    boolean isEmpty() {
      return known == 0;
    }

    double share(double used, OptionalLong own) {
      return isEmpty() ? 0 : used / (own.isPresent() ? own.getAsLong() : sum / known);
    }
  }
}
