package dev.mainstay.pace;

import dev.mainstay.provider.Quantity;
import dev.mainstay.provider.ToldLimit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongPredicate;

/** How a provider limits its callers, of whom it tells more or less. */
public abstract class ProviderLimit {
  final Quantity quantity;
  double limit;
  private boolean refusalsCost;
  private boolean tells;

  ProviderLimit(Quantity quantity, double limit) {
    this.quantity = quantity;
    this.limit = limit;
  }

  /** Calls of 1 or tokens a minute, in a bucket that holds {@code capacity}. */
  public static ProviderLimit bucket(Quantity quantity, double perMinute, double capacity) {
    return new Bucket(quantity, perMinute, capacity);
  }

  public static ProviderLimit fixedMinute(Quantity quantity, double perMinute, long phase) {
    return new FixedMinute(quantity, perMinute, phase);
  }

  public static ProviderLimit slidingMinute(Quantity quantity, double perMinute) {
    return new SlidingMinute(quantity, perMinute);
  }

  public static ProviderLimit inFlight(int most) {
    return new InFlight(most);
  }

  /** Takes all but what comes {@code when}, for whatever reason. */
  public static ProviderLimit refusing(LongPredicate when) {
    return new Refusing(when);
  }

  public ProviderLimit withCostlyRefusals() {
    refusalsCost = true;
    return this;
  }

  public ProviderLimit withHeaders() {
    tells = true;
    return this;
  }

  public void scale(double factor) {
    limit *= factor;
  }

  /** Whether one that was refused is taken off, too. */
  public void refused(long now) {
    if (refusalsCost) {
      take(quantity == Quantity.REQUESTS ? 1 : 0, now);
    }
  }

  public Optional<ToldLimit> tell(long now) {
    if (!tells) {
      return Optional.empty();
    }
    double left = Math.clamp(left(now), 0, limit);
    return Optional.of(
        new ToldLimit(
            quantity, (long) limit, (long) left, ToldLimit.MINUTE, Optional.of(reset(now))));
  }

  /** When {@code cost} fits; now where it does at once, never where only an answer makes room. */
  public abstract long fitsAt(double cost, long now);

  public abstract void take(double cost, long now);

  public void ended() {}

  public abstract double left(long now);

  public abstract Duration reset(long now);

  private static final class Bucket extends ProviderLimit {
    private double capacity;
    private double level;
    private long at;

    Bucket(Quantity quantity, double perMinute, double capacity) {
      super(quantity, perMinute);
      this.capacity = capacity;
      this.level = capacity;
    }

    @Override
    public void scale(double factor) {
      super.scale(factor);
      capacity *= factor;
      level = Math.min(level, capacity);
    }

    @Override
    public long fitsAt(double cost, long now) {
      double missing = cost - left(now);
      return missing <= 0 ? now : now + (long) Math.ceil(missing / limit * Timeline.MINUTE);
    }

    @Override
    public void take(double cost, long now) {
      level = Math.max(-limit / 60, left(now) - cost);
    }

    @Override
    public double left(long now) {
      level = Math.min(capacity, level + (now - at) * limit / Timeline.MINUTE);
      at = now;
      return level + 1e-9;
    }

    @Override
    public Duration reset(long now) {
      return Duration.ofNanos((long) ((capacity - left(now)) / limit * Timeline.MINUTE) + 1);
    }
  }

  private static final class FixedMinute extends ProviderLimit {
    private final long phase;
    private long minute;
    private double used;

    FixedMinute(Quantity quantity, double perMinute, long phase) {
      super(quantity, perMinute);
      this.phase = phase;
    }

    @Override
    public long fitsAt(double cost, long now) {
      return left(now) >= cost ? now : (minute + 1) * Timeline.MINUTE - phase;
    }

    @Override
    public void take(double cost, long now) {
      left(now);
      used += cost;
    }

    @Override
    public double left(long now) {
      if ((now + phase) / Timeline.MINUTE != minute) {
        minute = (now + phase) / Timeline.MINUTE;
        used = 0;
      }
      return limit - used;
    }

    @Override
    public Duration reset(long now) {
      left(now);
      return Duration.ofNanos((minute + 1) * Timeline.MINUTE - phase - now);
    }
  }

  private static final class SlidingMinute extends ProviderLimit {
    private final Deque<double[]> taken = new ArrayDeque<>();
    private double used;

    SlidingMinute(Quantity quantity, double perMinute) {
      super(quantity, perMinute);
    }

    @Override
    public long fitsAt(double cost, long now) {
      double missing = cost - left(now);
      for (double[] one : taken) {
        if (missing <= 0) {
          break;
        }
        missing -= one[1];
        if (missing <= 0) {
          return (long) one[0] + Timeline.MINUTE;
        }
      }
      return now;
    }

    @Override
    public void take(double cost, long now) {
      taken.add(new double[] {now, cost});
      used += cost;
    }

    @Override
    public double left(long now) {
      while (!taken.isEmpty() && taken.peek()[0] + Timeline.MINUTE <= now) {
        used -= taken.remove()[1];
      }
      return limit - used;
    }

    @Override
    public Duration reset(long now) {
      left(now);
      long oldest = taken.isEmpty() ? now : (long) taken.peek()[0] + Timeline.MINUTE;
      return Duration.ofNanos(Math.max(1, oldest - now));
    }
  }

  private static final class InFlight extends ProviderLimit {
    private int taken;

    InFlight(int most) {
      super(Quantity.REQUESTS, most);
    }

    @Override
    public long fitsAt(double cost, long now) {
      return taken + 1 <= limit ? now : Long.MAX_VALUE;
    }

    @Override
    public void take(double cost, long now) {
      taken++;
    }

    @Override
    public void refused(long now) {}

    @Override
    public void ended() {
      taken--;
    }

    @Override
    public Optional<ToldLimit> tell(long now) {
      return Optional.empty();
    }

    @Override
    public double left(long now) {
      return limit - taken;
    }

    @Override
    public Duration reset(long now) {
      return Duration.ZERO;
    }
  }

  private static final class Refusing extends ProviderLimit {
    private final LongPredicate when;

    Refusing(LongPredicate when) {
      super(Quantity.REQUESTS, Double.MAX_VALUE);
      this.when = when;
    }

    @Override
    public long fitsAt(double cost, long now) {
      return when.test(now) ? Long.MAX_VALUE : now;
    }

    @Override
    public void take(double cost, long now) {}

    @Override
    public void refused(long now) {}

    @Override
    public double left(long now) {
      return limit;
    }

    @Override
    public Duration reset(long now) {
      return Duration.ZERO;
    }
  }
}
