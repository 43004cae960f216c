package dev.mainstay.simulator.server;

import dev.mainstay.simulator.dialect.HttpRequest;
import dev.mainstay.simulator.exchange.Ending;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The requests that have come, the last so many of them. */
public final class RequestLog {
  private final TimeSource time;
  private final int capacity;
  private final Consumer<ReceivedRequest> onEnding;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<ReceivedRequest> requests = new ArrayDeque<>();
  private long count;

  public RequestLog(TimeSource time, int capacity, Consumer<ReceivedRequest> onEnding) {
    this.time = time;
    this.capacity = capacity;
    this.onEnding = onEnding;
  }

  Received add(HttpRequest request, long connection) {
    lock.lock();
    try {
      Received received = new Received(++count, connection, time.now(), time.nanos(), request);
      remember(received);
      arrived.signalAll();
      return received;
    } finally {
      lock.unlock();
    }
  }

  void ended(Received request, Ending.Kind kind) {
    request.ended(kind, time.now(), time.nanos());
    onEnding.accept(request);
  }

  public List<ReceivedRequest> all() {
    lock.lock();
    try {
      return List.copyOf(requests);
    } finally {
      lock.unlock();
    }
  }

  public long count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for request number {@code wanted}; whether it has come. */
  public boolean await(long wanted, Duration longest) {
    lock.lock();
    try {
      long left = longest.toNanos();
      while (count < wanted && left > 0) {
        left = arrived.awaitNanos(left);
      }
      return count >= wanted;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for request " + wanted, e);
    } finally {
      lock.unlock();
    }
  }

  private void remember(ReceivedRequest received) {
    if (capacity == 0) {
      return;
    }
    if (requests.size() == capacity) {
      requests.removeFirst();
    }
    requests.addLast(received);
  }
}
