package dev.mainstay.cli.load;

import dev.mainstay.cli.load.LoadResult.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.Histogram;

/** Keeps what became of each message. Thread-safe. */
final class Recorder {
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  // Beyond that the users' own waits are not kept: a run over hours must not fill the memory.
  private static final long MOST_WAITS = 4_000_000;

  private final LoadPlan plan;
  private final ReentrantLock lock = new ReentrantLock();
  private final Histogram first = new Histogram(3);
  private final Histogram whole = new Histogram(3);
  private final Histogram late = new Histogram(3);
  private final List<Second> seconds = new ArrayList<>();
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
      second(now).sent++;
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
    Second ended = second(outcome.end());
    ended.answered++;
    long wholeMicros = micros(outcome.end() - outcome.due());
    whole.recordValue(wholeMicros);
    ended.whole.recordValue(wholeMicros);
    long wait = micros(outcome.first() - outcome.due());
    if (outcome.isStreamed()) {
      streamed++;
      first.recordValue(wait);
      ended.first.recordValue(wait);
    }
    if (waitsKept < MOST_WAITS) {
      waitsKept++;
      waits.add(outcome.user(), wait);
    }
  }

  private void missed(Outcome outcome, Miss miss) {
    failed++;
    second(outcome.end()).misses.merge(miss.kind(), 1L, Long::sum);
    Kind known = misses.get(miss.kind());
    misses.put(
        miss.kind(), known == null ? new Kind(miss.kind(), 1, miss.detail()) : known.oneMore());
  }

  private Second second(long now) {
    int index = (int) Math.max(0, (now - start) / SECOND_NANOS);
    while (seconds.size() <= index) {
      seconds.add(new Second());
    }
    return seconds.get(index);
  }

  /** How it stands. */
  Standing standing(long now) {
    lock.lock();
    try {
      long answered = whole.getTotalCount();
      Second last = second(now - SECOND_NANOS);
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
          List.copyOf(seconds));
    } finally {
      lock.unlock();
    }
  }

  private static long micros(long nanos) {
    return Math.max(0, nanos / 1000);
  }
}
