package dev.mainstay.azure;

import dev.mainstay.provider.BearerToken;
import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Renewed;
import dev.mainstay.provider.TokenHttp;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Proxies;
import java.io.IOException;
import java.net.URI;

/**
 * Tokens of Microsoft Entra ID for deployments at Azure.
 *
 * <pre>{@code
 * Credential entra =
 *     EntraTokens.of(new EntraIdentity.ClientSecret(tenant, client, Secret.of(value)))
 *         .credential(TimeSource.system());
 * Deployment.of("azure/my-deployment").withEndpoint(resource).withCredential(entra);
 * }</pre>
 *
 * <p>Two that are equal give the same tokens.
 *
 * @param identity who asks
 * @param scope what the tokens are for
 * @param authority who issues them, without the tenant
 * @param proxies the proxies on the way there; those of the process's environment where nothing is
 *     said
 */
public record EntraTokens(EntraIdentity identity, String scope, URI authority, Proxies proxies)
    implements Renewed.Source<BearerToken> {
  /**
   * What Azure OpenAI and Azure AI Foundry take.
   * https://learn.microsoft.com/azure/ai-services/authentication
   */
  public static final String COGNITIVE_SERVICES = "https://cognitiveservices.azure.com/.default";

  /** Azure's public cloud. */
  public static final URI PUBLIC = URI.create("https://login.microsoftonline.com");

  /** Tokens for {@code identity}, of the public cloud, for Azure OpenAI and Azure AI Foundry. */
  public static EntraTokens of(EntraIdentity identity) {
    return new EntraTokens(identity, COGNITIVE_SERVICES, PUBLIC, Proxies.unsaid());
  }

  /** These for something else. */
  public EntraTokens withScope(String scope) {
    return new EntraTokens(identity, scope, authority, proxies);
  }

  /** These from another issuer, as in {@code https://login.microsoftonline.us}. */
  public EntraTokens withAuthority(URI authority) {
    return new EntraTokens(identity, scope, authority, proxies);
  }

  /** These by other proxies. */
  public EntraTokens withProxies(Proxies proxies) {
    return new EntraTokens(identity, scope, authority, proxies);
  }

  /** A credential that sends them; to be shared by all deployments that use the identity. */
  public Credential credential(TimeSource time) {
    return Credential.bearer(this, time);
  }

  /**
   * A new token.
   *
   * @throws IOException if Entra ID cannot be reached, or has no answer now
   * @throws IllegalStateException if it refuses the identity; the message says why
   */
  @Override
  public BearerToken fetch() throws IOException, InterruptedException {
    return new EntraRequest(this, HttpChoice.by(new TokenHttp(proxies))).token();
  }
}
