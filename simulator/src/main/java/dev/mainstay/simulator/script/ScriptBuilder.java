package dev.mainstay.simulator.script;

import dev.mainstay.simulator.script.Script.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Script}. Steps are for every request, until {@link #when} narrows those that
 * follow down to some, and {@link #otherwise} opens them again to the rest.
 */
public final class ScriptBuilder {
  static final int MAX_TIMES = 100_000;

  private final Map<Match, Steps> parts = new LinkedHashMap<>();
  private final List<Outage> outages = new ArrayList<>();
  private final List<RateLimit> limits = new ArrayList<>();
  private final List<String> models = new ArrayList<>();
  private @Nullable String key;
  private int concurrency;
  private Match current = Match.ANY;

  ScriptBuilder() {}

  /**
   * What happens to the first request.
   *
   * @throws IllegalStateException if that has been said already
   */
  public ScriptBuilder first(Reply reply) {
    Objects.requireNonNull(reply, "reply");
    if (!steps().once.isEmpty()) {
      throw new IllegalStateException(
          "there is a first step already; use then(), or when() for the steps of other requests");
    }
    return then(reply);
  }

  /**
   * What happens to the next request.
   *
   * @throws IllegalStateException after {@link #thenAlways}, since it would never happen
   */
  public ScriptBuilder then(Reply reply) {
    Objects.requireNonNull(reply, "reply");
    return times(1, reply);
  }

  /**
   * What happens to the next {@code count} requests.
   *
   * @param count 1 to 100,000
   * @throws IllegalArgumentException if the count is out of range
   * @throws IllegalStateException after {@link #thenAlways}, since it would never happen
   */
  public ScriptBuilder times(int count, Reply reply) {
    Objects.requireNonNull(reply, "reply");
    if (count < 1 || count > MAX_TIMES) {
      throw new IllegalArgumentException(count + " times; use 1 to " + MAX_TIMES);
    }
    if (!steps().always.isEmpty()) {
      throw new IllegalStateException("a step after thenAlways() never happens; put it before");
    }
    for (int i = 0; i < count; i++) {
      steps().once.add(reply);
    }
    return this;
  }

  /** What happens to all later requests, in turn and for ever. */
  public ScriptBuilder thenAlways(Reply... replies) {
    Objects.requireNonNull(replies, "replies");
    for (Reply reply : replies) {
      steps().always.add(Objects.requireNonNull(reply, "reply"));
    }
    return this;
  }

  /** Lets the steps that follow be for the requests that {@code match}, counted by themselves. */
  public ScriptBuilder when(Match match) {
    Objects.requireNonNull(match, "match");
    current = match;
    return this;
  }

  /** Lets the steps that follow be for the requests that no {@link #when} fits. */
  public ScriptBuilder otherwise() {
    return when(Match.ANY);
  }

  /** Lets in no more than so much; may be said of several limits, which all hold. */
  public ScriptBuilder limit(RateLimit limit) {
    Objects.requireNonNull(limit, "limit");
    limits.add(limit);
    return this;
  }

  /** Lets in no more than {@code requests} at once, 1 or more; the others get 429. */
  public ScriptBuilder concurrency(int requests) {
    concurrency = requests;
    return this;
  }

  /** Lets {@code fault} happen to every request from {@code from} to {@code to} after the start. */
  public ScriptBuilder outage(Duration from, Duration to, Fault fault) {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(fault, "fault");
    outages.add(new Outage(from, to, fault));
    return this;
  }

  /** Names the models there are; a request to any other gets 404. */
  public ScriptBuilder models(String... names) {
    Objects.requireNonNull(names, "names");
    for (String name : names) {
      models.add(Objects.requireNonNull(name, "name"));
    }
    return this;
  }

  /** Names the only API key that is let in; a request with another gets 401. */
  public ScriptBuilder key(String key) {
    Objects.requireNonNull(key, "key");
    this.key = key;
    return this;
  }

  /** The script. */
  public Script build() {
    List<Part> all = new ArrayList<>();
    parts.forEach((match, steps) -> all.add(steps.part(match)));
    // What fits everything would leave nothing to those after it.
    all.sort((a, b) -> Boolean.compare(a.match().equals(Match.ANY), b.match().equals(Match.ANY)));
    return new Script(all, outages, limits, concurrency, models, Optional.ofNullable(key));
  }

  private Steps steps() {
    return Objects.requireNonNull(parts.computeIfAbsent(current, match -> new Steps()));
  }

  /** What has been said so far for one kind of request. */
  private static final class Steps {
    final List<Reply> once = new ArrayList<>();
    final List<Reply> always = new ArrayList<>();

    Part part(Match match) {
      return new Part(match, once, always);
    }
  }
}
