package dev.mainstay.provider.wire;

import dev.mainstay.failure.Failure;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.ToldLimit;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The limits on tokens that we set where nobody else does, because the API demands one: a server
 * that takes fewer says how many, is asked again at once with that, and never more afterwards.
 * Thread-safe.
 */
public final class OwnLimit {
  // Ids may come from callers, through wildcards: beyond this all is learnt anew.
  private static final int MOST = 10_000;
  private static final String FIELD = "max_tokens";
  private static final int MOST_DIGITS = 9;

  private final Map<String, Long> lower = new ConcurrentHashMap<>();

  /** None is known yet. */
  public OwnLimit() {}

  /**
   * An attempt that is made again, once, where {@code deployment} names a lower limit than ours.
   *
   * @param guess what we would set
   * @param sending makes it, with the limit that it is given
   */
  public ProviderStream attempt(
      Deployment deployment, long guess, LongFunction<ProviderStream> sending) {
    long limit = Math.min(guess, lower.getOrDefault(deployment.id(), guess));
    return new Lowering(deployment.id(), limit, sending);
  }

  private void learn(String id, long limit) {
    if (lower.size() >= MOST) {
      lower.clear();
    }
    lower.merge(id, limit, Math::min);
  }

  /**
   * The limit that {@code failure} names beside {@code ours}, as in "max_tokens: 8192 > 4096, which
   * is the maximum"; nothing where it is about something else.
   */
  static OptionalLong named(Failure failure, long ours) {
    String message = failure.message();
    int at = message.indexOf(FIELD);
    if (at < 0 || !OwnFields.isRefusal(failure)) {
      return OptionalLong.empty();
    }
    boolean isOurs = false;
    int end;
    for (int from = at + FIELD.length(); from < message.length(); from = Math.max(end, from + 1)) {
      end = endOfDigits(message, from);
      if (end == from || end - from > MOST_DIGITS) {
        continue;
      }
      long number = Long.parseLong(message, from, end, 10);
      if (isOurs && number > 0 && number < ours) {
        return OptionalLong.of(number);
      }
      isOurs |= number == ours;
    }
    return OptionalLong.empty();
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private final class Lowering implements ProviderStream {
    private final String id;
    private final long limit;
    private final LongFunction<ProviderStream> sending;
    private final AtomicReference<@Nullable Failure> aborted = new AtomicReference<>();
    private volatile ProviderStream current;
    private boolean isBegun;

    Lowering(String id, long limit, LongFunction<ProviderStream> sending) {
      this.id = id;
      this.limit = limit;
      this.sending = sending;
      this.current = sending.apply(limit);
    }

    @Override
    public Step next() throws InterruptedException {
      Step step = current.next();
      if (isBegun) {
        return step;
      }
      isBegun = true;
      OptionalLong named =
          step instanceof Broken(Failure failure) ? named(failure, limit) : OptionalLong.empty();
      return named.isPresent() ? askAgain(named.getAsLong()) : step;
    }

    private Step askAgain(long lower) throws InterruptedException {
      current.close();
      current = sending.apply(lower);
      Failure already = aborted.get();
      if (already != null) {
        current.abort(already);
      }
      Step step = current.next();
      if (!(step instanceof Broken)) {
        learn(id, lower);
      }
      return step;
    }

    @Override
    public List<ToldLimit> toldLimits() {
      return current.toldLimits();
    }

    @Override
    public void abort(Failure cause) {
      aborted.compareAndSet(null, cause);
      current.abort(cause);
    }

    @Override
    public void close() {
      current.close();
    }
  }
}
