package dev.mainstay.gateway.api;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How late this machine wakes its threads, as one finds that sleeps 5 ms at a time beside the test.
 * A promise of so many milliseconds is kept by whoever is late by no more than the machine made it.
 */
final class Lateness implements AutoCloseable {
  private static final long NAP = Duration.ofMillis(5).toNanos();
  // Of wakes one after the other, between a caller's leaving and its provider's learning of it.
  private static final int WAKES = 10;

  private final AtomicLong worst = new AtomicLong();
  private final Thread sleeper = Thread.ofPlatform().daemon().start(this::sleep);
  private volatile boolean closed;

  /** {@code took} without what may be the machine's own fault. */
  Duration without(Duration took) {
    return took.minusNanos(WAKES * worst.get());
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(sleeper);
  }

  private void sleep() {
    while (!closed) {
      long start = System.nanoTime();
      LockSupport.parkNanos(NAP);
      worst.accumulateAndGet(System.nanoTime() - start - NAP, Math::max);
    }
  }
}
