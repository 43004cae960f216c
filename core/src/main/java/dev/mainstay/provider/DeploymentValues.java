package dev.mainstay.provider;

import dev.mainstay.json.JsonObject;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Proxies;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All that a {@link Deployment} consists of. Changed only before anybody else sees it. */
final class DeploymentValues {
  String id;
  String provider;
  String model;
  Optional<URI> endpoint = Optional.empty();
  Optional<Secret> key = Optional.empty();
  Optional<Supplier<String>> keySource = Optional.empty();
  Optional<Credential> credential = Optional.empty();
  Optional<String> apiVersion = Optional.empty();
  Headers headers = Headers.none();
  JsonObject defaults = JsonObject.empty();
  OptionalDouble weight = OptionalDouble.empty();
  OptionalLong rpm = OptionalLong.empty();
  OptionalLong tpm = OptionalLong.empty();
  Optional<Duration> timeout = Optional.empty();
  Optional<Duration> streamTimeout = Optional.empty();
  OptionalInt order = OptionalInt.empty();
  List<String> tags = List.of();
  OptionalInt maxParallelRequests = OptionalInt.empty();
  ModelInfo info = ModelInfo.unknown();
  Proxies proxies = Proxies.unsaid();
  ParameterPolicy parameters = ParameterPolicy.strict();

  DeploymentValues(String id, String provider, String model) {
    this.id = id;
    this.provider = provider;
    this.model = model;
  }

  DeploymentValues(DeploymentValues from) {
    this(from.id, from.provider, from.model);
    endpoint = from.endpoint;
    key = from.key;
    keySource = from.keySource;
    credential = from.credential;
    apiVersion = from.apiVersion;
    headers = from.headers;
    defaults = from.defaults;
    weight = from.weight;
    rpm = from.rpm;
    tpm = from.tpm;
    timeout = from.timeout;
    streamTimeout = from.streamTimeout;
    order = from.order;
    tags = from.tags;
    maxParallelRequests = from.maxParallelRequests;
    info = from.info;
    proxies = from.proxies;
    parameters = from.parameters;
  }

  private Map<String, Object> byName() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("id", id);
    all.put("provider", provider);
    all.put("model", model);
    all.put("endpoint", endpoint);
    all.put("key", key);
    all.put("keySource", keySource);
    all.put("credential", credential);
    all.put("apiVersion", apiVersion);
    all.put("headers", headers);
    all.put("defaults", defaults);
    all.put("weight", weight);
    all.put("rpm", rpm);
    all.put("tpm", tpm);
    all.put("timeout", timeout);
    all.put("streamTimeout", streamTimeout);
    all.put("order", order);
    all.put("tags", tags);
    all.put("maxParallelRequests", maxParallelRequests);
    all.put("info", info);
    all.put("proxies", proxies);
    all.put("parameters", parameters);
    return all;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DeploymentValues that && byName().equals(that.byName());
  }

  @Override
  public int hashCode() {
    return byName().hashCode();
  }

  /** Each by its name; those that nobody set are left out. */
  @Override
  public String toString() {
    Map<String, Object> unset = new DeploymentValues("", "", "").byName();
    return byName().entrySet().stream()
        .filter(value -> !value.getValue().equals(unset.get(value.getKey())))
        .map(value -> value.getKey() + "=" + plain(value.getValue()))
        .toList()
        .toString();
  }

  private static Object plain(Object value) {
    return switch (value) {
      case Optional<?> maybe when maybe.isPresent() -> maybe.get();
      case OptionalInt maybe when maybe.isPresent() -> maybe.getAsInt();
      case OptionalLong maybe when maybe.isPresent() -> maybe.getAsLong();
      case OptionalDouble maybe when maybe.isPresent() -> maybe.getAsDouble();
      default -> value;
    };
  }
}
