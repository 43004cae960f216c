package dev.mainstay;

import dev.mainstay.http.Transport;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.PathSegment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.Secret;
import dev.mainstay.provider.openai.OpenAiProvider;
import dev.mainstay.provider.openai.Vendor;
import dev.mainstay.route.Group;
import dev.mainstay.route.Wildcards;
import dev.mainstay.time.TimeSource;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Every provider there is, and what the environment says of their keys and endpoints. */
final class Providers {
  private final Map<String, Provider> providers = new HashMap<>();
  private final Map<String, Vendor> vendors = new HashMap<>();
  private final Map<String, String> environment;

  Providers(
      Map<String, Provider> own,
      Transport transport,
      Map<String, String> environment,
      TimeSource time) {
    this.environment = environment;
    for (Vendor vendor : Vendor.known()) {
      vendors.put(vendor.name(), vendor);
      providers.put(vendor.name(), new OpenAiProvider(vendor, transport, time));
    }
    own.forEach(this::add);
  }

  /** The provider of {@code deployment}, which has been {@linkplain #complete completed}. */
  Provider of(Deployment deployment) {
    Provider provider = providers.get(deployment.provider());
    if (provider == null) {
      throw new IllegalArgumentException(
          "there is no provider '"
              + deployment.provider()
              + "' for "
              + deployment.id()
              + "; there are "
              + new TreeSet<>(providers.keySet())
              + "; add your own with provider(name, provider)");
    }
    return provider;
  }

  /**
   * {@code deployment} with the key and endpoint of the environment where it sets none itself; one
   * whose provider comes from the name that is asked for stays as it is until then.
   */
  Deployment complete(Deployment deployment) {
    if (deployment.provider().equals(Wildcards.ANY)) {
      return deployment;
    }
    of(deployment);
    Vendor vendor = vendors.get(deployment.provider());
    if (vendor == null) {
      return deployment;
    }
    Deployment keyed =
        deployment.key().isPresent()
            ? deployment
            : variable(vendor.keyVariables())
                .map(key -> deployment.key(Secret.of(key)))
                .orElse(deployment);
    return keyed.endpoint().isPresent()
        ? keyed
        : variable(vendor.urlVariables())
            .map(endpoint -> keyed.endpoint(URI.create(endpoint)))
            .orElse(keyed);
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
  Optional<Group> implicitGroup(String name) {
    int slash = name.indexOf('/');
    if (slash <= 0 || !PathSegment.isSafe(name.substring(slash + 1))) {
      return Optional.empty();
    }
    Deployment deployment = Deployment.of(name);
    return providers.containsKey(deployment.provider())
        ? Optional.of(new Group(name, List.of(complete(deployment))))
        : Optional.empty();
  }

  private void add(String name, Provider provider) {
    vendors.remove(name);
    providers.put(name, provider);
  }

  private Optional<String> variable(Collection<String> names) {
    return names.stream()
        .map(name -> environment.getOrDefault(name, ""))
        .filter(value -> !value.isBlank())
        .findFirst();
  }
}
