package dev.mainstay.provider;

import dev.mainstay.http.Headers;
import dev.mainstay.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

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
 * @param apiVersion the version that Azure wants in the query; nothing for everybody else
 * @param headers headers to send beside the provider's own
 * @param defaults request fields to send where the caller sets none, as in {@code temperature}
 * @param weight its share of the calls relative to others of its group, above or equal to 0
 * @param rpm requests per minute it allows, where known
 * @param tpm tokens per minute it allows, where known
 * @param timeout its own {@code attempt} timeout, in place of the router's
 * @param streamTimeout its own {@code first token} and {@code idle} timeout, in place of the
 *     router's
 */
public record Deployment(
    String id,
    String provider,
    String model,
    Optional<URI> endpoint,
    Optional<Secret> key,
    Optional<String> apiVersion,
    Headers headers,
    JsonObject defaults,
    OptionalDouble weight,
    OptionalLong rpm,
    OptionalLong tpm,
    Optional<Duration> timeout,
    Optional<Duration> streamTimeout) {

  /** A deployment; checks what can be checked without asking anybody. */
  public Deployment {
    if (weight.isPresent() && !(weight.getAsDouble() >= 0)) {
      throw new IllegalArgumentException(
          "weight of " + id + " is " + weight.getAsDouble() + "; use 0 or more");
    }
    requirePositive("rpm", id, rpm);
    requirePositive("tpm", id, tpm);
    requirePositive("timeout", id, timeout);
    requirePositive("stream timeout", id, streamTimeout);
    endpoint.ifPresent(Deployment::requireHttp);
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
    return new Deployment(
        name,
        name.substring(0, slash).toLowerCase(Locale.ROOT),
        name.substring(slash + 1),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Headers.none(),
        JsonObject.empty(),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** This deployment under another id. */
  public Deployment id(String id) {
    return new Deployment(
        id,
        provider,
        model,
        endpoint,
        key,
        apiVersion,
        headers,
        defaults,
        weight,
        rpm,
        tpm,
        timeout,
        streamTimeout);
  }

  /**
   * This deployment at {@code endpoint}, an http or https base URL such as {@code https://host/v1}.
   */
  public Deployment endpoint(URI endpoint) {
    return new Deployment(
        id,
        provider,
        model,
        Optional.of(endpoint),
        key,
        apiVersion,
        headers,
        defaults,
        weight,
        rpm,
        tpm,
        timeout,
        streamTimeout);
  }

  /** This deployment with a key. */
  public Deployment key(Secret key) {
    return new Deployment(
        id,
        provider,
        model,
        endpoint,
        Optional.of(key),
        apiVersion,
        headers,
        defaults,
        weight,
        rpm,
        tpm,
        timeout,
        streamTimeout);
  }

  /** This deployment with a key. */
  public Deployment key(String key) {
    return key(Secret.of(key));
  }

  /** This deployment with an Azure API version, as in {@code 2024-10-21}. */
  public Deployment apiVersion(String apiVersion) {
    return new Deployment(
        id,
        provider,
        model,
        endpoint,
        key,
        Optional.of(apiVersion),
        headers,
        defaults,
        weight,
        rpm,
        tpm,
        timeout,
        streamTimeout);
  }

  /** This deployment with headers beside the provider's own. */
  public Deployment headers(Headers headers) {
    return new Deployment(
        id,
        provider,
        model,
        endpoint,
        key,
        apiVersion,
        headers,
        defaults,
        weight,
        rpm,
        tpm,
        timeout,
        streamTimeout);
  }

  /** This deployment with request fields for callers that set none. */
  public Deployment defaults(JsonObject defaults) {
    return new Deployment(
        id,
        provider,
        model,
        endpoint,
        key,
        apiVersion,
        headers,
        defaults,
        weight,
        rpm,
        tpm,
        timeout,
        streamTimeout);
  }

  /** This deployment with a share of its group's calls. */
  public Deployment weight(double weight) {
    return new Deployment(
        id,
        provider,
        model,
        endpoint,
        key,
        apiVersion,
        headers,
        defaults,
        OptionalDouble.of(weight),
        rpm,
        tpm,
        timeout,
        streamTimeout);
  }

  /** This deployment with a limit on requests per minute, above 0. */
  public Deployment rpm(long rpm) {
    return new Deployment(
        id,
        provider,
        model,
        endpoint,
        key,
        apiVersion,
        headers,
        defaults,
        weight,
        OptionalLong.of(rpm),
        tpm,
        timeout,
        streamTimeout);
  }

  /** This deployment with a limit on tokens per minute, above 0. */
  public Deployment tpm(long tpm) {
    return new Deployment(
        id,
        provider,
        model,
        endpoint,
        key,
        apiVersion,
        headers,
        defaults,
        weight,
        rpm,
        OptionalLong.of(tpm),
        timeout,
        streamTimeout);
  }

  /** This deployment with an attempt timeout of its own, above zero. */
  public Deployment timeout(Duration timeout) {
    return new Deployment(
        id,
        provider,
        model,
        endpoint,
        key,
        apiVersion,
        headers,
        defaults,
        weight,
        rpm,
        tpm,
        Optional.of(timeout),
        streamTimeout);
  }

  /** This deployment with a first token and idle timeout of its own, above zero. */
  public Deployment streamTimeout(Duration streamTimeout) {
    return new Deployment(
        id,
        provider,
        model,
        endpoint,
        key,
        apiVersion,
        headers,
        defaults,
        weight,
        rpm,
        tpm,
        timeout,
        Optional.of(streamTimeout));
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
    if (endpoint.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException(
          "the endpoint '" + endpoint + "' is no base URL; write one such as https://host/v1");
    }
  }
}
