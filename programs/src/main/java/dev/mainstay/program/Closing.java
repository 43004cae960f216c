package dev.mainstay.program;

import dev.mainstay.call.ChatStream;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ends what one thread waits for when another says so. */
final class Closing {
  private final ReentrantLock lock = new ReentrantLock();
  private boolean isClosed;
  private @Nullable Thread opener;
  private @Nullable ChatStream stream;

  /** What {@code opening} gives; it is interrupted where this is closed meanwhile. */
  <T> T during(Supplier<T> opening) {
    set(Thread.currentThread());
    try {
      return opening.get();
    } finally {
      set(null);
    }
  }

  private void set(@Nullable Thread thread) {
    lock.lock();
    try {
      if (thread != null && isClosed) {
        throw Cancelled.exception("the stream was closed");
      }
      opener = thread;
      if (thread == null && isClosed) {
        // The interrupt was meant for what has been opened, and for nothing after it.
        boolean ignored = Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Closes {@code opened} with this, be it at once. */
  void opened(ChatStream opened) {
    lock.lock();
    try {
      stream = opened;
      if (isClosed) {
        opened.close();
      }
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      isClosed = true;
      if (opener != null) {
        opener.interrupt();
      }
      if (stream != null) {
        stream.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
