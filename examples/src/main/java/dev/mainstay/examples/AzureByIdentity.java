package dev.mainstay.examples;

import dev.mainstay.azure.EntraIdentity;
import dev.mainstay.azure.EntraTokens;
import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import dev.mainstay.time.TimeSource;
import java.net.URI;

/** A deployment at Azure that is asked by an application of Microsoft Entra ID. */
public final class AzureByIdentity {
  private AzureByIdentity() {}

  /** The deployment {@code my-deployment} of {@code resource}, asked by {@code client}. */
  public static Deployment of(URI resource, String tenant, String client, String value) {
    Credential entra =
        EntraTokens.of(new EntraIdentity.ClientSecret(tenant, client, Secret.of(value)))
            .credential(TimeSource.system());
    return Deployment.of("azure/my-deployment").withEndpoint(resource).withCredential(entra);
  }
}
