package dev.mainstay.pace;

import java.util.concurrent.TimeUnit;

/**
 * Whether answers take so much longer than they did at best that attempts must be queueing at the
 * provider: what servers do that do not refuse (vLLM, Ollama, llama.cpp).
 *
 * <p>As in the gradient that Netflix's concurrency limits follow, a short average is compared to a
 * long one; but the long one is the best of the short, which is slowly forgotten, since an average
 * that includes the queue hides it. Only what is alike may be compared: times to a first output, or
 * to the end of an answer. And a queue becomes shorter when fewer stand in it: where answers take
 * no less time after that they are long, and were not queueing. Averaged is the logarithm: answers
 * differ by their length a hundredfold, and the few long ones would drown the rest. A queue of less
 * than 100 ms is none, nor is one that is gone within a second: where the caller's own machine
 * stood still for a moment, all that were under way took so much longer.
 */
final class LatencyGradient {
  // By this many the average of answers that vary e-fold is off by a sixth.
  private static final int ROUND = 32;

  // No pause of a collector, a compiler or a neighbour is the most of what came in so long.
  private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(1);

  // Chance alone does not reach this; where it is, three in five attempts only queue.
  private static final double QUEUEING = Math.log(2.5);
  private static final double BEGINNING = Math.log(1.7);
  private static final double FORGETTING = 0.01;

  // Who queues for less loses nothing by it; it is more likely the caller's own machine that is
  // slow.
  private static final double LEAST_QUEUE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  // Half as many in a queue halve it; of that at least a third must be seen.
  private static final double FEWER = Math.log(1.4);
  private static final double SEEN = 1.0 / 3;

  private double best = Double.POSITIVE_INFINITY;
  private boolean queueing;
  private double sum;
  private int count;
  private int round = ROUND;
  private long roundFrom;

  // Beside how many others they were when it was said that they queue, and how long they took.
  private double besideSum;
  private double queuedBeside = Double.NEGATIVE_INFINITY;
  private double queuedFor;

  /** Whether they began to queue in the last round: no more should be let in. */
  boolean isQueueing() {
    return queueing;
  }

  /**
   * An answer has taken so long.
   *
   * @param others beside how many others it went out
   * @param inFlight how many attempts may be under way: as many answers, at least, make a round,
   *     and a second does
   * @return by what to multiply that; 1 where nothing is amiss, and before a round is over
   */
  double answered(long nanos, int others, double inFlight, long now) {
    if (count == 0) {
      roundFrom = now;
    }
    sum += Math.log((double) Math.max(1, nanos));
    besideSum += Math.log(others + 1.0);
    count++;
    if (count < round || now - roundFrom < ROUND_NANOS) {
      return 1;
    }
    round = Math.max(ROUND, (int) Math.min(inFlight, Integer.MAX_VALUE));
    double average = sum / count;
    double beside = besideSum / count;
    sum = 0;
    besideSum = 0;
    count = 0;
    disprove(average, beside);
    best = Math.min(best + FORGETTING, average);
    boolean isShort = Math.exp(average) - Math.exp(best) < LEAST_QUEUE_NANOS;
    double excess = isShort ? 0 : average - best;
    queueing = excess > BEGINNING;
    if (excess <= QUEUEING) {
      return 1;
    }
    if (beside > queuedBeside) {
      queuedBeside = beside;
      queuedFor = average;
    }
    return Math.exp(QUEUEING - excess);
  }

  private void disprove(double average, double beside) {
    double fewer = queuedBeside - beside;
    if (fewer < FEWER) {
      return;
    }
    if (queuedFor - average < SEEN * fewer) {
      best = average;
    }
    queuedBeside = Double.NEGATIVE_INFINITY;
  }
}
