package dev.mainstay.routing;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Whoever has a key stays with one deployment while that is a candidate; keys are shared out by
 * {@link Weights}. Where there is no key, another strategy chooses.
 *
 * <p>Rendezvous hashing: every pair of key and deployment has a score, and a key goes to its best.
 * A deployment that leaves sends away its own keys alone, and its keys spread over all others; when
 * it comes back, so do they. Scores depend on nothing but names, so that several processes agree.
 */
final class AffinityStrategy implements Strategy {
  private static final double TO_UNIT = 0x1p-53;

  private final Strategy otherwise;

  AffinityStrategy(Strategy otherwise) {
    this.otherwise = otherwise;
  }

  @Override
  public Candidate choose(
      List<? extends Candidate> candidates, Requirements requirements, RandomGenerator random) {
    Optional<String> key = requirements.key();
    return key.isPresent()
        ? best(candidates, hash(key.get()))
        : otherwise.choose(candidates, requirements, random);
  }

  private static Candidate best(List<? extends Candidate> candidates, long key) {
    Weights weights = Weights.of(candidates);
    Candidate best = candidates.getFirst();
    double bestScore = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      double unit = unit(mix(key ^ candidate.idHash()));
      double weight = weights.of(i);
      // ln(u) <= u - 1 spares nearly every logarithm.
      if ((unit - 1) / weight < bestScore) {
        continue;
      }
      double score = Math.log(unit) / weight;
      if (score > bestScore) {
        best = candidate;
        bestScore = score;
      }
    }
    return best;
  }

  /** Above 0 and below 1. */
  private static double unit(long bits) {
    return ((bits >>> 11) + 0.5) * TO_UNIT;
  }

  /** FNV-1a of 64 bits, over UTF-16. */
  static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return mix(hash);
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
