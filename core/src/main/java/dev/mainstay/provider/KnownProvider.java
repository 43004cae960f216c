package dev.mainstay.provider;

import static java.util.Objects.requireNonNull;

import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Transport;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A provider that is known by name, as a dialect lists it: what a deployment of it needs, where the
 * environment may say that, and how it is made; immutable.
 *
 * <pre>{@code
 * KnownProvider.of("acme", AcmeProvider::new)
 *     .withKeyVariables(List.of("ACME_API_KEY"))
 *     .withUrlVariables(List.of("ACME_API_BASE"))
 * }</pre>
 *
 * <p>By default it has an address of its own and answers nobody without a key, and no variable says
 * anything of it.
 */
public final class KnownProvider {
  // https://datatracker.ietf.org/doc/html/rfc6750, Azure's, Anthropic's and Google's own.
  private static final List<String> KEY_HEADERS =
      List.of("Authorization", "api-key", "x-api-key", "x-goog-api-key");

  private final Values values;

  private KnownProvider(Values values) {
    this.values = values;
  }

  /**
   * The provider {@code name}.
   *
   * @param name the name in {@code provider/model}, as in {@code anthropic}
   * @param maker makes it
   */
  public static KnownProvider of(String name, Maker maker) {
    return new KnownProvider(
        new Values(requireNonNull(name, "name"), requireNonNull(maker, "maker")));
  }

  /** The name in {@code provider/model}, as in {@code anthropic}. */
  public String name() {
    return values.name;
  }

  /** Whether it has no address of its own, so that each deployment says where it is. */
  public boolean needsEndpoint() {
    return values.needsEndpoint;
  }

  /** This provider with an address of its own, or without. */
  public KnownProvider withNeedsEndpoint(boolean needs) {
    return with(changed -> changed.needsEndpoint = needs);
  }

  /** Whether it answers nobody without a key. */
  public boolean needsKey() {
    return values.needsKey;
  }

  /** This provider that answers nobody without a key, or everybody. */
  public KnownProvider withNeedsKey(boolean needs) {
    return with(changed -> changed.needsKey = needs);
  }

  /** Environment variables that may hold the key, the first set one counts. */
  public List<String> keyVariables() {
    return values.keyVariables;
  }

  /** This provider with its key in one of these environment variables. */
  public KnownProvider withKeyVariables(List<String> names) {
    return with(changed -> changed.keyVariables = List.copyOf(names));
  }

  /**
   * Environment variables that may hold a token which is sent as {@code Authorization: Bearer}
   * where there is no key, the first set one counts.
   */
  public List<String> tokenVariables() {
    return values.tokenVariables;
  }

  /** This provider with a token in one of these environment variables. */
  public KnownProvider withTokenVariables(List<String> names) {
    return with(changed -> changed.tokenVariables = List.copyOf(names));
  }

  /** Environment variables that may hold the base URL, the first set one counts. */
  public List<String> urlVariables() {
    return values.urlVariables;
  }

  /** This provider with its base URL in one of these environment variables. */
  public KnownProvider withUrlVariables(List<String> names) {
    return with(changed -> changed.urlVariables = List.copyOf(names));
  }

  /** Environment variables that may hold the version of its API, the first set one counts. */
  public List<String> versionVariables() {
    return values.versionVariables;
  }

  /** This provider with the version of its API in one of these environment variables. */
  public KnownProvider withVersionVariables(List<String> names) {
    return with(changed -> changed.versionVariables = List.copyOf(names));
  }

  /** Its addresses, where it has one in each region. */
  public Optional<Regions> regions() {
    return Optional.ofNullable(values.regions);
  }

  /** This provider with an address in each region. */
  public KnownProvider withRegions(Regions regions) {
    requireNonNull(regions, "regions");
    return with(changed -> changed.regions = regions);
  }

  /** This provider, where deployments that {@code isOther} tells are asked in another dialect. */
  public KnownProvider withDialect(Predicate<Deployment> isOther, Maker other) {
    Maker own = values.maker;
    return with(changed ->
        changed.maker =
            (transport, time) ->
                new ByModel(own.make(transport, time), isOther, other.make(transport, time)));
  }

  private KnownProvider with(Consumer<Values> change) {
    Values changed = new Values(values);
    change.accept(changed);
    return new KnownProvider(changed);
  }

  /** What a provider has; changed while it is made alone. */
  private static final class Values {
    private final String name;
    private boolean needsEndpoint;
    private boolean needsKey = true;
    private List<String> keyVariables = List.of();
    private List<String> tokenVariables = List.of();
    private List<String> urlVariables = List.of();
    private List<String> versionVariables = List.of();
    private @Nullable Regions regions;
    private Maker maker;

    Values(String name, Maker maker) {
      this.name = name;
      this.maker = maker;
    }

    Values(Values from) {
      name = from.name;
      needsEndpoint = from.needsEndpoint;
      needsKey = from.needsKey;
      keyVariables = from.keyVariables;
      tokenVariables = from.tokenVariables;
      urlVariables = from.urlVariables;
      versionVariables = from.versionVariables;
      regions = from.regions;
      maker = from.maker;
    }
  }

  /**
   * Addresses by region.
   *
   * @param variables environment variables that may name the region, the first set one counts; what
   *     is not a region's name counts as not set
   * @param url the base URL of a region
   * @param ofModel the region that a model's name tells, which then takes precedence over any other
   */
  public record Regions(
      List<String> variables,
      Function<String, URI> url,
      Function<String, Optional<String>> ofModel) {
    /** The variables in which AWS's own clients, and LiteLLM, look for a region. */
    public static final List<String> AWS_VARIABLES =
        List.of("AWS_REGION_NAME", "AWS_REGION", "AWS_DEFAULT_REGION");

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");

    /** Addresses; the list is copied. */
    public Regions {
      variables = List.copyOf(variables);
    }

    /**
     * {@code environment} as it is around {@code deployment}: where that has an endpoint of its
     * own, which need not tell a region, and its model's name tells one, that is the first
     * variable's.
     */
    public Map<String, String> around(Deployment deployment, Map<String, String> environment) {
      Optional<String> region =
          deployment.endpoint().isEmpty() || deployment.endpoint().equals(url(environment))
              ? Optional.empty()
              : ofModel.apply(deployment.model());
      if (region.isEmpty()) {
        return environment;
      }
      Map<String, String> around = new HashMap<>(environment);
      around.put(variables.getFirst(), region.get());
      return around;
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
    return values.maker.make(transport, time);
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
    boolean isKnown = needsEndpoint() || regions().isPresent() || deployment.endpoint().isEmpty();
    return isKnown
        ? deployment.info().or(KnownModels.of(name(), deployment.model()))
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
        : variable(urlVariables(), environment)
            .map(URI::create)
            .or(() -> regions().flatMap(known -> known.url(environment)))
            .map(deployment::withEndpoint)
            .orElse(deployment);
  }

  private Deployment withVersion(Deployment deployment, Map<String, String> environment) {
    return deployment.apiVersion().isPresent()
        ? deployment
        : variable(versionVariables(), environment)
            .map(deployment::withApiVersion)
            .orElse(deployment);
  }

  // Whoever says how it is asked is sent nothing else of the environment's.
  private Deployment withKey(Deployment deployment, Map<String, String> environment) {
    if (hasKey(deployment)) {
      return deployment;
    }
    Optional<Deployment> keyed =
        variable(keyVariables(), environment).map(key -> deployment.withKey(Secret.of(key)));
    return keyed
        .or(() ->
            variable(tokenVariables(), environment)
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
