package dev.mainstay.provider;

import dev.mainstay.http.Authority;
import dev.mainstay.http.Headers;
import dev.mainstay.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * One model at one provider, with an endpoint, a key and limits.
 *
 * <pre>{@code
 * Deployment.of("openai/gpt-4o").endpoint(URI.create("https://eu.example.com/v1")).key(euKey)
 * }</pre>
 *
 * @param id the name under which metadata, events and headers speak of it; unique within a router
 * @param provider the provider's name, as in {@code openai}
 * @param model the model's name at the provider
 * @param endpoint the base URL; the provider's own where nothing is set
 * @param key the key; from the provider's environment variable where nothing is set
 * @param credential proves who asks, in place of a key, where tokens change or requests are signed
 * @param apiVersion the version that Azure wants in the query; nothing for everybody else
 * @param headers headers to send beside the provider's own
 * @param defaults request fields to send where the caller sets none, as in {@code temperature}
 * @param weight its share of the calls relative to others of its group, above or equal to 0
 * @param rpm requests per minute it allows, where known
 * @param tpm tokens per minute it allows, where known
 * @param timeout its own {@code attempt} timeout, in place of the router's
 * @param streamTimeout its own {@code first token} and {@code idle} timeout, in place of the
 *     router's
 * @param order its rank among the deployments of its group: a lower one goes before; where nothing
 *     is set, after every one that has a rank
 * @param tags what requests may ask for by tag
 * @param maxParallelRequests how many attempts may be under way at once, where that is limited
 * @param info what is known of the model
 * @param parameters what becomes of OpenAI's parameters that its provider does not take
 */
