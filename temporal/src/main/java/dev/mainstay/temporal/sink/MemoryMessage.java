package dev.mainstay.temporal.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One message in memory: its events, and who may add to them. */
final class MemoryMessage {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition told = lock.newCondition();
  private final List<SinkEvent> events = new ArrayList<>();
  private int attempt;
  private boolean over;

  SinkWriter open(int attempt) {
    lock.lock();
    try {
      requireNotFenced(attempt);
      this.attempt = attempt;
      return new Writer(attempt, SinkState.after(events));
    } finally {
      lock.unlock();
    }
  }

  ReadEvents read(long afterId, Duration longest) throws InterruptedException {
    lock.lock();
    try {
      long left = longest.toNanos();
      while (events.size() <= afterId && !over && left > 0) {
        left = told.awaitNanos(left);
      }
      List<NumberedEvent> news = new ArrayList<>();
      for (int i = (int) Math.min(afterId, events.size()); i < events.size(); i++) {
        news.add(new NumberedEvent(i + 1L, events.get(i)));
      }
      return new ReadEvents(news, over);
    } finally {
      lock.unlock();
    }
  }

  private void add(int writer, SinkEvent event) {
    lock.lock();
    try {
      requireNotFenced(writer);
      if (over) {
        throw new SinkException("the message has ended; nothing can be added to it");
      }
      events.add(event);
      over = event.isLast();
      told.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void requireNotFenced(int writer) {
    if (writer < attempt) {
      throw new FencedException(writer, attempt);
    }
  }

  private final class Writer implements SinkWriter {
    private final int number;
    private final SinkState state;
    private long written;

    Writer(int number, SinkState state) {
      this.number = number;
      this.state = state;
    }

    @Override
    public SinkState state() {
      return state;
    }

    @Override
    public void write(long sequence, SinkEvent event) {
      if (sequence > written + 1) {
        throw new SinkException("write " + sequence + " came after write " + written);
      }
      if (sequence == written + 1) {
        add(number, event);
        written = sequence;
      }
    }
  }
}
