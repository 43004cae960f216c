package dev.mainstay.gateway.config;

import dev.mainstay.gateway.front.GatewayFront;
import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.policy.Policies;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import dev.mainstay.routing.Fallbacks;
import dev.mainstay.routing.RouterSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Builds a {@link GatewayConfig}; only a group must be given. Defaults are told there. */
public final class GatewayConfigBuilder {
  Optional<String> host = Optional.empty();
  int port = GatewayConfig.DEFAULT_PORT;
  Optional<Secret> masterKey = Optional.empty();
  final Map<String, List<Deployment>> groups = new LinkedHashMap<>();
  RouterSettings routing = RouterSettings.defaults();
  Policies policies = GatewayConfig.DEFAULT_POLICIES;
  GatewayLimits limits = GatewayLimits.defaults();
  GatewayFront front = GatewayFront.defaults();
  Environment environment = Environment.system();
  private final Map<String, List<String>> generic = new LinkedHashMap<>();
  private Fallbacks fallbacks = Fallbacks.none();

  GatewayConfigBuilder() {}

  GatewayConfigBuilder(GatewayConfig from) {
    host = Optional.of(from.host());
    port = from.port();
    masterKey = from.masterKey();
    from.groups().forEach((name, group) -> groups.put(name, new ArrayList<>(group)));
    fallbacks = from.routing().fallbacks();
    routing = from.routing();
    policies = from.policies();
    limits = from.limits();
    front = from.front();
    environment = from.environment();
  }

  /** The address to listen on. */
  public GatewayConfigBuilder host(String host) {
    Objects.requireNonNull(host, "host");
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
    Objects.requireNonNull(masterKey, "masterKey");
    this.masterKey = Optional.of(masterKey);
    return this;
  }

  /** Adds deployments to the model group {@code name}. */
  public GatewayConfigBuilder group(String name, Deployment... deployments) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(deployments, "deployments");
    List<Deployment> group = groups.computeIfAbsent(name, n -> new ArrayList<>());
    for (Deployment deployment : deployments) {
      group.add(Objects.requireNonNull(deployment, "deployment"));
    }
    return this;
  }

  /** Adds the groups to go to, in order, when {@code group} cannot serve a call. */
  public GatewayConfigBuilder fallback(String group, String... to) {
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(to, "to");
    List<String> all = generic.computeIfAbsent(group, n -> new ArrayList<>());
    for (String fallback : to) {
      all.add(Objects.requireNonNull(fallback, "fallback"));
    }
    return this;
  }

  /**
   * Fallbacks of every kind, in place of those set so far except those of {@link #fallback}, which
   * take precedence over these where a group has both.
   */
  public GatewayConfigBuilder fallbacks(Fallbacks fallbacks) {
    Objects.requireNonNull(fallbacks, "fallbacks");
    this.fallbacks = fallbacks;
    return this;
  }

  /** How a deployment is chosen, and other names for groups; its fallbacks do not count. */
  public GatewayConfigBuilder routing(RouterSettings routing) {
    Objects.requireNonNull(routing, "routing");
    this.routing = routing;
    return this;
  }

  /**
   * Changes the policies, of which each has the gateway's default, as in {@code policies(all ->
   * all.withBackoff(backoff))}.
   */
  public GatewayConfigBuilder policies(UnaryOperator<Policies> change) {
    Objects.requireNonNull(change, "change");
    policies = change.apply(policies);
    return this;
  }

  /** What callers may send, and how long they may take. */
  public GatewayConfigBuilder limits(GatewayLimits limits) {
    Objects.requireNonNull(limits, "limits");
    this.limits = limits;
    return this;
  }

  /** What callers are shown beside the address. */
  public GatewayConfigBuilder front(GatewayFront front) {
    Objects.requireNonNull(front, "front");
    this.front = front;
    return this;
  }

  /** Where the keys and addresses of providers are that deployments leave open. */
  public GatewayConfigBuilder environment(Environment environment) {
    Objects.requireNonNull(environment, "environment");
    this.environment = environment;
    return this;
  }

  /**
   * The configuration.
   *
   * @throws IllegalArgumentException if it cannot work: no group, a port out of range, a host that
   *     other machines can reach without a master key
   */
  public GatewayConfig build() {
    return new GatewayConfig(this);
  }

  Fallbacks allFallbacks() {
    Map<String, List<String>> merged = new LinkedHashMap<>(fallbacks.generic());
    merged.putAll(generic);
    return fallbacks.withGeneric(merged);
  }
}