public record Deployment(
    String id,
    String provider,
    String model,
    Optional<URI> endpoint,
    Optional<Secret> key,
    Optional<Credential> credential,
    Optional<String> apiVersion,
    Headers headers,
    JsonObject defaults,
    OptionalDouble weight,
    OptionalLong rpm,
    OptionalLong tpm,
    Optional<Duration> timeout,
    Optional<Duration> streamTimeout,
    OptionalInt order,
    List<String> tags,
    OptionalInt maxParallelRequests,
    ModelInfo info,
    ParameterPolicy parameters) {
  private static final Pattern API_VERSION = Pattern.compile("[A-Za-z0-9._-]+");

  /** A deployment; checks what can be checked without asking anybody. */
  public Deployment {
    double share = weight.orElse(0);
    if (!(share >= 0 && Double.isFinite(share))) {
      throw new IllegalArgumentException(
          "weight of " + id + " is " + share + "; use a finite number, 0 or more");
    }
    requirePositive("rpm", id, rpm);
    requirePositive("tpm", id, tpm);
    requirePositive("timeout", id, timeout);
    requirePositive("stream timeout", id, streamTimeout);
    if (maxParallelRequests.orElse(1) <= 0) {
      throw new IllegalArgumentException(
          "max_parallel_requests of "
              + id
              + " is "
              + maxParallelRequests.getAsInt()
              + "; use a number above 0");
    }
    if (!PathSegment.isSafe(model)) {
      throw new IllegalArgumentException(
          "the model of " + id + " has '.' or '..' for a name or part of one; use a model's name");
    }
    if (apiVersion.filter(version -> !isApiVersion(version)).isPresent()) {
      throw new IllegalArgumentException(
          "api_version of " + id + " is not a version; use one such as 2024-10-21");
    }
    endpoint.ifPresent(Deployment::requireHttp);
    tags = List.copyOf(tags);
  }

  /**
   * The model {@code name}, written {@code provider/model}, at the provider's own endpoint with the
   * key from the environment.
   *
   * @throws IllegalArgumentException if there is no provider in the name
   */
  public static Deployment of(String name) {
    int slash = name.indexOf('/');
    if (slash <= 0 || slash == name.length() - 1) {
      throw new IllegalArgumentException(
          "'" + name + "' names no provider; write provider/model, as in openai/gpt-4o-mini");
    }
    return new Draft(
            name, name.substring(0, slash).toLowerCase(Locale.ROOT), name.substring(slash + 1))
        .build();
  }

  /** This deployment under another id. */
  public Deployment id(String id) {
    return with(draft -> draft.id = id);
  }

  /**
   * This deployment at {@code endpoint}, an http or https base URL such as {@code https://host/v1}.
   */
  public Deployment endpoint(URI endpoint) {
    return with(draft -> draft.endpoint = Optional.of(endpoint));
  }

  /** This deployment with a key. */
  public Deployment key(Secret key) {
    return with(draft -> draft.key = Optional.of(key));
  }

  /** This deployment with a key. */
  public Deployment key(String key) {
    return key(Secret.of(key));
  }

  /** This deployment with a credential in place of a key. */
  public Deployment credential(Credential credential) {
    return with(draft -> draft.credential = Optional.of(credential));
  }

  /** This deployment with an Azure API version, as in {@code 2024-10-21}. */
  public Deployment apiVersion(String apiVersion) {
    return with(draft -> draft.apiVersion = Optional.of(apiVersion));
  }

  /** This deployment with headers beside the provider's own. */
  public Deployment headers(Headers headers) {
    return with(draft -> draft.headers = headers);
  }

  /** This deployment with request fields for callers that set none. */
  public Deployment defaults(JsonObject defaults) {
    return with(draft -> draft.defaults = defaults);
  }

  /** This deployment with a share of its group's calls: 0 or more, and finite. */
  public Deployment weight(double weight) {
    return with(draft -> draft.weight = OptionalDouble.of(weight));
  }

  /** This deployment with a limit on requests per minute, above 0. */
  public Deployment rpm(long rpm) {
    return with(draft -> draft.rpm = OptionalLong.of(rpm));
  }

  /** This deployment with a limit on tokens per minute, above 0. */
  public Deployment tpm(long tpm) {
    return with(draft -> draft.tpm = OptionalLong.of(tpm));
  }

  /** This deployment with an attempt timeout of its own, above zero. */
  public Deployment timeout(Duration timeout) {
    return with(draft -> draft.timeout = Optional.of(timeout));
  }

  /** This deployment with a first token and idle timeout of its own, above zero. */
  public Deployment streamTimeout(Duration streamTimeout) {
    return with(draft -> draft.streamTimeout = Optional.of(streamTimeout));
  }

  /** This deployment with a rank in its group: lower goes first. */
  public Deployment order(int order) {
    return with(draft -> draft.order = OptionalInt.of(order));
  }

  /** This deployment for requests with one of {@code tags}. */
  public Deployment tags(String... tags) {
    return with(draft -> draft.tags = List.of(tags));
  }

  /** This deployment with a limit on the attempts under way at once, above 0. */
  public Deployment maxParallelRequests(int limit) {
    return with(draft -> draft.maxParallelRequests = OptionalInt.of(limit));
  }

  /** This deployment with facts about its model. */
  public Deployment info(ModelInfo info) {
    return with(draft -> draft.info = info);
  }

  /** This deployment with a policy for OpenAI's parameters that its provider does not take. */
  public Deployment parameters(ParameterPolicy policy) {
    return with(draft -> draft.parameters = policy);
  }

  /** This deployment of another model of the same provider. */
  public Deployment model(String model) {
    return with(draft -> draft.model = model);
  }

  /** This deployment at another provider, as in {@code openai}. */
  public Deployment provider(String provider) {
    return with(draft -> draft.provider = provider);
  }

  /** Whether {@code text} can be an {@link #apiVersion}: letters, digits, dots, dashes. */
  public static boolean isApiVersion(String text) {
    return API_VERSION.matcher(text).matches();
  }

  private Deployment with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.build();
  }

  private static void requirePositive(String what, String id, OptionalLong value) {
    if (value.isPresent() && value.getAsLong() <= 0) {
      throw new IllegalArgumentException(
          what + " of " + id + " is " + value.getAsLong() + "; use a number above 0");
    }
  }

  private static void requirePositive(String what, String id, Optional<Duration> value) {
    if (value.isPresent() && !value.get().isPositive()) {
      throw new IllegalArgumentException(
          what + " of " + id + " is " + value.get() + "; use a duration above zero");
    }
  }

  private static void requireHttp(URI endpoint) {
    String scheme = endpoint.getScheme();
    if (Authority.of(endpoint).isEmpty() || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException(
          "the endpoint '" + endpoint + "' is not a base URL; write one such as https://host/v1");
    }
  }

  /** A deployment in the making, so that a copy names only what differs. */
  private static final class Draft {
    private String id;
    private String provider;
    private String model;
    private Optional<URI> endpoint = Optional.empty();
    private Optional<Secret> key = Optional.empty();
    private Optional<Credential> credential = Optional.empty();
    private Optional<String> apiVersion = Optional.empty();
    private Headers headers = Headers.none();
    private JsonObject defaults = JsonObject.empty();
    private OptionalDouble weight = OptionalDouble.empty();
    private OptionalLong rpm = OptionalLong.empty();
    private OptionalLong tpm = OptionalLong.empty();
    private Optional<Duration> timeout = Optional.empty();
    private Optional<Duration> streamTimeout = Optional.empty();
    private OptionalInt order = OptionalInt.empty();
    private List<String> tags = List.of();
    private OptionalInt maxParallelRequests = OptionalInt.empty();
    private ModelInfo info = ModelInfo.unknown();
    private ParameterPolicy parameters = ParameterPolicy.strict();

    Draft(String id, String provider, String model) {
      this.id = id;
      this.provider = provider;
      this.model = model;
    }

    Draft(Deployment from) {
      this(from.id, from.provider, from.model);
      endpoint = from.endpoint;
      key = from.key;
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
      parameters = from.parameters;
    }

    Deployment build() {
      return new Deployment(
          id,
          provider,
          model,
          endpoint,
          key,
          credential,
          apiVersion,
          headers,
          defaults,
          weight,
          rpm,
          tpm,
          timeout,
          streamTimeout,
          order,
          tags,
          maxParallelRequests,
          info,
          parameters);
    }
  }
}
