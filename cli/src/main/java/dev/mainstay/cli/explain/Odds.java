package dev.mainstay.cli.explain;

import dev.mainstay.routing.Candidate;
import dev.mainstay.routing.Requirements;
import dev.mainstay.routing.Strategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A strategy that takes what another takes most often, and tells how often that is: chance must not
 * make two explanations of one configuration differ.
 */
final class Odds implements Strategy {
  private static final int SAMPLES = 1000;

  private final Strategy strategy;
  private final Consumer<Step.Chosen> listener;
  private final Set<Candidate> seen = new LinkedHashSet<>();

  Odds(Strategy strategy, Consumer<Step.Chosen> listener) {
    this.strategy = strategy;
    this.listener = listener;
  }

  @Override
  public Candidate choose(
      List<? extends Candidate> candidates, Requirements requirements, RandomGenerator random) {
    Map<Candidate, Integer> counts = new HashMap<>();
    for (int i = 0; i < SAMPLES; i++) {
      Candidate chosen =
          strategy.choose(candidates, requirements, new Stratified((i + 0.5) / SAMPLES));
      counts.merge(chosen, 1, Integer::sum);
    }
    List<Candidate> byCount = new ArrayList<>(candidates);
    byCount.sort(Comparator.comparingInt(candidate -> -counts.getOrDefault(candidate, 0)));
    seen.addAll(candidates);
    listener.accept(new Step.Chosen(shares(byCount, counts)));
    return byCount.getFirst();
  }

  /** Everybody who could have been chosen so far. */
  Set<Candidate> seen() {
    return seen;
  }

  private static List<Step.Share> shares(List<Candidate> members, Map<Candidate, Integer> counts) {
    return members.stream()
        .filter(counts::containsKey)
        .map(candidate ->
            new Step.Share(
                candidate.deployment().id(),
                Math.max(1, Math.round(counts.getOrDefault(candidate, 0) * 100f / SAMPLES))))
        .toList();
  }

  /**
   * Its first number is given, those after it depend on that: the samples lie evenly, so that what
   * is chosen by one number has the odds it ought to have.
   */
  private static final class Stratified implements RandomGenerator {
    private final RandomGenerator further;
    private double first;

    Stratified(double first) {
      this.first = first;
      this.further = new SplittableRandom(Double.doubleToLongBits(first));
    }

    @Override
    public double nextDouble() {
      if (first < 0) {
        return further.nextDouble();
      }
      double taken = first;
      first = -1;
      return taken;
    }

    @Override
    public int nextInt(int bound) {
      return (int) (nextDouble() * bound);
    }

    @Override
    public long nextLong() {
      return (long) (nextDouble() * 0x1p63);
    }
  }
}
