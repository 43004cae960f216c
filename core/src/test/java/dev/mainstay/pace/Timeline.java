package dev.mainstay.pace;

import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/** Virtual time, and what happens in it. */
final class Timeline {
  static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long now;
  private long numbers;

  long now() {
    return now;
  }

  void at(long nanos, Runnable action) {
    events.add(new Event(Math.max(now, nanos), numbers++, action));
  }

  void in(long nanos, Runnable action) {
    at(now + nanos, action);
  }

  /** Until nothing more happens, or {@code most} is reached. */
  void run(long most) {
    for (Event next = events.peek(); next != null && next.nanos <= most; next = events.peek()) {
      events.remove();
      now = next.nanos;
      next.action.run();
    }
  }

  private record Event(long nanos, long number, Runnable action) implements Comparable<Event> {
    // Asked millions of times.
    @Override
    public int compareTo(Event other) {
      return nanos == other.nanos
          ? Long.compare(number, other.number)
          : Long.compare(nanos, other.nanos);
    }
  }
}
