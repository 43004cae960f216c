package dev.mainstay.route;

import java.util.List;
import java.util.random.RandomGenerator;

/** How one deployment is chosen among those of a group that may be tried. */
@FunctionalInterface
public interface Strategy {

  /** {@code simple-shuffle}: at random, by {@code weight}, else {@code rpm}, else {@code tpm}. */
  static Strategy simpleShuffle() {
    return new SimpleShuffle();
  }

  /**
   * One of {@code candidates}, of which there is at least one.
   *
   * @param requirements what the request asks for
   */
  Member choose(List<Member> candidates, Requirements requirements, RandomGenerator random);
}
