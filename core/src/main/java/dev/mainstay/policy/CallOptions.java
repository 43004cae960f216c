package dev.mainstay.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one call wants otherwise than its router's settings.
 *
 * @param retries replaces every retry count but a kind's 0; 0 to 100
 * @param timeout the deadline over the whole call, to the very end
 * @param streamTimeout the first token and idle timeouts
 * @param fallbacks the groups to fall back to, in place of the configured ones; an empty list means
 *     none
 * @param tags what deployments may serve the call, where tags choose deployments
 * @param session whose calls stay with one deployment, where sessions do
 */
public record CallOptions(
    OptionalInt retries,
    Optional<Duration> timeout,
    Optional<Duration> streamTimeout,
    Optional<List<String>> fallbacks,
    List<String> tags,
    Optional<String> session) {
  private static final CallOptions NONE =
      new CallOptions(
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty());

  /** Options; copies the lists and checks the ranges. */
  public CallOptions {
    fallbacks = fallbacks.map(List::copyOf);
    tags = List.copyOf(tags);
    retries.ifPresent(RetryPolicy::of);
    timeout.ifPresent(Timeouts.defaults()::withTotal);
    streamTimeout.ifPresent(Timeouts.defaults()::withStream);
  }

  /** No wishes of its own. */
  public static CallOptions none() {
    return NONE;
  }

  /** These options with a count of retries, 0 to 100. */
  public CallOptions withRetries(int retries) {
    return new CallOptions(
        OptionalInt.of(retries), timeout, streamTimeout, fallbacks, tags, session);
  }

  /** These options with a deadline over the whole call, above zero. */
  public CallOptions withTimeout(Duration timeout) {
    return new CallOptions(retries, Optional.of(timeout), streamTimeout, fallbacks, tags, session);
  }

  /** These options with a first token and idle timeout, above zero. */
  public CallOptions withStreamTimeout(Duration streamTimeout) {
    return new CallOptions(retries, timeout, Optional.of(streamTimeout), fallbacks, tags, session);
  }

  /** These options with fallback groups of their own. */
  public CallOptions withFallbacks(List<String> fallbacks) {
    return new CallOptions(retries, timeout, streamTimeout, Optional.of(fallbacks), tags, session);
  }

  /** These options with tags that choose deployments. */
  public CallOptions withTags(List<String> tags) {
    return new CallOptions(retries, timeout, streamTimeout, fallbacks, tags, session);
  }

  /** These options for a call of the session {@code session}. */
  public CallOptions withSession(String session) {
    return new CallOptions(retries, timeout, streamTimeout, fallbacks, tags, Optional.of(session));
  }

  /** These options without any fallback. */
  public CallOptions withoutFallbacks() {
    return withFallbacks(List.of());
  }
}
