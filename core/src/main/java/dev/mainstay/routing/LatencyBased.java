package dev.mainstay.routing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The better of two taken at random: the one whose expected time to an answer, times the attempts
 * that would then be under way, is less. One that nothing is known of comes before all others if it
 * was asked nothing in the last minute, else after them: its answer is under way, or it has failed.
 *
 * <p>Two, and not the best of all, so that callers who decide at the same moment do not all go to
 * the same deployment (Mitzenmacher, The Power of Two Choices in Randomized Load Balancing, 2001).
 */
final class LatencyBased implements Strategy {

  @Override
  public Candidate choose(
      List<? extends Candidate> candidates, Requirements requirements, RandomGenerator random) {
    int size = candidates.size();
    if (size == 1) {
      return candidates.getFirst();
    }
    int first = random.nextInt(size);
    int second = random.nextInt(size - 1);
    Candidate one = candidates.get(first);
    Candidate other = candidates.get(second < first ? second : second + 1);
    // They come in random order, so that a tie is drawn too.
    return isBetter(other.traffic(), one.traffic()) ? other : one;
  }

  private static boolean isBetter(Traffic traffic, Traffic than) {
    double cost = cost(traffic);
    double thanCost = cost(than);
    return cost == thanCost ? traffic.inFlight() < than.inFlight() : cost < thanCost;
  }

  private static double cost(Traffic traffic) {
    int inFlight = traffic.inFlight();
    Optional<Duration> latency = traffic.latency();
    if (latency.isPresent()) {
      return (double) latency.get().toNanos() * (inFlight + 1);
    }
    return inFlight == 0 && traffic.requestsPerMinute(traffic.now()) == 0
        ? 0
        : Double.POSITIVE_INFINITY;
  }
}
