package dev.mainstay.simulator.server;

import dev.mainstay.simulator.script.RateLimit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** How much of a limit is used, for one key or for all. To be guarded by its owner's lock. */
abstract sealed class Meter {
  final RateLimit limit;
  final long start;
  final long span;
  long most;
  private int changesMade;

  private Meter(RateLimit limit, long start) {
    this.limit = limit;
    this.start = start;
    this.span = limit.per().toNanos();
    this.most = limit.most();
  }

  /** A new one, as it would stand at {@code start}. */
  static Meter of(RateLimit limit, long start) {
    return switch (limit.window()) {
      case SLIDING -> new Sliding(limit, start);
      case FIXED -> new Fixed(limit, start);
      case BUCKET -> new Bucket(limit, start);
    };
  }

  RateLimit limit() {
    return limit;
  }

  /** How much it allows now. */
  long most() {
    return most;
  }

  /** Lets it be {@code now}, with all that has changed until then. */
  final void advance(long now) {
    List<RateLimit.Change> changes = limit.changes();
    while (changesMade < changes.size() && start + changes.get(changesMade).at().toNanos() <= now) {
      RateLimit.Change change = changes.get(changesMade++);
      goOn(start + change.at().toNanos());
      change(change.to());
    }
    goOn(now);
  }

  void change(long to) {
    most = to;
  }

  /** Lets time pass, in which nothing changes. */
  abstract void goOn(long now);

  /** Takes {@code cost}, though there be less; what is below zero is given back. */
  abstract void take(long cost, long now);

  /** Takes what a refusal costs where it does. */
  void takeRefused(long now) {
    take(1, now);
  }

  /** The most that would ever fit. */
  long capacity() {
    return most;
  }

  /** How much would fit now; below zero where more was taken than there was. */
  abstract long left();

  /** How long until {@code cost}, which is no more than the capacity, fits; zero where it does. */
  abstract long nanosUntil(long cost, long now);

  /** How long until all is there again. */
  abstract long nanosUntilFull(long now);

  /** Counts what was taken in the last span. */
  private static final class Sliding extends Meter {
    private final Deque<Taken> taken = new ArrayDeque<>();
    private long used;

    Sliding(RateLimit limit, long start) {
      super(limit, start);
    }

    @Override
    void goOn(long now) {
      while (!taken.isEmpty() && now - taken.getFirst().at() >= span) {
        used -= taken.removeFirst().cost();
      }
    }

    @Override
    void take(long cost, long now) {
      taken.addLast(new Taken(now, cost));
      used += cost;
    }

    @Override
    long left() {
      return most - used;
    }

    @Override
    long nanosUntil(long cost, long now) {
      long missing = cost - left();
      long at = now;
      for (Taken one : taken) {
        if (missing <= 0) {
          break;
        }
        missing -= one.cost();
        at = one.at() + span;
      }
      return at - now;
    }

    @Override
    long nanosUntilFull(long now) {
      return taken.isEmpty() ? 0 : taken.getLast().at() + span - now;
    }

    private record Taken(long at, long cost) {}
  }

  /** Counts what was taken since the last span began. */
  private static final class Fixed extends Meter {
    private long number;
    private long used;

    Fixed(RateLimit limit, long start) {
      super(limit, start);
    }

    @Override
    void goOn(long now) {
      long current = (now - start) / span;
      if (current != number) {
        number = current;
        used = 0;
      }
    }

    @Override
    void take(long cost, long now) {
      used += cost;
    }

    @Override
    long left() {
      return most - used;
    }

    @Override
    long nanosUntil(long cost, long now) {
      return left() >= cost ? 0 : nanosUntilFull(now);
    }

    @Override
    long nanosUntilFull(long now) {
      return used == 0 ? 0 : start + (number + 1) * span - now;
    }
  }

  /** Is filled evenly. */
  private static final class Bucket extends Meter {
    // What comes back is not a whole number of nanoseconds.
    private static final double TINY = 1e-6;

    // However many are refused, no more is owed than comes in within a second.
    private static final double MOST_OWED_NANOS = 1e9;

    private double level;
    private double capacity;
    private long at;

    Bucket(RateLimit limit, long start) {
      super(limit, start);
      this.capacity = limit.capacity();
      this.level = capacity;
      this.at = start;
    }

    @Override
    void change(long to) {
      capacity = Math.max(1, capacity * to / most);
      level = Math.min(level, capacity);
      super.change(to);
    }

    @Override
    void goOn(long now) {
      level = Math.min(capacity, level + (now - at) * perNano());
      at = now;
    }

    @Override
    void take(long cost, long now) {
      level = Math.min(capacity, level - cost);
    }

    @Override
    void takeRefused(long now) {
      double lowest = -perNano() * MOST_OWED_NANOS;
      level = Math.max(Math.min(level, lowest), level - 1);
    }

    @Override
    long capacity() {
      return (long) capacity;
    }

    @Override
    long left() {
      return (long) Math.floor(level + TINY);
    }

    @Override
    long nanosUntil(long cost, long now) {
      return Math.max(0, (long) Math.ceil((cost - level - TINY) / perNano()));
    }

    @Override
    long nanosUntilFull(long now) {
      return Math.max(0, (long) Math.ceil((capacity - level - TINY) / perNano()));
    }

    private double perNano() {
      return (double) most / span;
    }
  }
}
