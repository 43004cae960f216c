package dev.mainstay.temporal;

import java.util.concurrent.locks.ReentrantLock;

/** Interrupts the thread that made it, from any other, but only until it is closed. */
final class Interruption implements AutoCloseable {
  private final Thread thread = Thread.currentThread();
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;
  private boolean done;

  void interrupt() {
    lock.lock();
    try {
      if (!closed) {
        done = true;
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /** On its own thread: nobody is interrupted any more, and an interrupt of ours is forgotten. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (done) {
        Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }
}
