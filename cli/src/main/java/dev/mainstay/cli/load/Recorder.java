package dev.mainstay.cli.load;

import dev.mainstay.cli.load.LoadResult.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** Keeps what became of each message. Thread-safe. */
final class Recorder {
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  // A run over days must not fill the memory: beyond a quarter of an hour cells are longer than a
  // second, of which a plot shows no more, and of so many messages the users' waits are not kept.
  private static final int MOST_CELLS = 900;
  private static final long MOST_WAITS = 4_000_000;

  private final LoadPlan plan;
  private final ReentrantLock lock = new ReentrantLock();
  private final Histogram first = new Histogram(3);
  private final Histogram whole = new Histogram(3);
  private final Histogram late = new Histogram(3);
  private final Timeline timeline = new Timeline(MOST_CELLS);
  private final LastSeconds lately = new LastSeconds();
  private final Map<String, Kind> misses = new LinkedHashMap<>();
  private final UserWaits waits;
  private long start;
  private long waitsKept;
  private long sent;
  private long streamed;
  private long failed;
  private long givenUp;

  Recorder(LoadPlan plan, long now) {
    this.plan = plan;
    this.waits = new UserWaits(plan.users());
    this.start = now;
  }

  void begin(long now) {
    lock.lock();
    try {
      start = now;
    } finally {
      lock.unlock();
    }
  }

  void sent(long now) {
    lock.lock();
    try {
      sent++;
      record(now, cell -> cell.sent++);
    } finally {
      lock.unlock();
    }
  }

  void givenUp() {
    lock.lock();
    try {
      givenUp++;
    } finally {
      lock.unlock();
    }
  }

  void ended(Outcome outcome) {
    lock.lock();
    try {
      late.recordValue(micros(outcome.sent() - outcome.due()));
      if (outcome.miss().isPresent()) {
        missed(outcome, outcome.miss().get());
      } else {
        answered(outcome);
      }
    } finally {
      lock.unlock();
    }
  }

  private void answered(Outcome outcome) {
    long wholeMicros = micros(outcome.end() - outcome.due());
    long wait = micros(outcome.first() - outcome.due());
    whole.recordValue(wholeMicros);
    if (outcome.isStreamed()) {
      streamed++;
      first.recordValue(wait);
    }
    record(
        outcome.end(),
        cell -> {
          cell.answered++;
          cell.whole.recordValue(wholeMicros);
          if (outcome.isStreamed()) {
            cell.first.recordValue(wait);
          }
        });
    if (waitsKept < MOST_WAITS) {
      waitsKept++;
      waits.add(outcome.user(), wait);
    }
  }

  private void missed(Outcome outcome, Miss miss) {
    failed++;
    record(outcome.end(), cell -> cell.misses.merge(miss.kind(), 1L, Long::sum));
    Kind known = misses.get(miss.kind());
    misses.put(
        miss.kind(), known == null ? new Kind(miss.kind(), 1, miss.detail()) : known.oneMore());
  }

  private void record(long now, Consumer<Cell> event) {
    event.accept(timeline.at(second(now)));
    event.accept(lately.at(second(now)));
  }

  private long second(long now) {
    return Math.max(0, (now - start) / SECOND_NANOS);
  }

  /** How it stands. */
  Standing standing(long now) {
    lock.lock();
    try {
      long answered = whole.getTotalCount();
      lately.at(second(now));
      Cell last = lately.at(second(now - SECOND_NANOS));
      Histogram recent = last.first.getTotalCount() > 0 ? last.first : last.whole;
      return new Standing(
          Duration.ofNanos(now - start),
          sent,
          plan.duration().isZero() ? plan.total() : 0,
          answered,
          failed,
          sent - answered - failed - givenUp,
          last.answered,
          Duration.ofNanos(1000 * recent.getValueAtPercentile(50)));
    } finally {
      lock.unlock();
    }
  }

  LoadResult result(long now, boolean isStopped) {
    lock.lock();
    try {
      return new LoadResult(
          plan,
          Duration.ofNanos(now - start),
          isStopped,
          sent,
          whole.getTotalCount(),
          streamed,
          failed,
          givenUp,
          List.copyOf(misses.values()),
          first.copy(),
          whole.copy(),
          late.copy(),
          waits.fairness(),
          timeline.cells(),
          timeline.cellSeconds());
    } finally {
      lock.unlock();
    }
  }

  private static long micros(long nanos) {
    return Math.max(0, nanos / 1000);
  }
}
