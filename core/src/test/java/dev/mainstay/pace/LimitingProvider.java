package dev.mainstay.pace;

import dev.mainstay.provider.Quantity;
import dev.mainstay.provider.ToldLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/** A provider that limits its callers, and answers after a while. */
final class LimitingProvider {
  private final Timeline timeline;
  private final RandomGenerator random;
  private final List<ProviderLimit> limits = new ArrayList<>();
  private ToDoubleFunction<RandomGenerator> seconds = any -> 1;
  private int queueingBeyond = Integer.MAX_VALUE;
  private boolean hints;
  private double failing;
  private int underWay;
  private long taken;
  private long refused;
  private final List<Long> takenInSecond = new ArrayList<>();

  LimitingProvider(Timeline timeline, RandomGenerator random) {
    this.timeline = timeline;
    this.random = random;
  }

  LimitingProvider with(ProviderLimit limit) {
    limits.add(limit);
    return this;
  }

  LimitingProvider answersIn(double fixedSeconds) {
    seconds = any -> fixedSeconds;
    return this;
  }

  /** In so many seconds in the middle, and e-fold more or less once in three times for 1. */
  LimitingProvider answersInAbout(double median, double sigma) {
    seconds = random -> median * Math.exp(sigma * random.nextGaussian());
    return this;
  }

  /** Takes as many at once as come, and serves so many of them in the time of one. */
  LimitingProvider queuesBeyond(int servers) {
    queueingBeyond = servers;
    return this;
  }

  /** So many of what it takes fail at once, for no limit. */
  LimitingProvider failing(double share) {
    failing = share;
    return this;
  }

  LimitingProvider withHints() {
    hints = true;
    return this;
  }

  void scale(double factor) {
    limits.forEach(limit -> limit.scale(factor));
  }

  /** How many calls it works on. */
  int underWay() {
    return underWay;
  }

  long taken() {
    return taken;
  }

  long refused() {
    return refused;
  }

  /** How many were taken in a second since the start. */
  long takenIn(int second) {
    return second < takenInSecond.size() ? takenInSecond.get(second) : 0;
  }

  /** When a call would be taken, for those who can see that. */
  long fitsAt(double tokens) {
    long at = timeline.now();
    for (ProviderLimit limit : limits) {
      at = Math.max(at, limit.fitsAt(cost(limit, tokens), timeline.now()));
    }
    return at;
  }

  /** A call comes in. */
  void receive(double tokens, Caller caller) {
    long now = timeline.now();
    if (fitsAt(tokens) > now) {
      refuse(tokens, caller);
      return;
    }
    limits.forEach(limit -> limit.take(cost(limit, tokens), now));
    taken++;
    count(now);
    if (failing > 0 && random.nextDouble() < failing) {
      caller.failed();
      return;
    }
    underWay++;
    double slower = Math.max(1, (double) underWay / queueingBeyond);
    long nanos = (long) (seconds.applyAsDouble(random) * slower * Timeline.SECOND);
    List<ToldLimit> told = told(now);
    timeline.in(nanos / 10, () -> caller.begun(told));
    timeline.in(
        nanos,
        () -> {
          underWay--;
          limits.forEach(ProviderLimit::ended);
          caller.answered(told);
        });
  }

  private void refuse(double tokens, Caller caller) {
    long now = timeline.now();
    refused++;
    limits.forEach(limit -> limit.refused(now));
    long fits = fitsAt(tokens);
    Optional<Duration> hint =
        hints && fits != Long.MAX_VALUE
            ? Optional.of(Duration.ofNanos(Math.max(1, fits - now)))
            : Optional.empty();
    caller.refused(told(now), hint);
  }

  private List<ToldLimit> told(long now) {
    List<ToldLimit> told = new ArrayList<>();
    limits.forEach(limit -> limit.tell(now).ifPresent(told::add));
    return told;
  }

  private void count(long now) {
    int second = (int) (now / Timeline.SECOND);
    while (takenInSecond.size() <= second) {
      takenInSecond.add(0L);
    }
    takenInSecond.set(second, takenInSecond.get(second) + 1);
  }

  private static double cost(ProviderLimit limit, double tokens) {
    return limit.quantity == Quantity.REQUESTS ? 1 : tokens;
  }

  /** Who has made a call. */
  interface Caller {
    /** A tenth of its answer is there: the first output, where it is streamed. */
    default void begun(List<ToldLimit> told) {}

    void answered(List<ToldLimit> told);

    /** It fails, for no limit. */
    default void failed() {
      throw new AssertionError("nobody asked for failures");
    }

    void refused(List<ToldLimit> told, Optional<Duration> hint);
  }
}
