package dev.mainstay.policy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one call wants otherwise than its client's settings. Immutable. */
public final class CallOptions {
  private static final CallOptions NONE = new CallOptions(new Values());

  private final Values values;

  private CallOptions(Values values) {
    this.values = values;
  }

  /** No wishes of its own. */
  public static CallOptions none() {
    return NONE;
  }

  /** Replaces every retry count but a kind's 0. */
  public OptionalInt retries() {
    return values.retries;
  }

  /**
   * These options with a count of retries, 0 to 100.
   *
   * @throws IllegalArgumentException if it is below 0 or above 100
   */
  public CallOptions withRetries(int retries) {
    RetryPolicy.requireCount("retries", retries);
    return with(values -> values.retries = OptionalInt.of(retries));
  }

  /** The deadline over the whole call, to the very end. */
  public Optional<Duration> timeout() {
    return values.timeout;
  }

  /**
   * These options with a deadline over the whole call, above zero.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public CallOptions withTimeout(Duration timeout) {
    Objects.requireNonNull(timeout, "timeout");
    Timeouts.requirePositive("total timeout", timeout);
    return with(values -> values.timeout = Optional.of(timeout));
  }

  /** The first token and idle timeouts. */
  public Optional<Duration> streamTimeout() {
    return values.streamTimeout;
  }

  /**
   * These options with a first token and idle timeout, above zero.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public CallOptions withStreamTimeout(Duration streamTimeout) {
    Objects.requireNonNull(streamTimeout, "streamTimeout");
    Timeouts.requirePositive("first token timeout", streamTimeout);
    return with(values -> values.streamTimeout = Optional.of(streamTimeout));
  }

  /** The groups to fall back to, in place of the configured ones; an empty list means none. */
  public Optional<List<String>> fallbacks() {
    return values.fallbacks;
  }

  /** These options with fallback groups of their own. */
  public CallOptions withFallbacks(List<String> fallbacks) {
    Objects.requireNonNull(fallbacks, "fallbacks");
    fallbacks.forEach(group -> Objects.requireNonNull(group, "group"));
    List<String> copy = List.copyOf(fallbacks);
    return with(values -> values.fallbacks = Optional.of(copy));
  }

  /** These options without any fallback. */
  public CallOptions withoutFallbacks() {
    return withFallbacks(List.of());
  }

  /** What deployments may serve the call, where tags choose deployments. */
  public List<String> tags() {
    return values.tags;
  }

  /** These options with tags that choose deployments. */
  public CallOptions withTags(List<String> tags) {
    Objects.requireNonNull(tags, "tags");
    tags.forEach(tag -> Objects.requireNonNull(tag, "tag"));
    List<String> copy = List.copyOf(tags);
    return with(values -> values.tags = copy);
  }

  /** These options with tags that choose deployments. */
  public CallOptions withTags(String... tags) {
    Objects.requireNonNull(tags, "tags");
    return withTags(Arrays.asList(tags));
  }

  /** Headers that every provider which is asked is sent, fallbacks included, by their names. */
  public Map<String, String> headers() {
    return values.headers;
  }

  /**
   * These options with a header that every provider which is asked is sent, in place of its own of
   * that name. What is not a header fails the call as {@code BadRequest}.
   */
  public CallOptions withHeader(String name, String value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    Map<String, String> headers = new LinkedHashMap<>(values.headers);
    headers.put(name, value);
    return with(values -> values.headers = Collections.unmodifiableMap(headers));
  }

  /** Whose calls stay with one deployment, where sessions do. */
  public Optional<String> session() {
    return values.session;
  }

  /** These options for a call of the session {@code session}. */
  public CallOptions withSession(String session) {
    Objects.requireNonNull(session, "session");
    return with(values -> values.session = Optional.of(session));
  }

  /**
   * The call's id, for whoever must know it before the call has begun; by default one is made up.
   */
  public Optional<String> id() {
    return values.id;
  }

  /** These options for a call with the id {@code id}, which should be one of its own. */
  public CallOptions withId(String id) {
    Objects.requireNonNull(id, "id");
    return with(values -> values.id = Optional.of(id));
  }

  /** Whose turn comes first where calls wait: the lower; 0 by default. */
  public int priority() {
    return values.priority;
  }

  /** These options for a call that waits for those of lower {@code priority}. */
  public CallOptions withPriority(int priority) {
    return with(values -> values.priority = priority);
  }

  /** The longest waits that the call makes itself; without limits by default. */
  public WaitLimits waitLimits() {
    return values.waitLimits;
  }

  /** These options for a call that waits no longer than {@code limits} say. */
  public CallOptions withWaitLimits(WaitLimits limits) {
    Objects.requireNonNull(limits, "limits");
    return with(values -> values.waitLimits = limits);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CallOptions that && values.all().equals(that.values.all());
  }

  @Override
  public int hashCode() {
    return values.all().hashCode();
  }

  @Override
  public String toString() {
    // Values of headers may be keys.
    return new NamedValues()
        .and("retries", values.retries)
        .and("timeout", values.timeout)
        .and("streamTimeout", values.streamTimeout)
        .and("fallbacks", values.fallbacks)
        .and("tags", values.tags)
        .and("headers", values.headers.keySet())
        .and("session", values.session)
        .and("id", values.id)
        .and("priority", values.priority)
        .and("waitLimits", values.waitLimits)
        .of("CallOptions");
  }

  private CallOptions with(Consumer<Values> change) {
    Values changed = new Values(values);
    change.accept(changed);
    return new CallOptions(changed);
  }

  /** Changed only before anybody else sees it. */
  private static final class Values {
    private OptionalInt retries = OptionalInt.empty();
    private Optional<Duration> timeout = Optional.empty();
    private Optional<Duration> streamTimeout = Optional.empty();
    private Optional<List<String>> fallbacks = Optional.empty();
    private List<String> tags = List.of();
    private Map<String, String> headers = Map.of();
    private Optional<String> session = Optional.empty();
    private Optional<String> id = Optional.empty();
    private int priority;
    private WaitLimits waitLimits = WaitLimits.none();

    Values() {}

    Values(Values from) {
      retries = from.retries;
      timeout = from.timeout;
      streamTimeout = from.streamTimeout;
      fallbacks = from.fallbacks;
      tags = from.tags;
      headers = from.headers;
      session = from.session;
      id = from.id;
      priority = from.priority;
      waitLimits = from.waitLimits;
    }

    List<Object> all() {
      return List.of(
          retries,
          timeout,
          streamTimeout,
          fallbacks,
          tags,
          headers,
          session,
          id,
          priority,
          waitLimits);
    }
  }
}
