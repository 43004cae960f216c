package dev.mainstay.gate;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many attempts may be under way at one deployment, how many are, and the lines of those who
 * wait. Gates that follow each other, as a configuration is read again, share it: the limit is the
 * deployment's, whichever gate lets an attempt in. Read without a lock.
 */
final class Places {
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicInteger taken = new AtomicInteger();
  private volatile int limit = Integer.MAX_VALUE;

  // Those in which somebody waits, the oldest gate's first.
  private final Set<WaitingLine> lines = new LinkedHashSet<>();

  /** What guards all that the gates with these places change: one lock for them all. */
  ReentrantLock lock() {
    return lock;
  }

  int taken() {
    return taken.get();
  }

  boolean areAllTaken() {
    return taken.get() >= limit;
  }

  void take() {
    taken.incrementAndGet();
  }

  void giveBack() {
    taken.decrementAndGet();
  }

  /** From now on so many may be taken; those beyond it that are taken stay so. */
  void limitTo(int most, long now) {
    limit = most;
    serve(now);
  }

  /** Somebody waits in {@code line}. */
  void waitedForIn(WaitingLine line) {
    lines.add(line);
  }

  /** Lets in those who may go in, whichever gate they wait at. */
  void serve(long now) {
    if (lines.isEmpty()) {
      return;
    }
    lines.forEach(line -> line.serve(now));
    lines.removeIf(WaitingLine::isEmpty);
  }
}
