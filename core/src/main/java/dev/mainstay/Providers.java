package dev.mainstay;

import dev.mainstay.provider.AmbientCredentials;
import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.KnownProvider;
import dev.mainstay.provider.PathSegment;
import dev.mainstay.provider.Provider;
import dev.mainstay.route.ImplicitGroups;
import dev.mainstay.routing.Group;
import dev.mainstay.routing.Wildcards;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Proxies;
import dev.mainstay.transport.Transport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Every provider there is, and what the environment says of their keys and endpoints. */
final class Providers implements ImplicitGroups {
  private final Map<String, Provider> providers = new HashMap<>();
  private final Map<String, KnownProvider> known = new HashMap<>();
  private final Map<String, String> environment;
  private final Proxies proxies;
  private final TimeSource time;
  // Who asks for a model by its name alone is completed at each call, and must not be asked to
  // prove himself anew by each.
  private final Map<Credential, Credential> shared = new ConcurrentHashMap<>();
  private final List<AmbientCredentials> ambient =
      ServiceLoader.load(AmbientCredentials.class).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  Providers(
      Map<String, Provider> own,
      Transport transport,
      Map<String, String> environment,
      TimeSource time) {
    this.environment = environment;
    this.proxies = Proxies.of(environment);
    this.time = time;
    for (KnownProvider provider : KnownProviders.all()) {
      known.put(provider.name(), provider);
      providers.put(provider.name(), provider.make(transport, time));
    }
    own.forEach(this::add);
  }

  /** The provider of {@code deployment}, which has been {@linkplain #complete completed}. */
  Provider of(Deployment deployment) {
    Provider provider = providers.get(deployment.provider());
    if (provider == null) {
      throw new IllegalArgumentException(
          "'"
              + deployment.provider()
              + "', which "
              + deployment.id()
              + " is at, is not a provider; use one of "
              + new TreeSet<>(providers.keySet())
              + ", or add your own with provider(name, provider)");
    }
    return deployment.keySource().isPresent() ? new Keyed(provider) : provider;
  }

  /**
   * {@code deployment} with the key, credential, endpoint and proxies of the environment where it
   * sets none itself, and with what is known of its model; one whose provider comes from the name
   * that is asked for stays as it is until then.
   */
  Deployment complete(Deployment deployment) {
    if (deployment.provider().equals(Wildcards.ANY)) {
      return deployment;
    }
    of(deployment);
    KnownProvider provider = known.get(deployment.provider());
    Deployment routed =
        deployment.proxies().equals(Proxies.unsaid())
            ? deployment.withProxies(proxies)
            : deployment;
    return provider == null
        ? routed
        : withAmbient(provider.complete(routed.withInfo(provider.info(routed)), environment));
  }

  private Deployment withAmbient(Deployment deployment) {
    return deployment.endpoint().isPresent()
        ? withAmbientKey(deployment)
        : withAmbientKey(
            ambient.stream()
                .flatMap(place -> place.endpoint(deployment, environment).stream())
                .findFirst()
                .map(deployment::withEndpoint)
                .orElse(deployment));
  }

  private Deployment withAmbientKey(Deployment deployment) {
    if (KnownProvider.hasKey(deployment)) {
      return deployment;
    }
    Map<String, String> around =
        Optional.ofNullable(known.get(deployment.provider()))
            .flatMap(KnownProvider::regions)
            .map(regions -> regions.around(deployment, environment))
            .orElse(environment);
    return ambient.stream()
        .flatMap(place -> place.find(deployment, around, time).stream())
        .findFirst()
        .map(found -> shared.computeIfAbsent(found, known -> known))
        .map(deployment::withCredential)
        .orElse(deployment);
  }

  /** {@code deployment} {@linkplain #complete completed}, if there is such a provider. */
  Optional<Deployment> completeIfKnown(Deployment deployment) {
    return providers.containsKey(deployment.provider())
        ? Optional.of(complete(deployment))
        : Optional.empty();
  }

  /**
   * The group of one that {@code name} implies, if it is {@code provider/model} of a known
   * provider.
   */
  @Override
  public Optional<Group> group(String name) {
    int slash = name.indexOf('/');
    if (slash <= 0 || !PathSegment.isSafe(name.substring(slash + 1))) {
      return Optional.empty();
    }
    Deployment deployment = Deployment.of(name);
    return providers.containsKey(deployment.provider())
        ? Optional.of(new Group(name, List.of(complete(deployment))))
        : Optional.empty();
  }

  @Override
  public List<String> providers() {
    return providers.keySet().stream().sorted().toList();
  }

  private void add(String name, Provider provider) {
    known.remove(name);
    providers.put(name, provider);
  }
}
