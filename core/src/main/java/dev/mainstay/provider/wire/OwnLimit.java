package dev.mainstay.provider.wire;

import dev.mainstay.failure.Failure;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ProviderStream;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;

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

  private final class Lowering extends AskedAgain {
    private final String id;
    private final long limit;
    private final LongFunction<ProviderStream> sending;

    Lowering(String id, long limit, LongFunction<ProviderStream> sending) {
      super(sending.apply(limit));
      this.id = id;
      this.limit = limit;
      this.sending = sending;
    }

    @Override
    Step begun(Step first) throws InterruptedException {
      OptionalLong named =
          first instanceof Broken(Failure failure) ? named(failure, limit) : OptionalLong.empty();
      if (named.isEmpty()) {
        return first;
      }
      Step second = askAgain(() -> sending.apply(named.getAsLong()));
      if (!(second instanceof Broken)) {
        learn(id, named.getAsLong());
      }
      return second;
    }
  }
}
