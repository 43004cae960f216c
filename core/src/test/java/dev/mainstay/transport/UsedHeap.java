package dev.mainstay.transport;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** What of the heap is in use, for tests that measure memory; they must be alone. */
public final class UsedHeap {
  // What is let go by another thread, or by a cleaner, is gone a moment later.
  private static final int ROUNDS = 4;

  private UsedHeap() {}

  /** What a full collection leaves, the least of a few. */
  public static long bytes() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      System.gc();
      RealTime.pass(Duration.ofMillis(20));
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
