package dev.mainstay.gateway.config;

import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import dev.mainstay.route.Fallbacks;
import dev.mainstay.route.RouterSettings;
import dev.mainstay.stream.LoopGuard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Builds a {@link GatewayConfig}; only a group must be given. Defaults are told there. */
public final class GatewayConfigBuilder {
  private Optional<String> host = Optional.empty();
  private int port = GatewayConfig.DEFAULT_PORT;
  private Optional<Secret> masterKey = Optional.empty();
  private final Map<String, List<Deployment>> groups = new LinkedHashMap<>();
  private final Map<String, List<String>> generic = new LinkedHashMap<>();
  private Fallbacks fallbacks = Fallbacks.none();
  private RouterSettings routing = RouterSettings.defaults();
  private RetryPolicy retries = RetryPolicy.defaults();
  private final Map<String, RetryPolicy> groupRetries = new LinkedHashMap<>();
  private RecoveryPolicy recovery = RecoveryPolicy.CONTINUE;
  private final Map<String, RecoveryPolicy> groupRecovery = new LinkedHashMap<>();
  private HealthPolicy health = HealthPolicy.defaults();
  private RetryBudget retryBudget = RetryBudget.defaults();
  private Backoff backoff = Backoff.defaults();
  private Timeouts timeouts = GatewayConfig.DEFAULT_TIMEOUTS;
  private boolean holdToolCalls = true;
  private OptionalInt loopGuard = OptionalInt.empty();
  private GatewayLimits limits = GatewayLimits.defaults();
  private Environment environment = Environment.system();

  GatewayConfigBuilder() {}

  GatewayConfigBuilder(GatewayConfig from) {
    host = Optional.of(from.host());
    port = from.port();
    masterKey = from.masterKey();
    from.groups().forEach((name, group) -> groups.put(name, new ArrayList<>(group)));
    fallbacks = from.routing().fallbacks();
    routing = from.routing();
    retries = from.retries();
    groupRetries.putAll(from.groupRetries());
    recovery = from.recovery();
    groupRecovery.putAll(from.groupRecovery());
    health = from.health();
    retryBudget = from.retryBudget();
    backoff = from.backoff();
    timeouts = from.timeouts();
    holdToolCalls = from.holdToolCalls();
    loopGuard = from.loopGuard();
    limits = from.limits();
    environment = from.environment();
  }

  /** The address to listen on. */
  public GatewayConfigBuilder host(String host) {
    this.host = Optional.of(host);
    return this;
  }

  /** The port to listen on, 0 (any free one) to 65535. */
  public GatewayConfigBuilder port(int port) {
    this.port = port;
    return this;
  }

  /** The key that callers must bring. */
  public GatewayConfigBuilder masterKey(Secret masterKey) {
    this.masterKey = Optional.of(masterKey);
    return this;
  }

  /** Adds deployments to the model group {@code name}. */
  public GatewayConfigBuilder group(String name, Deployment... deployments) {
    groups.computeIfAbsent(name, n -> new ArrayList<>()).addAll(List.of(deployments));
    return this;
  }

  /** Adds the groups to go to, in order, when {@code group} cannot serve a call. */
  public GatewayConfigBuilder fallback(String group, String... to) {
    generic.computeIfAbsent(group, n -> new ArrayList<>()).addAll(List.of(to));
    return this;
  }

  /**
   * Fallbacks of every kind, in place of those set so far but for those of {@link #fallback}, which
   * go before these where a group has both.
   */
  public GatewayConfigBuilder fallbacks(Fallbacks fallbacks) {
    this.fallbacks = fallbacks;
    return this;
  }

  /** How a deployment is chosen, and other names for groups; its fallbacks do not count. */
  public GatewayConfigBuilder routing(RouterSettings routing) {
    this.routing = routing;
    return this;
  }

  /** How often to retry. */
  public GatewayConfigBuilder retries(RetryPolicy retries) {
    this.retries = retries;
    return this;
  }

  /** How often to retry in {@code group}. */
  public GatewayConfigBuilder retries(String group, RetryPolicy retries) {
    groupRetries.put(group, retries);
    return this;
  }

  /** What to do about streams that break after output: to go on, or to fail. */
  public GatewayConfigBuilder recovery(RecoveryPolicy recovery) {
    this.recovery = recovery;
    return this;
  }

  /** What to do about streams of {@code group} that break after output: to go on, or to fail. */
  public GatewayConfigBuilder recovery(String group, RecoveryPolicy recovery) {
    groupRecovery.put(group, recovery);
    return this;
  }

  /** When deployments rest. */
  public GatewayConfigBuilder health(HealthPolicy health) {
    this.health = health;
    return this;
  }

  /** How many retries failing deployments may see. */
  public GatewayConfigBuilder retryBudget(RetryBudget retryBudget) {
    this.retryBudget = retryBudget;
    return this;
  }

  /** How long to wait before a retry. */
  public GatewayConfigBuilder backoff(Backoff backoff) {
    this.backoff = backoff;
    return this;
  }

  /** How long calls may take. */
  public GatewayConfigBuilder timeouts(Timeouts timeouts) {
    this.timeouts = timeouts;
    return this;
  }

  /** Whether a stream's tool calls wait for its end. */
  public GatewayConfigBuilder holdToolCalls(boolean hold) {
    this.holdToolCalls = hold;
    return this;
  }

  /**
   * How often the same piece of text, running, ends an answer.
   *
   * @throws IllegalArgumentException if {@code repetitions} is less than 2
   */
  public GatewayConfigBuilder loopGuard(int repetitions) {
    this.loopGuard = OptionalInt.of(LoopGuard.requireRepetitions(repetitions));
    return this;
  }

  /** What callers may send, and how long they may take. */
  public GatewayConfigBuilder limits(GatewayLimits limits) {
    this.limits = limits;
    return this;
  }

  /** Where the keys and addresses of providers are that deployments leave open. */
  public GatewayConfigBuilder environment(Environment environment) {
    this.environment = environment;
    return this;
  }

  /**
   * The configuration.
   *
   * @throws IllegalArgumentException if it cannot work; the message says why
   */
  public GatewayConfig build() {
    return new GatewayConfig(
        host.orElse(masterKey.isPresent() ? "0.0.0.0" : "127.0.0.1"),
        port,
        masterKey,
        groups,
        routing.withFallbacks(allFallbacks()),
        retries,
        groupRetries,
        recovery,
        groupRecovery,
        health,
        retryBudget,
        backoff,
        timeouts,
        holdToolCalls,
        loopGuard,
        limits,
        environment);
  }

  private Fallbacks allFallbacks() {
    Map<String, List<String>> merged = new LinkedHashMap<>(fallbacks.generic());
    merged.putAll(generic);
    return fallbacks.withGeneric(merged);
  }
}
