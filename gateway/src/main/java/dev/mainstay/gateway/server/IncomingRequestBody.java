package dev.mainstay.gateway.server;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A request's body on its way from the event loop to its handler. */
final class IncomingRequestBody {
  /** How much is kept of a body that nobody has asked for. */
  static final int UNASKED_BYTES = 64 * 1024;

  private static final long GROWTH = 4;

  private final long declaredBytes;
  private final int maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private byte[] bytes = {};
  private int size;
  private boolean isWhole;
  private boolean isAsked;
  private boolean isLeft;
  private @Nullable Rejection refusal;

  /**
   * A body of which nothing has come.
   *
   * @param declaredBytes its length as told, or -1
   */
  IncomingRequestBody(long declaredBytes, int maxBytes) {
    this.declaredBytes = declaredBytes;
    this.maxBytes = maxBytes;
  }

  // From here on by the event loop.

  /**
   * Keeps a piece.
   *
   * @return false if it is too much
   */
  boolean add(ByteBuf piece) {
    lock.lock();
    try {
      int length = piece.readableBytes();
      if (length > maxBytes - size) {
        return false;
      }
      reserve(size + length);
      piece.readBytes(bytes, size, length);
      size += length;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void reserve(int needed) {
    if (needed > bytes.length) {
      long room = declaredBytes < needed ? undeclaredRoom(needed) : declaredRoom(needed);
      bytes = Arrays.copyOf(bytes, (int) room);
    }
  }

  private long undeclaredRoom(int needed) {
    return Math.max(needed, Math.min(GROWTH * bytes.length, maxBytes));
  }

  // What is only declared is not given memory yet: there is room for four times what has come. The
  // steps are parts of the whole, so that no more than a third of it is copied for them.
  private long declaredRoom(int needed) {
    long most = Math.max(UNASKED_BYTES, GROWTH * needed);
    long room = declaredBytes;
    while (room > most) {
      room = room / GROWTH + 1;
    }
    return Math.max(room, needed);
  }

  void end() {
    lock.lock();
    try {
      isWhole = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void refuse(Rejection because) {
    lock.lock();
    try {
      refusal = because;
      bytes = new byte[0];
      size = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      isLeft = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether as much has come as is kept of a body that nobody has asked for. */
  boolean isEnoughUnasked() {
    lock.lock();
    try {
      return !isAsked && size >= UNASKED_BYTES;
    } finally {
      lock.unlock();
    }
  }

  // From here on by the handler's thread.

  boolean isWhole() {
    lock.lock();
    try {
      return isWhole;
    } finally {
      lock.unlock();
    }
  }

  /** The whole body; {@code ask} is run if it is not there yet. */
  byte[] await(Runnable ask) throws IOException, InterruptedException {
    if (mustAsk()) {
      ask.run();
    }
    lock.lockInterruptibly();
    try {
      while (!isWhole && !isLeft && refusal == null) {
        changed.await();
      }
      if (refusal != null) {
        throw new RequestRejectedException(refusal);
      }
      if (!isWhole) {
        throw new CallerLeftException();
      }
      if (bytes.length > size) {
        bytes = Arrays.copyOf(bytes, size);
      }
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  private boolean mustAsk() {
    lock.lock();
    try {
      boolean isFirst = !isAsked;
      isAsked = true;
      return isFirst && !isWhole;
    } finally {
      lock.unlock();
    }
  }
}
