package dev.mainstay;

import dev.mainstay.call.CallListener;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.HedgePolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.Policies;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.routing.Affinity;
import dev.mainstay.routing.Aliases;
import dev.mainstay.routing.Fallbacks;
import dev.mainstay.routing.Preselection;
import dev.mainstay.routing.RouterSettings;
import dev.mainstay.routing.Strategy;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Mainstay}. Everything has a default; nothing is asked of anybody before the first
 * call.
 */
public final class MainstayBuilder {
  final Map<String, List<Deployment>> groups = new LinkedHashMap<>();
  private final Map<String, List<String>> generic = new LinkedHashMap<>();
  final Map<String, Provider> ownProviders = new HashMap<>();
  final List<CallListener> listeners = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();
  Policies policies = Policies.defaults();
  private Fallbacks fallbacks = Fallbacks.none();
  RouterSettings routing = RouterSettings.defaults();
  boolean implicitGroups = true;
  Map<String, String> environment = System.getenv();
  TimeSource time = TimeSource.system();
  // ThreadLocalRandom must be asked for anew on every thread.
  RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
  @Nullable Transport transport;
  @Nullable Mainstay previous;

  MainstayBuilder() {}

  /**
   * Adds deployments to the model group {@code name}. A deployment whose id is taken gets one with
   * a number, as in {@code openai/gpt-4o#2}.
   */
  public MainstayBuilder group(String name, Deployment... deployments) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(deployments, "deployments");
    List<Deployment> group = groups.computeIfAbsent(name, n -> new ArrayList<>());
    for (Deployment deployment : deployments) {
      Objects.requireNonNull(deployment, "deployment");
      int count = ids.merge(deployment.id(), 1, Integer::sum);
      group.add(count == 1 ? deployment : deployment.withId(deployment.id() + "#" + count));
    }
    return this;
  }

  /** Adds the groups to go to, in order, when {@code group} cannot serve a call. */
  public MainstayBuilder fallback(String group, String... to) {
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(to, "to");
    List<String> all = generic.computeIfAbsent(group, n -> new ArrayList<>());
    for (String fallback : to) {
      all.add(Objects.requireNonNull(fallback, "fallback"));
    }
    return this;
  }

  /**
   * Fallbacks of every kind, in place of those set so far except the generic ones of {@link
   * #fallback}, which take precedence over these where a group has both.
   */
  public MainstayBuilder fallbacks(Fallbacks fallbacks) {
    Objects.requireNonNull(fallbacks, "fallbacks");
    this.fallbacks = fallbacks;
    return this;
  }

  /** How a deployment of a group is chosen; {@link Strategy#simpleShuffle} by default. */
  public MainstayBuilder strategy(Strategy strategy) {
    Objects.requireNonNull(strategy, "strategy");
    routing = routing.withStrategy(strategy);
    return this;
  }

  /** Whose calls stay with one deployment of a group; nobody's by default. */
  public MainstayBuilder affinity(Affinity affinity) {
    Objects.requireNonNull(affinity, "affinity");
    routing = routing.withAffinity(affinity);
    return this;
  }

  /** Which deployments can serve a request at all: by tags, and by what is known of models. */
  public MainstayBuilder preselection(Preselection preselection) {
    Objects.requireNonNull(preselection, "preselection");
    routing = routing.withPreselection(preselection);
    return this;
  }

  /** Other names for groups. */
  public MainstayBuilder aliases(Aliases aliases) {
    Objects.requireNonNull(aliases, "aliases");
    routing = routing.withAliases(aliases);
    return this;
  }

  /** All policies at once, in place of those set so far. */
  public MainstayBuilder policies(Policies policies) {
    Objects.requireNonNull(policies, "policies");
    this.policies = policies;
    return this;
  }

  /** When a deployment cools down after failures, and for how long. */
  public MainstayBuilder health(HealthPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    policies = policies.withHealth(policy);
    return this;
  }

  /** How many retries a failing deployment may see beside its traffic. */
  public MainstayBuilder retryBudget(RetryBudget budget) {
    Objects.requireNonNull(budget, "budget");
    policies = policies.withRetryBudget(budget);
    return this;
  }

  /** Whether calls wait their turn before a deployment's limits, and how many for how long. */
  public MainstayBuilder pacing(PacingPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    policies = policies.withPacing(policy);
    return this;
  }

  /** How often to retry in general, 0 to 100; 2 by default. */
  public MainstayBuilder retries(int count) {
    return retries(RetryPolicy.of(count));
  }

  /** How often to retry; what {@code policy} sets takes precedence over what was set so far. */
  public MainstayBuilder retries(RetryPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    policies = policies.withRetries(policies.retries().overriddenBy(policy));
    return this;
  }

  /** How often to retry in {@code group}: takes precedence over the policy for all groups. */
  public MainstayBuilder retries(String group, RetryPolicy policy) {
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(policy, "policy");
    RetryPolicy own = policies.groupRetries().getOrDefault(group, RetryPolicy.defaults());
    policies = policies.withRetries(group, own.overriddenBy(policy));
    return this;
  }

  /** What to do about streams that break after output; to go on by default. */
  public MainstayBuilder recovery(RecoveryPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    policies = policies.withRecovery(policy);
    return this;
  }

  /** What to do about streams of {@code group} that break after output. */
  public MainstayBuilder recovery(String group, RecoveryPolicy policy) {
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(policy, "policy");
    policies = policies.withRecovery(group, policy);
    return this;
  }

  /** When a second attempt begins beside one that is slow; never by default. */
  public MainstayBuilder hedging(HedgePolicy hedging) {
    policies = policies.withHedging(hedging);
    return this;
  }

  /** When a second attempt begins beside one of {@code group} that is slow. */
  public MainstayBuilder hedging(String group, HedgePolicy hedging) {
    policies = policies.withHedging(group, hedging);
    return this;
  }

  /** How long to wait between attempts. */
  public MainstayBuilder backoff(Backoff backoff) {
    Objects.requireNonNull(backoff, "backoff");
    policies = policies.withBackoff(backoff);
    return this;
  }

  /** How long things may take. */
  public MainstayBuilder timeouts(Timeouts timeouts) {
    Objects.requireNonNull(timeouts, "timeouts");
    policies = policies.withTimeouts(timeouts);
    return this;
  }

  /**
   * Whether a stream's tool calls are held back until it is whole, so that a break among them can
   * be met by asking again; {@code true} by default.
   */
  public MainstayBuilder holdToolCalls(boolean hold) {
    policies = policies.withHoldsToolCalls(hold);
    return this;
  }

  /**
   * Ends an answer in which the same piece of text, of over two characters, comes {@code
   * repetitions} times running, with a {@link dev.mainstay.failure.Failure.MalformedAnswer} that is
   * final; off by default.
   *
   * @throws IllegalArgumentException if {@code repetitions} is less than 2
   */
  public MainstayBuilder loopGuard(int repetitions) {
    policies = policies.withLoopGuard(repetitions);
    return this;
  }

  /**
   * Whether the usage in an answer has what the call has cost, where prices are known; {@code
   * false} by default. The metadata has it all the same.
   */
  public MainstayBuilder tellCost(boolean tell) {
    policies = policies.withTellsCost(tell);
    return this;
  }

  /** Only the configured groups may be called; {@code provider/model} names no group by itself. */
  public MainstayBuilder onlyConfiguredGroups() {
    implicitGroups = false;
    return this;
  }

  /** Adds somebody who is told what happens. */
  public MainstayBuilder listener(CallListener listener) {
    Objects.requireNonNull(listener, "listener");
    listeners.add(listener);
    return this;
  }

  /** Adds a provider, or replaces one: deployments named {@code name/model} are asked of it. */
  public MainstayBuilder provider(String name, Provider provider) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(provider, "provider");
    ownProviders.put(name, provider);
    return this;
  }

  /** The transport to use, which stays the caller's to close; by default one on java.net.http. */
  public MainstayBuilder transport(Transport transport) {
    Objects.requireNonNull(transport, "transport");
    this.transport = transport;
    return this;
  }

  /**
   * Takes over what {@code previous} has learnt and still learns of deployments that are the same
   * here: cooldowns, latencies, retry budgets, and which attempts are under way. For a
   * configuration that is read again; where the health policy or the retry budget is another, all
   * starts over, except for the attempts under way: these go on taking the places of their
   * deployment, as long as its id, provider and endpoint are the same, and the limit set here holds
   * for them.
   */
  public MainstayBuilder goOnFrom(Mainstay previous) {
    Objects.requireNonNull(previous, "previous");
    this.previous = previous;
    return this;
  }

  /**
   * Where keys, endpoints and proxies ({@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code NO_PROXY})
   * are looked up that a deployment does not set; the process's by default.
   */
  public MainstayBuilder environment(Map<String, String> environment) {
    Objects.requireNonNull(environment, "environment");
    environment.forEach((name, value) -> {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
    });
    this.environment = Map.copyOf(environment);
    return this;
  }

  /** Where time comes from; a test gives a {@link dev.mainstay.time.ManualTime}. */
  public MainstayBuilder time(TimeSource time) {
    Objects.requireNonNull(time, "time");
    this.time = time;
    return this;
  }

  /**
   * Where chance comes from; a test gives a seeded one. It must be thread-safe if calls are
   * concurrent.
   */
  public MainstayBuilder random(RandomGenerator random) {
    Objects.requireNonNull(random, "random");
    this.random = random;
    return this;
  }

  /**
   * The library, ready to use.
   *
   * @throws IllegalArgumentException if something cannot work: an unknown provider, a fallback to a
   *     group that is not one, a retry policy for one, an environment variable that names a proxy
   *     and is not an address of one; the message names it
   */
  public Mainstay build() {
    return new Assembly(this).mainstay();
  }

  Fallbacks allFallbacks() {
    Map<String, List<String>> merged = new LinkedHashMap<>(fallbacks.generic());
    merged.putAll(generic);
    return fallbacks.withGeneric(merged);
  }
}
