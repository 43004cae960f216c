package dev.mainstay.simulator.server;

import dev.mainstay.simulator.dialect.LimitTold;
import dev.mainstay.simulator.dialect.Tokens;
import dev.mainstay.simulator.script.RateLimit;
import dev.mainstay.simulator.script.RateLimit.Counted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The limits of a script, and what is used of them: for everybody, or for each key. */
final class Limits {
  // Keys are made up by callers; a client that sends a new one each time must not fill the memory.
  private static final int MAX_KEYS = 10_000;

  private final List<RateLimit> limits;
  private final long start;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Meter> shared;
  private final Map<String, List<Meter>> ofKey = new HashMap<>();

  Limits(List<RateLimit> limits, long start) {
    this.limits = limits;
    this.start = start;
    this.shared = meters(false);
  }

  /** Whether what a request and its answer say makes a difference. */
  boolean countTokens() {
    return limits.stream().anyMatch(limit -> limit.counted() != Counted.REQUESTS);
  }

  /** Lets in a request that takes so many tokens at first, or refuses it by one of the limits. */
  LimitsVerdict enter(String key, Tokens tokens, long now) {
    lock.lock();
    try {
      List<Meter> meters = meters(key);
      meters.forEach(meter -> meter.advance(now));
      Optional<LimitsVerdict.Refused> refused = refused(meters, tokens, now);
      if (refused.isEmpty()) {
        meters.forEach(meter -> meter.take(cost(meter, tokens), now));
      } else {
        meters.forEach(meter -> refuse(meter, now));
      }
      return new LimitsVerdict(told(meters, now), refused);
    } finally {
      lock.unlock();
    }
  }

  /** One that was let in with {@code key} takes {@code more} tokens, or fewer where below zero. */
  void correct(String key, Tokens more, long now) {
    lock.lock();
    try {
      for (Meter meter : meters(key)) {
        meter.advance(now);
        if (meter.limit().counted() != Counted.REQUESTS) {
          meter.take(cost(meter, more), now);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private Optional<LimitsVerdict.Refused> refused(List<Meter> meters, Tokens tokens, long now) {
    LimitsVerdict.Refused longest = null;
    long wait = 0;
    for (Meter meter : meters) {
      long cost = cost(meter, tokens);
      if (cost > meter.capacity()) {
        return Optional.of(new LimitsVerdict.Refused(told(meter, now), cost, Optional.empty()));
      }
      long nanos = meter.nanosUntil(cost, now);
      if (nanos > wait) {
        wait = nanos;
        longest =
            new LimitsVerdict.Refused(told(meter, now), cost, Optional.of(Duration.ofNanos(nanos)));
      }
    }
    return Optional.ofNullable(longest);
  }

  private static void refuse(Meter meter, long now) {
    if (meter.limit().refusalsCount() && meter.limit().counted() == Counted.REQUESTS) {
      meter.takeRefused(now);
    }
  }

  private static List<LimitTold> told(List<Meter> meters, long now) {
    return meters.stream()
        .filter(meter -> meter.limit().telling().headers())
        .map(meter -> told(meter, now))
        .toList();
  }

  private static LimitTold told(Meter meter, long now) {
    Duration untilFull = Duration.ofNanos(meter.nanosUntilFull(now));
    return new LimitTold(meter.limit(), meter.most(), Math.max(0, meter.left()), untilFull);
  }

  private static long cost(Meter meter, Tokens tokens) {
    return switch (meter.limit().counted()) {
      case REQUESTS -> 1;
      case TOKENS -> tokens.input() + tokens.output();
      case INPUT_TOKENS -> tokens.input();
      case OUTPUT_TOKENS -> tokens.output();
    };
  }

  private List<Meter> meters(String key) {
    if (shared.size() == limits.size()) {
      return shared;
    }
    if (ofKey.size() >= MAX_KEYS && !ofKey.containsKey(key)) {
      ofKey.clear();
    }
    List<Meter> all = new ArrayList<>(shared);
    all.addAll(ofKey.computeIfAbsent(key, any -> meters(true)));
    return all;
  }

  private List<Meter> meters(boolean perKey) {
    return limits.stream()
        .filter(limit -> limit.perKey() == perKey)
        .map(limit -> Meter.of(limit, start))
        .toList();
  }
}
