package dev.mainstay.gateway.config;

import dev.mainstay.MainstayBuilder;
import dev.mainstay.gateway.front.GatewayFront;
import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.policy.Policies;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import dev.mainstay.routing.Fallbacks;
import dev.mainstay.routing.RouterSettings;
import dev.mainstay.routing.Wildcards;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything a gateway is told. A {@link ConfigReader} reads it from LiteLLM's YAML; a builder
 * makes it in Java:
 *
 * <pre>{@code
 * GatewayConfig config = GatewayConfig.builder()
 *     .group("chat", Deployment.of("openai/gpt-4o"), Deployment.of("azure/gpt-4o").withEndpoint(eu))
 *     .group("backup", Deployment.of("groq/openai/gpt-oss-120b"))
 *     .fallback("chat", "backup")
 *     .masterKey(Secret.of(key))
 *     .build();
 * Mainstay mainstay = config.apply(Mainstay.builder()).transport(transport).build();
 * }</pre>
 *
 * <p>Immutable. Its text shows no secret.
 */
public final class GatewayConfig {
  /** The port where nothing is set: LiteLLM's. */
  public static final int DEFAULT_PORT = 4000;

  static final Policies DEFAULT_POLICIES =
      Policies.defaults()
          .withTimeouts(
              Timeouts.defaults()
                  .withUntilOutput(Duration.ofSeconds(1800))
                  .withUntilRecovered(Duration.ofSeconds(600)));

  static final String RESTART_IS_FOR_THE_LIBRARY =
      "is for the library alone, since no client of a gateway knows to drop what it has; use"
          + " continue or fail";

