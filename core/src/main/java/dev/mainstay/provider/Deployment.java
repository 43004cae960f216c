package dev.mainstay.provider;

import static java.util.Objects.requireNonNull;

import dev.mainstay.json.JsonObject;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpProxy;
import dev.mainstay.transport.Proxies;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One model at one provider, with an endpoint, a key and limits; immutable.
 *
 * <pre>{@code
 * Deployment.of("openai/gpt-4o").withEndpoint(URI.create("https://eu.example.com/v1")).withKey(euKey)
 * }</pre>
 */
public final class Deployment {
  private static final Pattern API_VERSION = Pattern.compile("[A-Za-z0-9._-]+");

  private final DeploymentValues values;

  private Deployment(DeploymentValues values) {
    this.values = values;
    DeploymentChecks.require(this);
  }

  /**
   * The model {@code name}, written {@code provider/model}, at the provider's own endpoint with the
   * key from the environment.
   *
   * @throws IllegalArgumentException if there is no provider in the name
   */
  public static Deployment of(String name) {
    int slash = requireNonNull(name, "name").indexOf('/');
    if (slash <= 0 || slash == name.length() - 1) {
      throw new IllegalArgumentException(
          "'" + name + "' names no provider; write provider/model, as in openai/gpt-4o-mini");
    }
    String provider = name.substring(0, slash).toLowerCase(Locale.ROOT);
    return new Deployment(new DeploymentValues(name, provider, name.substring(slash + 1)));
  }

  /** The name under which metadata, events and headers speak of it; unique within a router. */
  public String id() {
    return values.id;
  }

  /** This deployment under another id. */
  public Deployment withId(String id) {
    return with(values -> values.id = requireNonNull(id, "id"));
  }

  /** The provider's name, as in {@code openai}. */
  public String provider() {
    return values.provider;
  }

  /** This deployment at another provider, as in {@code openai}. */
  public Deployment withProvider(String provider) {
    return with(values -> values.provider = requireNonNull(provider, "provider"));
  }

  /** The model's name at the provider. */
  public String model() {
    return values.model;
  }

  /** This deployment of another model of the same provider. */
  public Deployment withModel(String model) {
    return with(values -> values.model = requireNonNull(model, "model"));
  }

  /** The base URL; the provider's own where nothing is set. */
  public Optional<URI> endpoint() {
    return values.endpoint;
  }

  /** This deployment at a base URL of http or https, as in {@code https://host/v1}. */
  public Deployment withEndpoint(URI endpoint) {
    return with(values -> values.endpoint = Optional.of(requireNonNull(endpoint, "endpoint")));
  }

  /** The key; from the provider's environment variable where nothing is set. */
  public Optional<Secret> key() {
    return values.key;
  }

  /** This deployment with a key. */
  public Deployment withKey(Secret key) {
    return with(values -> values.key = Optional.of(requireNonNull(key, "key")));
  }

  /** This deployment with a key. */
  public Deployment withKey(String key) {
    return withKey(Secret.of(requireNonNull(key, "key")));
  }

  /** Tells the key for each attempt, in place of one that never changes. */
  public Optional<Supplier<String>> keySource() {
    return values.keySource;
  }

  /**
   * This deployment with a key that changes: {@code source} is asked before each attempt, on the
   * call's thread, and may block. Where it throws, the attempt fails as {@code Unauthenticated}.
   */
  public Deployment withKey(Supplier<String> source) {
    return with(values -> values.keySource = Optional.of(requireNonNull(source, "source")));
  }

  /** Proves who asks, in place of a key, where tokens change or requests are signed. */
  public Optional<Credential> credential() {
    return values.credential;
  }

  /** This deployment with a credential in place of a key. */
  public Deployment withCredential(Credential credential) {
    return with(
        values -> values.credential = Optional.of(requireNonNull(credential, "credential")));
  }

  /** The version that Azure wants in the query; nothing for everybody else. */
  public Optional<String> apiVersion() {
    return values.apiVersion;
  }

  /** This deployment with an Azure API version, as in {@code 2024-10-21}. */
  public Deployment withApiVersion(String apiVersion) {
    return with(
        values -> values.apiVersion = Optional.of(requireNonNull(apiVersion, "apiVersion")));
  }

  /** Headers to send beside the provider's own. */
  public Headers headers() {
    return values.headers;
  }

  /** This deployment with headers beside the provider's own. */
  public Deployment withHeaders(Headers headers) {
    return with(values -> values.headers = requireNonNull(headers, "headers"));
  }

  /** This deployment with a header beside the provider's own, or in place of one of them. */
  public Deployment withHeader(String name, String value) {
    return withHeaders(headers().with(name, value));
  }

