package dev.mainstay.pace;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** How long messages take between a gateway and its provider, and how late timers are. */
interface Wire {
  /** When that happens which is due at {@code nanos}. */
  long happens(long nanos);

  /** How long a message takes. */
  long takes();

  /** {@code action} is what a message does that goes out now. */
  default void deliver(Timeline timeline, Runnable action) {
    timeline.at(happens(timeline.now() + takes()), action);
  }

  /** 10 to 20 ms. */
  static Wire even(RandomGenerator random) {
    return new Wire() {
      @Override
      public long happens(long nanos) {
        return nanos;
      }

      @Override
      public long takes() {
        return (long) (Timeline.SECOND / 100 * (1 + random.nextDouble()));
      }
    };
  }

  /**
   * Within a machine that has other things to do: messages take some 5 ms, but once in each so many
   * seconds nothing happens for a while, and then everything at once.
   */
  static Wire stalling(RandomGenerator random, double every, double longest) {
    long seed = random.nextLong();
    long everyNanos = (long) (every * Timeline.SECOND);
    return new Wire() {
      @Override
      public long happens(long nanos) {
        SplittableRandom stall = new SplittableRandom(seed + nanos / everyNanos);
        double length = longest * stall.nextDouble();
        double begin = (every - length) * stall.nextDouble();
        long from = nanos / everyNanos * everyNanos + (long) (begin * Timeline.SECOND);
        long to = from + (long) (length * Timeline.SECOND);
        return nanos >= from && nanos < to ? to : nanos;
      }

      @Override
      public long takes() {
        return (long) (0.005 * Timeline.SECOND * Math.exp(random.nextGaussian()));
      }
    };
  }
}