  static final String OPEN_TO_ALL =
      "where other machines can call the gateway, but there is no master_key; set master_key in"
          + " general_settings, or use 127.0.0.1";

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]+]?");
  private static final Pattern LOOPBACK =
      Pattern.compile("(?i)localhost|127(?:\\.\\d{1,3}){3}|::1|\\[::1]");

  private final String host;
  private final int port;
  private final Optional<Secret> masterKey;
  private final Map<String, List<Deployment>> groups;
  private final RouterSettings routing;
  private final Policies policies;
  private final GatewayLimits limits;
  private final GatewayFront front;
  private final Environment environment;

  GatewayConfig(GatewayConfigBuilder from) {
    masterKey = from.masterKey;
    host = from.host.orElse(masterKey.isPresent() ? "0.0.0.0" : "127.0.0.1");
    port = from.port;
    groups = copy(from.groups);
    routing = from.routing.withFallbacks(from.allFallbacks());
    policies = from.policies;
    limits = from.limits;
    front = from.front;
    environment = from.environment;
    requireAddress();
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("there is no model group; add one with group(name, ...)");
    }
    requireRecovery(policies.recovery());
    policies.groupRecovery().values().forEach(GatewayConfig::requireRecovery);
  }

  private static void requireRecovery(RecoveryPolicy policy) {
    if (RecoveryReader.mayRestart(policy)) {
      throw new IllegalArgumentException(
          "recover: " + RecoveryReader.name(policy) + ' ' + RESTART_IS_FOR_THE_LIBRARY);
    }
  }

  private void requireAddress() {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("the port is " + port + "; use 0 to 65535");
    }
    if (!isHost(host)) {
      throw new IllegalArgumentException(
          "the host is '" + host + "'; write one without port, as in 127.0.0.1");
    }
    if (masterKey.isEmpty() && !isLoopback(host)) {
      throw new IllegalArgumentException("the host is '" + host + "', " + OPEN_TO_ALL);
    }
  }

  /** A builder in which nothing is set. */
  public static GatewayConfigBuilder builder() {
    return new GatewayConfigBuilder();
  }

  /**
   * The address to listen on; by default every one ({@code 0.0.0.0}) where there is a master key,
   * else the loopback.
   */
  public String host() {
    return host;
  }

  /** The port to listen on, 0 for any free one; 4000 by default, as LiteLLM's. */
  public int port() {
    return port;
  }

  /** The key that callers must bring; where there is none, {@link #host} is a loopback address. */
  public Optional<Secret> masterKey() {
    return masterKey;
  }

  /** The deployments of each model group, in order; at least one group. */
  public Map<String, List<Deployment>> groups() {
    return groups;
  }

  /**
   * How a deployment is chosen, where calls go when a group cannot serve them, and other names for
   * groups.
   */
  public RouterSettings routing() {
    return routing;
  }

  /**
   * What is wanted of calls. Where nothing is set they may take 1,800 s until their first output,
   * and 600 s from a break after it to the first new output.
   */
  public Policies policies() {
    return policies;
  }

  /** What callers may send, and how long they may take. */
  public GatewayLimits limits() {
    return limits;
  }

  /** What callers are shown beside the address. */
  public GatewayFront front() {
    return front;
  }

  /** Where the keys and addresses of providers are that {@link #groups} leave open. */
  public Environment environment() {
    return environment;
  }

  /**
   * The names of the groups that callers may use as a model, and of those aliases that are not
   * hidden, in order. A pattern such as {@code openai/*} is not such a name.
   */
  public List<String> models() {
    Stream<String> own =
        groups.keySet().stream()
            .filter(name -> !Wildcards.isPattern(name))
            .filter(name -> !isOneOfAnother(name));
    return Stream.concat(own, routing.aliases().shown().stream()).distinct().toList();
  }

  // A fallback may lead to a single deployment by its id, which makes it a group, but not a model.
  private boolean isOneOfAnother(String name) {
    List<Deployment> group = groups.getOrDefault(name, List.of());
    return group.size() == 1
        && group.getFirst().id().equals(name)
        && groups.entrySet().stream()
            .anyMatch(other ->
                !other.getKey().equals(name) && other.getValue().contains(group.getFirst()));
  }

  /** The groups that a call to {@code group} may go to when that cannot serve it, in order. */
  public List<String> fallbacks(String group) {
    Objects.requireNonNull(group, "group");
    Fallbacks all = routing.fallbacks();
    List<String> own =
        all.generic().getOrDefault(group, all.generic().getOrDefault(Fallbacks.ANY, List.of()));
    return Stream.concat(own.stream(), all.byDefault().stream())
        .filter(name -> !name.equals(group))
        .distinct()
        .toList();
  }

  /**
   * This configuration for another address.
   *
   * @throws IllegalArgumentException if other machines can reach it, and there is no master key
   */
  public GatewayConfig withHost(String host) {
    return new GatewayConfigBuilder(this).host(host).build();
  }

  /** This configuration for another port, 0 (any free one) to 65535. */
  public GatewayConfig withPort(int port) {
    return new GatewayConfigBuilder(this).port(port).build();
  }

  /** This configuration with another front. */
  public GatewayConfig withFront(GatewayFront front) {
    return new GatewayConfigBuilder(this).front(front).build();
  }

  /** Whether this machine alone can reach the gateway. */
  public boolean isLocal() {
    return isLoopback(host);
  }

  /**
   * Tells {@code builder} everything that concerns calls, and gives it back. Its transport, its
   * listeners and its time are left alone; only the configured groups may be called.
   */
  public MainstayBuilder apply(MainstayBuilder builder) {
    Objects.requireNonNull(builder, "builder");
    groups.forEach((name, group) -> builder.group(name, group.toArray(Deployment[]::new)));
    return builder
        .fallbacks(routing.fallbacks())
        .strategy(routing.strategy())
        .affinity(routing.affinity())
        .preselection(routing.preselection())
        .aliases(routing.aliases())
        .policies(policies)
        .environment(environment.toMap())
        .onlyConfiguredGroups();
  }

  /**
   * Whether somebody may be reached over TLS: everybody, but who has an endpoint that is {@code
   * http}.
   */
  public boolean mayNeedTls() {
    return groups.values().stream().flatMap(List::stream).anyMatch(GatewayConfig::mayNeedTls);
  }

  private static boolean mayNeedTls(Deployment deployment) {
    return deployment.endpoint().map(URI::getScheme).filter("http"::equalsIgnoreCase).isEmpty();
  }

  /**
   * Every deployment, in order and each once; one whose id is taken has a number after it, as calls
   * tell of it.
   */
  public List<Deployment> deployments() {
    Map<String, Integer> ids = new HashMap<>();
    return groups.values().stream()
        .flatMap(List::stream)
        .distinct()
        .map(each -> {
          int count = ids.merge(each.id(), 1, Integer::sum);
          return count == 1 ? each : each.withId(each.id() + "#" + count);
        })
        .toList();
  }

  static boolean isHost(String host) {
    return HOST.matcher(host).matches();
  }

  /** Whether only this machine can reach {@code host}, as far as its text tells. */
  static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GatewayConfig that && all().equals(that.all());
  }

  @Override
  public int hashCode() {
    return all().hashCode();
  }

  private List<Object> all() {
    return List.of(host, port, masterKey, groups, routing, policies, limits, front, environment);
  }

  // The defaults of a deployment may hold anything.
  @Override
  public String toString() {
    return "GatewayConfig[" + host + ":" + port + ", groups " + groups.keySet() + "]";
  }

  private static <T> Map<String, List<T>> copy(Map<String, List<T>> lists) {
    Map<String, List<T>> copy = new LinkedHashMap<>();
    lists.forEach((name, list) -> copy.put(name, List.copyOf(list)));
    return Collections.unmodifiableMap(copy);
  }
}
