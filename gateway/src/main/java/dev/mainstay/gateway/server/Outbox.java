package dev.mainstay.gateway.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Carries one message's bytes from the thread that makes them to the event loop that sends them:
 * bounded, so that a slow peer stops whoever writes; merged, so that what was written while the
 * loop was busy leaves with one system call. What is larger than the bound is sent piece by piece,
 * without whoever writes it.
 */
final class Outbox {
  /** While this much waits for the peer, {@link #add} blocks. */
  static final int CAPACITY = 64 * 1024;

  private final Channel channel;
  private final Watcher watcher;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private List<Part> parts = new ArrayList<>(2);
  private int waitingBytes;
  private boolean isScheduled;
  private boolean isLast;
  private boolean isClosed;
  private boolean hasBegun;

  Outbox(Channel channel, Watcher watcher) {
    this.channel = channel;
    this.watcher = watcher;
  }

  /** Told on the event loop how the sending goes. */
  interface Watcher {
    /** The first bytes are about to be written. */
    void begins();

    /** The last byte was taken by the socket. */
    void sent();

    /** The bytes could not be written. */
    void broke(Throwable cause);
  }

  /**
   * Leaves {@code part} to be sent with the next {@link #flush}, or sends it where as much waits
   * with it as may; blocks while as much does already.
   *
   * @return false if nothing can be sent any more
   */
  boolean add(Part part) throws InterruptedException {
    boolean isFull;
    lock.lockInterruptibly();
    try {
      while (waitingBytes >= CAPACITY && !isClosed) {
        room.await();
      }
      if (isClosed) {
        return false;
      }
      parts.add(part);
      waitingBytes += part.size();
      isFull = waitingBytes >= CAPACITY;
    } finally {
      lock.unlock();
    }
    if (isFull) {
      flush(false);
    }
    return true;
  }

  /**
   * Waits until little of what was added is left to be sent.
   *
   * @return false if it cannot be sent any more
   */
  boolean awaitRoom() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waitingBytes >= CAPACITY && !isClosed) {
        room.await();
      }
      return waitingBytes < CAPACITY;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends {@code part}, if nothing at all waits to be sent; never blocks.
   *
   * @return whether it is sent
   */
  boolean addIfIdle(Part part) {
    lock.lock();
    try {
      if (waitingBytes > 0 || isClosed || isLast) {
        return false;
      }
      parts.add(part);
      waitingBytes += part.size();
    } finally {
      lock.unlock();
    }
    flush(false);
    return true;
  }

  /** Sends what was added. After a flush that is {@code last}, nothing may be added. */
  void flush(boolean last) {
    lock.lock();
    try {
      isLast = last;
      if (isScheduled || isClosed) {
        return;
      }
      isScheduled = true;
    } finally {
      lock.unlock();
    }
    try {
      channel.eventLoop().execute(this::drain);
    } catch (RejectedExecutionException loopIsClosed) {
      close();
      watcher.broke(loopIsClosed);
    }
  }

  /** Gives up what was not sent, and wakes who waits for room. */
  void close() {
    lock.lock();
    try {
      isClosed = true;
      parts = List.of();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void drain() {
    List<Part> taken;
    boolean hasMore;
    boolean last;
    lock.lock();
    try {
      if (isClosed) {
        return;
      }
      taken = take();
      hasMore = !parts.isEmpty();
      isScheduled = hasMore;
      last = isLast && !hasMore;
    } finally {
      lock.unlock();
    }
    if (!hasBegun) {
      hasBegun = true;
      watcher.begins();
    }
    write(taken, hasMore, last);
  }

  /** As much of what was added as one write may have. */
  private List<Part> take() {
    List<Part> all = parts;
    int count = 0;
    int size = 0;
    while (count < all.size() && size + all.get(count).size() <= CAPACITY) {
      size += all.get(count).size();
      count++;
    }
    if (count == all.size()) {
      parts = new ArrayList<>(2);
      return all;
    }
    List<Part> taken = new ArrayList<>(all.subList(0, count));
    List<Part> rest = new ArrayList<>(all.subList(count, all.size()));
    if (rest.getFirst() instanceof Part.Bytes large) {
      taken.add(large.until(CAPACITY - size));
      rest.set(0, large.from(CAPACITY - size));
    } else if (count == 0) {
      taken.add(rest.removeFirst());
    }
    parts = rest;
    return taken;
  }

  private void write(List<Part> taken, boolean hasMore, boolean last) {
    int size = 0;
    for (Part part : taken) {
      size += part.size();
    }
    ByteBuf buffer = channel.alloc().directBuffer(size);
    for (Part part : taken) {
      part.writeTo(buffer);
    }
    int written = size;
    channel.writeAndFlush(buffer).addListener(done -> written(done, written, hasMore, last));
  }

  private void written(Future<?> done, int size, boolean hasMore, boolean last) {
    if (!done.isSuccess()) {
      close();
      watcher.broke(done.cause());
      return;
    }
    lock.lock();
    try {
      waitingBytes -= size;
      if (waitingBytes < CAPACITY) {
        room.signal();
      }
    } finally {
      lock.unlock();
    }
    if (hasMore) {
      drain();
    } else if (last) {
      watcher.sent();
    }
  }
}
