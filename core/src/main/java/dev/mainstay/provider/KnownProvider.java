package dev.mainstay.provider;

import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Transport;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A provider that is known by name, as a dialect lists it: what a deployment of it needs, where the
 * environment may say that, and how it is made.
 *
 * @param name the name in {@code provider/model}, as in {@code anthropic}
 * @param needsEndpoint whether it has no address of its own, so that each deployment says where it
 *     is
 * @param needsKey whether it answers nobody without a key
 * @param keyVariables environment variables that may hold the key, the first set one counts
 * @param tokenVariables environment variables that may hold a token which is sent as {@code
 *     Authorization: Bearer} where there is no key
 * @param urlVariables environment variables that may hold the base URL, the first set one counts
 * @param versionVariables environment variables that may hold the version of its API, the first set
 *     one counts
 * @param regions its addresses, where it has one in each region
 * @param maker makes it
 */
public record KnownProvider(
    String name,
    boolean needsEndpoint,
    boolean needsKey,
    List<String> keyVariables,
    List<String> tokenVariables,
    List<String> urlVariables,
    List<String> versionVariables,
    Optional<Regions> regions,
    Maker maker) {
  // https://datatracker.ietf.org/doc/html/rfc6750, Azure's, Anthropic's and Google's own.
  private static final List<String> KEY_HEADERS =
      List.of("Authorization", "api-key", "x-api-key", "x-goog-api-key");

  /** A known provider; the lists are copied. */
  public KnownProvider {
    keyVariables = List.copyOf(keyVariables);
    tokenVariables = List.copyOf(tokenVariables);
    urlVariables = List.copyOf(urlVariables);
    versionVariables = List.copyOf(versionVariables);
  }

  /** One that has no regions. */
  public KnownProvider(
      String name,
      boolean needsEndpoint,
      boolean needsKey,
      List<String> keyVariables,
      List<String> tokenVariables,
      List<String> urlVariables,
      List<String> versionVariables,
      Maker maker) {
    this(
        name,
        needsEndpoint,
        needsKey,
        keyVariables,
        tokenVariables,
        urlVariables,
        versionVariables,
        Optional.empty(),
        maker);
  }

  /** One whose API has no version that a deployment could choose. */
  public KnownProvider(
      String name,
      boolean needsEndpoint,
      boolean needsKey,
      List<String> keyVariables,
      List<String> tokenVariables,
      List<String> urlVariables,
      Maker maker) {
    this(
        name,
        needsEndpoint,
        needsKey,
        keyVariables,
        tokenVariables,
        urlVariables,
        List.of(),
        maker);
  }

  /** This provider with an address in each region. */
  public KnownProvider withRegions(Regions regions) {
    return new KnownProvider(
        name,
        needsEndpoint,
        needsKey,
        keyVariables,
        tokenVariables,
        urlVariables,
        versionVariables,
        Optional.of(regions),
        maker);
  }

  /** This provider, where models whose names {@code isOther} tells are asked in another dialect. */
  public KnownProvider withDialect(Predicate<String> isOther, Maker other) {
    return new KnownProvider(
        name,
        needsEndpoint,
        needsKey,
        keyVariables,
        tokenVariables,
        urlVariables,
        versionVariables,
        regions,
        (transport, time) ->
            new ByModel(maker.make(transport, time), isOther, other.make(transport, time)));
  }

  /**
   * Addresses by region.
   *
   * @param variables environment variables that may name the region, the first set one counts; what
   *     is not a region's name counts as not set
   * @param url the base URL of a region
   * @param isTold whether a model's name tells its region, which then goes before any other
   */
  public record Regions(
      List<String> variables, Function<String, URI> url, Predicate<String> isTold) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");

    /** Addresses; the list is copied. */
    public Regions {
      variables = List.copyOf(variables);
    }

    Optional<URI> url(Map<String, String> environment) {
      return variable(variables, environment)
          .filter(region -> NAME.matcher(region).matches())
          .map(url);
    }
  }

  /** Makes a provider. */
  @FunctionalInterface
  public interface Maker {
    /**
     * The provider.
     *
     * @param transport carries its requests; stays its owner's to close
     * @param time tells how far a date is away that a provider gives as a hint
     */
    Provider make(Transport transport, TimeSource time);
  }

  /** The provider. */
  public Provider make(Transport transport, TimeSource time) {
    return maker.make(transport, time);
  }

  /**
   * {@code deployment} with the key, the endpoint and the version that {@code environment} has,
   * where it sets none itself.
   */
  public Deployment complete(Deployment deployment, Map<String, String> environment) {
    return withVersion(withEndpoint(withKey(deployment, environment), environment), environment);
  }

  /**
   * What {@code deployment} tells of its model, and what is known of it beside that; somebody
   * else's model of the same name, at an address of its own, is not known.
   */
  public ModelInfo info(Deployment deployment) {
    boolean isKnown = needsEndpoint || regions.isPresent() || deployment.endpoint().isEmpty();
    return isKnown
        ? deployment.info().or(KnownModels.of(name, deployment.model()))
        : deployment.info();
  }

  /** Whether {@code deployment} says itself with which key it is to be asked. */
  public static boolean hasKey(Deployment deployment) {
    return deployment.key().isPresent()
        || deployment.keySource().isPresent()
        || deployment.credential().isPresent()
        || KEY_HEADERS.stream().anyMatch(name -> deployment.headers().first(name).isPresent());
  }

  private Deployment withEndpoint(Deployment deployment, Map<String, String> environment) {
    return deployment.endpoint().isPresent()
        ? deployment
        : variable(urlVariables, environment)
            .map(URI::create)
            .or(() -> regions.flatMap(known -> known.url(environment)))
            .map(deployment::withEndpoint)
            .orElse(deployment);
  }

  private Deployment withVersion(Deployment deployment, Map<String, String> environment) {
    return deployment.apiVersion().isPresent()
        ? deployment
        : variable(versionVariables, environment)
            .map(deployment::withApiVersion)
            .orElse(deployment);
  }

  // Whoever says how it is asked is sent nothing else of the environment's.
  private Deployment withKey(Deployment deployment, Map<String, String> environment) {
    if (hasKey(deployment)) {
      return deployment;
    }
    Optional<Deployment> keyed =
        variable(keyVariables, environment).map(key -> deployment.withKey(Secret.of(key)));
    return keyed
        .or(() ->
            variable(tokenVariables, environment)
                .map(token -> withToken(deployment, Secret.of(token))))
        .orElse(deployment);
  }

  private static Deployment withToken(Deployment deployment, Secret token) {
    return deployment.withHeaders(
        deployment.headers().with("Authorization", "Bearer " + token.reveal()));
  }

  private static Optional<String> variable(List<String> names, Map<String, String> environment) {
    return names.stream()
        .map(name -> environment.getOrDefault(name, ""))
        .filter(value -> !value.isBlank())
        .findFirst();
  }
}
