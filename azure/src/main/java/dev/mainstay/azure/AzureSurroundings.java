package dev.mainstay.azure;

import dev.mainstay.provider.AmbientCredentials;
import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import dev.mainstay.time.TimeSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What Azure's own clients would find in the environment, for deployments at Azure that have no
 * key: an application by its secret ({@code AZURE_TENANT_ID}, {@code AZURE_CLIENT_ID}, {@code
 * AZURE_CLIENT_SECRET}) or by a pod's token ({@code AZURE_FEDERATED_TOKEN_FILE}), or the identity
 * of an app or a function that runs at Azure ({@code IDENTITY_ENDPOINT}).
 */
public final class AzureSurroundings implements AmbientCredentials {
  private static final Set<String> PROVIDERS = Set.of("azure", "azure_ai");

  /** Whether {@code provider} is one of Azure's. */
  public static boolean areOf(String provider) {
    return PROVIDERS.contains(provider);
  }

  /**
   * The identity that {@code variables} name, the strongest if several; nothing where parts of it
   * are missing.
   *
   * @param variables the value of an environment variable, if it is set and not blank
   */
  public static Optional<EntraIdentity> identity(Function<String, Optional<String>> variables) {
    Optional<String> tenant = variables.apply("AZURE_TENANT_ID");
    Optional<String> client = variables.apply("AZURE_CLIENT_ID");
    if (tenant.isPresent() && client.isPresent()) {
      Optional<EntraIdentity> proven = proven(tenant.get(), client.get(), variables);
      if (proven.isPresent()) {
        return proven;
      }
    }
    // https://learn.microsoft.com/azure/app-service/overview-managed-identity
    return variables.apply("IDENTITY_ENDPOINT").map(endpoint -> new EntraIdentity.Managed(client));
  }

  private static Optional<EntraIdentity> proven(
      String tenant, String client, Function<String, Optional<String>> variables) {
    Optional<EntraIdentity> bySecret =
        variables
            .apply("AZURE_CLIENT_SECRET")
            .map(secret -> new EntraIdentity.ClientSecret(tenant, client, Secret.of(secret)));
    return bySecret.or(() ->
        variables
            .apply("AZURE_FEDERATED_TOKEN_FILE")
            .map(file -> new EntraIdentity.Federated(tenant, client, Path.of(file))));
  }

  /**
   * The tokens of {@code identity} for what, and from whom, {@code variables} say: {@code
   * AZURE_SCOPE}, {@code AZURE_AUTHORITY_HOST}.
   *
   * @param variables the value of an environment variable, if it is set and not blank
   */
  public static EntraTokens tokens(
      EntraIdentity identity, Function<String, Optional<String>> variables) {
    EntraTokens usual = EntraTokens.of(identity);
    EntraTokens scoped = variables.apply("AZURE_SCOPE").map(usual::withScope).orElse(usual);
    return variables
        .apply("AZURE_AUTHORITY_HOST")
        .map(AzureSurroundings::authority)
        .map(scoped::withAuthority)
        .orElse(scoped);
  }

  // Azure's own clients take a host alone as well.
  private static URI authority(String host) {
    return URI.create(host.contains("://") ? host : "https://" + host);
  }

  @Override
  public Optional<Credential> find(
      Deployment deployment, Map<String, String> environment, TimeSource time) {
    if (!areOf(deployment.provider())) {
      return Optional.empty();
    }
    Function<String, Optional<String>> variables =
        name -> Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    return identity(variables)
        .map(identity ->
            tokens(identity, variables).withProxies(deployment.proxies()).credential(time));
  }
}
