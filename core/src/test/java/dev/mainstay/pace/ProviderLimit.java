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
    return new Bucket(quantity, perMinute, capacity, Timeline.MINUTE);
  }

  public static ProviderLimit fixedMinute(Quantity quantity, double perMinute, long phase) {
    return fixed(quantity, perMinute, Timeline.MINUTE, phase);
  }

  public static ProviderLimit slidingMinute(Quantity quantity, double perMinute) {
    return sliding(quantity, perMinute, Timeline.MINUTE);
  }

  /** A bucket that holds {@code most}, and is full again after {@code span}, which nobody tells. */
  public static ProviderLimit bucketOver(long span, Quantity quantity, double most) {
    return new Bucket(quantity, most, most, span);
  }

  /** So many in each {@code span}, the first of which began {@code phase} ago. */
  public static ProviderLimit fixed(Quantity quantity, double most, long span, long phase) {
    return new Fixed(quantity, most, span, phase);
  }

  /** So many in any {@code span}. */
  public static ProviderLimit sliding(Quantity quantity, double most, long span) {
    return new Sliding(quantity, most, span);
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
            quantity, (long) limit, (long) left, Optional.empty(), Optional.of(reset(now))));
  }

  /** When {@code cost} fits; now where it does at once, never where only an answer makes room. */
  public abstract long fitsAt(double cost, long now);

  public abstract void take(double cost, long now);

  public void ended() {}

  public abstract double left(long now);

  public abstract Duration reset(long now);

  private static final class Bucket extends ProviderLimit {
    private final long span;
    private double capacity;
    private double level;
    private long at;

    Bucket(Quantity quantity, double limit, double capacity, long span) {
      super(quantity, limit);
      this.span = span;
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
      return missing <= 0 ? now : now + (long) Math.ceil(missing / limit * span);
    }

    @Override
    public void take(double cost, long now) {
      level = Math.max(-limit * Timeline.SECOND / span, left(now) - cost);
    }

    @Override
    public double left(long now) {
      level = Math.min(capacity, level + (now - at) * limit / span);
      at = now;
      return level + 1e-9;
    }

    @Override
    public Duration reset(long now) {
      return Duration.ofNanos((long) ((capacity - left(now)) / limit * span) + 1);
    }
  }

  private static final class Fixed extends ProviderLimit {
    private final long span;
    private final long phase;
    private long index;
    private double used;

    Fixed(Quantity quantity, double limit, long span, long phase) {
      super(quantity, limit);
      this.span = span;
      this.phase = phase;
    }

    @Override
    public long fitsAt(double cost, long now) {
      return left(now) >= cost ? now : (index + 1) * span - phase;
    }

    @Override
    public void take(double cost, long now) {
      left(now);
      used += cost;
    }

    @Override
    public double left(long now) {
      if ((now + phase) / span != index) {
        index = (now + phase) / span;
        used = 0;
      }
      return limit - used;
    }

    @Override
    public Duration reset(long now) {
      left(now);
      return Duration.ofNanos((index + 1) * span - phase - now);
    }
  }

  private static final class Sliding extends ProviderLimit {
    private final Deque<double[]> taken = new ArrayDeque<>();
    private final long span;
    private double used;

    Sliding(Quantity quantity, double limit, long span) {
      super(quantity, limit);
      this.span = span;
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
          return (long) one[0] + span;
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
      while (!taken.isEmpty() && taken.peek()[0] + span <= now) {
        used -= taken.remove()[1];
      }
      return limit - used;
    }

    @Override
    public Duration reset(long now) {
      left(now);
      long oldest = taken.isEmpty() ? now : (long) taken.peek()[0] + span;
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
