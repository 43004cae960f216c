package dev.mainstay.gateway.server;

import dev.mainstay.failure.Failure;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.TransportException;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What has come of one answer: filled by the event loop, emptied by one reading thread. The loop
 * fills as much as it has and then {@linkplain #wake wakes} the reader, once.
 */
final class IncomingAnswer {
  /** With this much unread the connection is not read any further. */
  private static final int FULL_BYTES = 128 * 1024;

  private static final int LEAST_BYTES = 1024;
  private static final byte[] NOTHING = {};

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable HttpHead head;
  private byte[] filled = NOTHING;
  private int filledBytes;
  private boolean isFull;
  private boolean isWhole;
  private boolean isUnwanted;
  private @Nullable IOException broken;
  private volatile @Nullable Failure aborted;

  // The reader's own.
  private byte[] taken = NOTHING;
  private int takenFrom;
  private int takenTo;
  private volatile boolean isRead;

  // From here on by the event loop.

  void head(HttpHead came) {
    lock.lock();
    try {
      head = came;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Keeps a piece of the body.
   *
   * @return false if no more should be read from the connection until the reader has caught up
   */
  boolean add(ByteBuf piece) {
    lock.lock();
    try {
      if (aborted != null || isUnwanted) {
        return true;
      }
      int length = piece.readableBytes();
      reserve(filledBytes + length);
      piece.readBytes(filled, filledBytes, length);
      filledBytes += length;
      isFull = filledBytes >= FULL_BYTES;
      return !isFull;
    } finally {
      lock.unlock();
    }
  }

  private void reserve(int bytes) {
    if (bytes > filled.length) {
      byte[] larger = new byte[Math.max(Math.max(bytes, LEAST_BYTES), filledBytes * 2)];
      System.arraycopy(filled, 0, larger, 0, filledBytes);
      filled = larger;
    }
  }

  boolean isFull() {
    lock.lock();
    try {
      return isFull;
    } finally {
      lock.unlock();
    }
  }

  void wake() {
    lock.lock();
    try {
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** The body is whole. */
  void end() {
    lock.lock();
    try {
      isWhole = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** No more will come, for {@code cause}; the reader gets what came before. */
  void breakOff(IOException cause) {
    lock.lock();
    try {
      if (broken == null && !isWhole) {
        broken = cause;
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  // From here on by any thread.

  /** Wakes the reader for good, and gives it nothing more. */
  void abort(Failure cause) {
    lock.lock();
    try {
      if (aborted == null) {
        aborted = cause;
        filled = NOTHING;
        filledBytes = 0;
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Nobody will read what still comes.
   *
   * @return whether something may
   */
  boolean leave() {
    lock.lock();
    try {
      isUnwanted = true;
      filledBytes = 0;
      return !isWhole && broken == null && aborted == null;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nobody waits for it any more. */
  boolean isLeft() {
    lock.lock();
    try {
      return isUnwanted || aborted != null;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the reader has had all of it. */
  boolean isRead() {
    return isRead;
  }

  // From here on by the reader's thread.

  /** Waits for the head. */
  HttpHead awaitHead() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (head == null && broken == null && aborted == null) {
        changed.await();
      }
      failIfAborted();
      if (head == null) {
        throw broken();
      }
      return head;
    } finally {
      lock.unlock();
    }
  }

  /** As {@link java.io.InputStream#read(byte[], int, int)}; the length is above zero. */
  int read(byte[] target, int offset, int length, Runnable resume)
      throws IOException, InterruptedException {
    failIfAborted();
    if (takenFrom == takenTo && !take(resume)) {
      isRead = true;
      return -1;
    }
    int count = Math.min(length, takenTo - takenFrom);
    System.arraycopy(taken, takenFrom, target, offset, count);
    takenFrom += count;
    return count;
  }

  int available() {
    lock.lock();
    try {
      return takenTo - takenFrom + filledBytes;
    } finally {
      lock.unlock();
    }
  }

  /** Changes the emptied array for the filled one, so that all that came costs one lock. */
  private boolean take(Runnable resume) throws IOException, InterruptedException {
    boolean wasFull;
    lock.lockInterruptibly();
    try {
      while (filledBytes == 0 && !isWhole && broken == null && aborted == null) {
        changed.await();
      }
      failIfAborted();
      if (filledBytes == 0) {
        if (broken != null) {
          throw broken();
        }
        return false;
      }
      byte[] emptied = taken;
      taken = filled;
      takenFrom = 0;
      takenTo = filledBytes;
      filled = emptied;
      filledBytes = 0;
      wasFull = isFull;
      isFull = false;
    } finally {
      lock.unlock();
    }
    if (wasFull) {
      resume.run();
    }
    return true;
  }

  private void failIfAborted() throws TransportException {
    Failure cause = aborted;
    if (cause != null) {
      throw new TransportException(cause);
    }
  }

  private IOException broken() {
    if (broken instanceof TransportException told) {
      return new TransportException(told.failure(), told);
    }
    return broken == null ? new IOException() : broken;
  }
}