  /** Request fields to send where the caller sets none, as in {@code temperature}. */
  public JsonObject defaults() {
    return values.defaults;
  }

  /** This deployment with request fields for callers that set none. */
  public Deployment withDefaults(JsonObject defaults) {
    return with(values -> values.defaults = requireNonNull(defaults, "defaults"));
  }

  /** Its share of the calls relative to others of its group, above or equal to 0. */
  public OptionalDouble weight() {
    return values.weight;
  }

  /** This deployment with a share of its group's calls: 0 or more, and finite. */
  public Deployment withWeight(double weight) {
    return with(values -> values.weight = OptionalDouble.of(weight));
  }

  /** Requests per minute it allows, where known. */
  public OptionalLong rpm() {
    return values.rpm;
  }

  /** This deployment with a limit on requests per minute, above 0. */
  public Deployment withRpm(long rpm) {
    return with(values -> values.rpm = OptionalLong.of(rpm));
  }

  /** Tokens per minute it allows, where known. */
  public OptionalLong tpm() {
    return values.tpm;
  }

  /** This deployment with a limit on tokens per minute, above 0. */
  public Deployment withTpm(long tpm) {
    return with(values -> values.tpm = OptionalLong.of(tpm));
  }

  /** Its own {@code attempt} timeout, in place of the router's. */
  public Optional<Duration> timeout() {
    return values.timeout;
  }

  /** This deployment with an attempt timeout of its own, above zero. */
  public Deployment withTimeout(Duration timeout) {
    return with(values -> values.timeout = Optional.of(requireNonNull(timeout, "timeout")));
  }

  /** Its own {@code first token} and {@code idle} timeout, in place of the router's. */
  public Optional<Duration> streamTimeout() {
    return values.streamTimeout;
  }

  /** This deployment with a first token and idle timeout of its own, above zero. */
  public Deployment withStreamTimeout(Duration streamTimeout) {
    return with(values ->
        values.streamTimeout = Optional.of(requireNonNull(streamTimeout, "streamTimeout")));
  }

  /**
   * Its rank among the deployments of its group: a lower one goes first; where nothing is set,
   * after every one that has a rank.
   */
  public OptionalInt order() {
    return values.order;
  }

  /** This deployment with a rank in its group: lower goes first. */
  public Deployment withOrder(int order) {
    return with(values -> values.order = OptionalInt.of(order));
  }

  /** What requests may ask for by tag. */
  public List<String> tags() {
    return values.tags;
  }

  /** This deployment for requests with one of {@code tags}. */
  public Deployment withTags(String... tags) {
    return with(values -> values.tags = Stream.of(requireNonNull(tags, "tags")).toList());
  }

  /** How many attempts may be under way at once, where that is limited. */
  public OptionalInt maxParallelRequests() {
    return values.maxParallelRequests;
  }

  /** This deployment with a limit on the attempts under way at once, above 0. */
  public Deployment withMaxParallelRequests(int limit) {
    return with(values -> values.maxParallelRequests = OptionalInt.of(limit));
  }

  /** What is known of the model. */
  public ModelInfo info() {
    return values.info;
  }

  /** This deployment with facts about its model. */
  public Deployment withInfo(ModelInfo info) {
    return with(values -> values.info = requireNonNull(info, "info"));
  }

  /** The proxies on the way to it; the environment's where nothing is said. */
  public Proxies proxies() {
    return values.proxies;
  }

  /** This deployment with proxies on the way to it. */
  public Deployment withProxies(Proxies proxies) {
    return with(values -> values.proxies = requireNonNull(proxies, "proxies"));
  }

  /**
   * This deployment through {@code proxy}, whatever the environment says; {@link HttpProxy#DIRECT}
   * for none.
   */
  public Deployment withProxy(HttpProxy proxy) {
    return withProxies(Proxies.always(proxy));
  }

  /** What becomes of OpenAI's parameters that its provider does not take. */
  public ParameterPolicy parameters() {
    return values.parameters;
  }

  /** This deployment with a policy for OpenAI's parameters that its provider does not take. */
  public Deployment withParameters(ParameterPolicy policy) {
    return with(values -> values.parameters = requireNonNull(policy, "policy"));
  }

  /** Whether {@code text} can be an {@link #apiVersion}: letters, digits, dots, dashes. */
  public static boolean isApiVersion(String text) {
    return API_VERSION.matcher(requireNonNull(text, "text")).matches();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Deployment that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    String told = "Deployment" + values;
    return values.endpoint.map(at -> ToldAddress.in(told, at)).orElse(told);
  }

  private Deployment with(Consumer<DeploymentValues> change) {
    DeploymentValues changed = new DeploymentValues(values);
    change.accept(changed);
    return new Deployment(changed);
  }
}
