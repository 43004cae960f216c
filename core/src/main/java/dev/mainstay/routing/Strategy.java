package dev.mainstay.routing;

import java.util.List;
import java.util.random.RandomGenerator;

/** How one deployment is chosen among those of a group that may be tried. Thread-safe. */
@FunctionalInterface
public interface Strategy {

  /**
   * At random, by {@code weight}, else {@code rpm}, else {@code tpm}, else evenly; one without the
   * field weighs the mean of those that have it.
   */
  static Strategy simpleShuffle() {
    return new SimpleShuffle();
  }

  /** The one with the fewest attempts under way; ties at random. */
  static Strategy leastBusy() {
    return new LeastBusy();
  }

  /**
   * The better of two taken at random, by the time to an answer that its latest answers let expect
   * and by the attempts under way.
   */
  static Strategy latencyBased() {
    return new LatencyBased();
  }

  /**
   * The one that has used the least share of its own {@code rpm} and {@code tpm} in the last
   * minute; where none has a limit, the one that has used the fewest tokens.
   */
  static Strategy usageBased() {
    return new UsageBased();
  }

  /**
   * The cheapest for the tokens that this request may be expected to take; unknown prices last,
   * equal ones as by {@link #simpleShuffle}.
   */
  static Strategy costBased() {
    return new CostBased();
  }

  /**
   * This strategy for requests without a {@linkplain Requirements#key key}; one with a key stays
   * with one deployment while that is a candidate. Keys are shared out as {@link #simpleShuffle}
   * shares out calls.
   */
  default Strategy withAffinity() {
    return new AffinityStrategy(this);
  }

  /**
   * This strategy among the candidates of the lowest {@code order} that is present; those without
   * one come after all others.
   */
  default Strategy inOrder() {
    return new InOrder(this);
  }

  /**
   * One of {@code candidates}, of which there is at least one. Called on the thread of the call,
   * and on many at once.
   *
   * @param requirements what the request asks for
   * @param random where chance is to come from
   */
  Candidate choose(
      List<? extends Candidate> candidates, Requirements requirements, RandomGenerator random);
}
