package dev.mainstay.azure;

import dev.mainstay.provider.Secret;
import java.nio.file.Path;
import java.util.Optional;

/** Who asks Microsoft Entra ID for a token, and how it proves that. */
public sealed interface EntraIdentity {

  /**
   * An application with a secret of its own.
   *
   * @param tenant the tenant's id or domain
   * @param client the application's id
   * @param secret the value of its secret, not the secret's id
   */
  record ClientSecret(String tenant, String client, Secret secret) implements EntraIdentity {}

  /**
   * An application that somebody else vouches for, as a Kubernetes cluster does for its pods
   * (workload identity).
   *
   * @param tenant the tenant's id or domain
   * @param client the application's id
   * @param tokenFile where that other's token is; read anew each time, since it changes
   */
  record Federated(String tenant, String client, Path tokenFile) implements EntraIdentity {}

  /**
   * The identity of the machine at Azure that this runs on.
   *
   * @param client the id of a user-assigned identity; nothing for the machine's own
   */
  record Managed(Optional<String> client) implements EntraIdentity {}
}
