package dev.mainstay.temporal.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One message in memory: its events, and who may add to them. */
final class MemoryMessage {
  private static final Duration LONGEST = Duration.ofDays(365);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition told = lock.newCondition();
  private final List<SinkEvent> events = new ArrayList<>();
  private int attempt;
  private boolean over;
  // By System.nanoTime, where it is known.
  private OptionalLong endsAt = OptionalLong.empty();
  // Both change while its sink holds its place in the map.
  private boolean kept;
  private int readers;

  /** It is written: it stays until it is forgotten. */
  MemoryMessage kept() {
    kept = true;
    return this;
  }

  /** It is read: it stays as long as somebody reads it. */
  MemoryMessage joined() {
    readers++;
    return this;
  }

  /** One reader fewer; whether it is there for nobody now. */
  boolean left() {
    readers--;
    return !kept && readers == 0;
  }

  SinkWriter open(int attempt) {
    lock.lock();
    try {
      if (!over) {
        requireNotFenced(attempt);
        this.attempt = attempt;
      }
      return new Writer(attempt, SinkState.after(events));
    } finally {
      lock.unlock();
    }
  }

  /** The message whose call is over after {@code longest}. */
  SinkWriter open(int attempt, Duration longest) {
    lock.lock();
    try {
      SinkWriter writer = open(attempt);
      endsAt = OptionalLong.of(System.nanoTime() + shorter(longest, LONGEST).toNanos());
      return writer;
    } finally {
      lock.unlock();
    }
  }

  ReadEvents read(long afterId, Duration longest) throws InterruptedException {
    lock.lock();
    try {
      awaitNews(afterId, System.nanoTime() + shorter(longest, LONGEST).toNanos());
      List<NumberedEvent> news = new ArrayList<>();
      for (int i = Math.clamp(afterId, 0, events.size()); i < events.size(); i++) {
        news.add(new NumberedEvent(i + 1L, events.get(i)));
      }
      return new ReadEvents(news, over);
    } finally {
      lock.unlock();
    }
  }

  // Past the deadline there may be no worker to end the message: the reader that waits does.
  private void awaitNews(long afterId, long until) throws InterruptedException {
    while (events.size() <= afterId && !over) {
      long now = System.nanoTime();
      long alive = endsAt.isPresent() ? endsAt.getAsLong() - now : Long.MAX_VALUE;
      if (alive <= 0) {
        tell(new SinkEvent.Failed("TimedOut"));
      } else if (until - now <= 0) {
        return;
      } else {
        told.awaitNanos(Math.min(until - now, alive));
      }
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void add(int writer, SinkEvent event) {
    lock.lock();
    try {
      requireNotFenced(writer);
      if (over) {
        throw new SinkException("the message has ended; nothing can be added to it");
      }
      tell(event);
    } finally {
      lock.unlock();
    }
  }

  private void tell(SinkEvent event) {
    events.add(event);
    over = event.isLast();
    told.signalAll();
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
