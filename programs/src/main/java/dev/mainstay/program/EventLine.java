package dev.mainstay.program;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A short line between those who make something and the one who takes it, so that a slow taker
 * slows the makers. Once it is over nobody waits at it. Thread-safe.
 *
 * @param <T> what stands in it
 */
final class EventLine<T> {
  private static final int LONGEST = 64;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<T> waiting = new ArrayDeque<>();
  private boolean isOver;

  /**
   * Puts {@code next} at its end, as soon as there is room.
   *
   * @return whether it stands there; not where the line is over
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  boolean put(T next) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!isOver && waiting.size() >= LONGEST) {
        changed.await();
      }
      if (!isOver) {
        waiting.add(next);
        changed.signalAll();
      }
      return !isOver;
    } finally {
      lock.unlock();
    }
  }

  /** Puts {@code last} at its end, whatever room there is, and nothing after it. */
  void end(T last) {
    lock.lock();
    try {
      if (!isOver) {
        isOver = true;
        waiting.add(last);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends it, and drops what nobody has taken. */
  void close() {
    lock.lock();
    try {
      isOver = true;
      waiting.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The first that stands in it, waiting for it; nothing where none will come.
   *
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  Optional<T> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!isOver && waiting.isEmpty()) {
        changed.await();
      }
      Optional<T> first = Optional.ofNullable(waiting.poll());
      changed.signalAll();
      return first;
    } finally {
      lock.unlock();
    }
  }
}
