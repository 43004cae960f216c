package dev.mainstay.simulator.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a client sends. Its owner reads it; while the owner is busy answering, a watcher may read
 * ahead, so that the client's leaving is seen at once also when nothing is being said.
 *
 * <p>Only one of the two reads from the socket at a time. A watcher that has begun to read cannot
 * be called back: the owner then takes the bytes it brings.
 */
final class Inbox {
  private final InputStream in;
  private final byte[] buffer = new byte[16 * 1024];
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int from;
  private volatile int to;
  private volatile boolean ended;
  private boolean watching;
  private boolean ownerWaits;

  Inbox(InputStream in) {
    this.in = in;
  }

  /** The next byte, or -1 at the end. */
  int read() throws IOException {
    if (from == to && !fill()) {
      return -1;
    }
    return buffer[from++] & 0xff;
  }

  /** Up to {@code length} bytes into {@code target}; -1 at the end. */
  int read(byte[] target, int offset, int length) throws IOException {
    if (from == to && !fill()) {
      return -1;
    }
    int count = Math.min(length, to - from);
    System.arraycopy(buffer, from, target, offset, count);
    from += count;
    return count;
  }

  /** Whether the client has left, as far as it is known. */
  boolean hasEnded() {
    return ended;
  }

  /** Looks out for the client's leaving from now until the owner reads again; unparks it then. */
  void watch() {
    lock.lock();
    try {
      if (watching || ended || !compact()) {
        return;
      }
      watching = true;
    } finally {
      lock.unlock();
    }
    Thread owner = Thread.currentThread();
    Thread.ofVirtual().start(() -> readAhead(owner));
  }

  private boolean fill() throws IOException {
    lock.lock();
    try {
      ownerWaits = true;
      while (watching && from == to) {
        changed.awaitUninterruptibly();
      }
      ownerWaits = false;
      if (from < to) {
        return true;
      }
    } finally {
      lock.unlock();
    }
    return !ended && readMore();
  }

  private boolean readMore() throws IOException {
    from = 0;
    to = 0;
    int count = in.read(buffer);
    ended = count < 0;
    to = Math.max(0, count);
    return !ended;
  }

  private void readAhead(Thread owner) {
    boolean more = true;
    while (more) {
      more = accept(readQuietly());
    }
    LockSupport.unpark(owner);
  }

  private int readQuietly() {
    try {
      return in.read(buffer, to, buffer.length - to);
    } catch (IOException e) {
      return -1;
    }
  }

  /** Takes what the watcher has read; whether it should go on. */
  private boolean accept(int count) {
    lock.lock();
    try {
      ended = count < 0;
      int end = to + Math.max(0, count);
      to = end;
      watching = !ended && !ownerWaits && to < buffer.length;
      changed.signalAll();
      return watching;
    } finally {
      lock.unlock();
    }
  }

  /** Makes room at the buffer's end; whether there is any. */
  private boolean compact() {
    int unread = to - from;
    System.arraycopy(buffer, from, buffer, 0, unread);
    from = 0;
    to = unread;
    return unread < buffer.length;
  }
}
