package dev.mainstay.gateway.config;

import dev.mainstay.KnownProviders;
import dev.mainstay.azure.AzureSurroundings;
import dev.mainstay.azure.EntraIdentity;
import dev.mainstay.azure.EntraTokens;
import dev.mainstay.gateway.config.Yaml.Entry;
import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.KnownProvider;
import dev.mainstay.provider.Secret;
import dev.mainstay.time.TimeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads by which identity of Microsoft Entra ID a deployment at Azure is asked, where it has no
 * key. Deployments of one identity share its tokens.
 */
final class AzureReader {
  private static final String TOKEN = "azure_ad_token";
  private static final String TENANT = "tenant_id";
  private static final String CLIENT = "client_id";
  private static final String SECRET = "client_secret";
  private static final String TENANT_VARIABLE = "AZURE_TENANT_ID";
  private static final String CLIENT_VARIABLE = "AZURE_CLIENT_ID";
  private static final String SECRET_VARIABLE = "AZURE_CLIENT_SECRET";
  private static final String SCOPE = "azure_scope";
  private static final List<String> USER = List.of("azure_username", "azure_password");
  private static final List<String> KEYS =
      List.of(TOKEN, TENANT, CLIENT, SECRET, SCOPE, USER.getFirst(), USER.getLast());

  private final Values values;
  private final boolean usesMachine;
  private final Map<EntraTokens, Credential> shared = new HashMap<>();

  /**
   * A reader.
   *
   * @param usesMachine whether a deployment that says nothing else is asked by the machine's own
   *     identity
   */
  AzureReader(Values values, boolean usesMachine) {
    this.values = values;
    this.usesMachine = usesMachine;
  }

  /** What {@code params} say; a part may be left to the environment. */
  private record Said(
      Optional<Secret> token,
      Optional<Text> tenant,
      Optional<Text> client,
      Optional<Secret> secret) {
    boolean hasIdentity() {
      return tenant.isPresent() || client.isPresent() || secret.isPresent();
    }

    /** What stands in place of the environment variable {@code name}. */
    Optional<String> part(String name) {
      return switch (name) {
        case TENANT_VARIABLE -> tenant.map(Text::value);
        case CLIENT_VARIABLE -> client.map(Text::value);
        case SECRET_VARIABLE -> secret.map(Secret::reveal);
        default -> Optional.empty();
      };
    }
  }

  /** Whether {@code params} name a token or an identity for {@code provider}, right or wrong. */
  static boolean isSaid(String provider, Section params) {
    return AzureSurroundings.areOf(provider)
        && KEYS.stream().anyMatch(key -> !key.equals(SCOPE) && params.entry(key).isPresent());
  }

  /** {@code deployment} with the token, or the identity, that it is to be asked by. */
  Deployment complete(Deployment deployment, Section params) {
    Said said =
        new Said(
            params.get(TOKEN, this::token),
            params.get(TENANT, values::text),
            params.get(CLIENT, values::text),
            params.get(SECRET, values::secret));
    Optional<Text> scope = params.get(SCOPE, values::text);
    refuseUsers(deployment, params);
    Optional<String> obstacle = obstacle(deployment);
    if (obstacle.isPresent()) {
      warn(params, obstacle.get());
      return deployment;
    }
    if (said.token().isPresent()) {
      return deployment.withHeaders(
          deployment.headers().with("Authorization", "Bearer " + said.token().get().reveal()));
    }
    return identity(deployment, said, params)
        .map(identity -> deployment.withCredential(credential(deployment, identity, scope)))
        .orElse(deployment);
  }

  // https://learn.microsoft.com/entra/identity-platform/v2-oauth-ropc
  private void refuseUsers(Deployment deployment, Section params) {
    for (String key : USER) {
      Optional<Text> said = params.get(key, values::text);
      if (said.isPresent() && AzureSurroundings.areOf(deployment.provider())) {
        values
            .problems()
            .error(
                said.get().at(),
                key
                    + " signs a user in with a password, which Microsoft has deprecated and"
                    + " multi-factor authentication refuses; set tenant_id, client_id and"
                    + " client_secret of an application");
      }
    }
  }

  private static Optional<String> obstacle(Deployment deployment) {
    if (!AzureSurroundings.areOf(deployment.provider())) {
      return Optional.of("it is for azure and azure_ai alone");
    }
    return deployment.key().isPresent()
        ? Optional.of("api_key takes precedence")
        : Optional.empty();
  }

  private void warn(Section params, String why) {
    for (Entry entry : params.mapping().entries()) {
      if (KEYS.contains(entry.key()) && !entry.value().isNull()) {
        values
            .problems()
            .warning(entry.at(), entry.key() + " in litellm_params has no effect: " + why);
      }
    }
  }

  private Optional<EntraIdentity> identity(Deployment deployment, Said said, Section params) {
    if (!said.hasIdentity() && isKeyed(deployment)) {
      return Optional.empty();
    }
    Function<String, Optional<String>> told =
        name -> said.part(name).or(() -> values.environment().unlessBlank(name));
    Optional<EntraIdentity> identity = AzureSurroundings.identity(told);
    if (!said.hasIdentity()) {
      return identity.or(() ->
          usesMachine
              ? Optional.of(new EntraIdentity.Managed(told.apply(CLIENT_VARIABLE)))
              : Optional.empty());
    }
    if (identity.isEmpty() || identity.get() instanceof EntraIdentity.Managed) {
      refuse(params, told);
      return Optional.empty();
    }
    return identity;
  }

  private void refuse(Section params, Function<String, Optional<String>> told) {
    String missing =
        told.apply(TENANT_VARIABLE).isEmpty()
            ? TENANT
            : told.apply(CLIENT_VARIABLE).isEmpty() ? CLIENT : SECRET;
    Location at =
        KEYS.stream()
            .flatMap(key -> params.entry(key).stream())
            .findFirst()
            .map(Entry::at)
            .orElse(params.mapping().at());
    values
        .problems()
        .error(
            at,
            "an identity of Microsoft Entra ID takes tenant_id, client_id and client_secret, but "
                + missing
                + " is missing; set it, or the environment variable "
                + "AZURE_"
                + missing.toUpperCase(Locale.ROOT));
  }

  private boolean isKeyed(Deployment deployment) {
    KnownProvider provider = KnownProviders.named(deployment.provider()).orElseThrow();
    return KnownProvider.hasKey(deployment)
        || values.environment().isAnySet(provider.keyVariables())
        || values.environment().isAnySet(provider.tokenVariables());
  }

  private Credential credential(
      Deployment deployment, EntraIdentity identity, Optional<Text> scope) {
    EntraTokens usual =
        AzureSurroundings.tokens(identity, values.environment()::unlessBlank)
            .withProxies(values.environment().proxies(deployment));
    EntraTokens tokens = scope.map(Text::value).map(usual::withScope).orElse(usual);
    return shared.computeIfAbsent(tokens, t -> t.credential(TimeSource.system()));
  }

  private Optional<Secret> token(String name, Yaml value) {
    Optional<Text> text = values.text(name, value);
    if (text.filter(t -> t.value().startsWith("oidc/")).isPresent()) {
      values
          .problems()
          .error(
              text.get().at(),
              name
                  + " is exchanged for another token in LiteLLM, which Mainstay does not do; set"
                  + " tenant_id, client_id and client_secret, or AZURE_FEDERATED_TOKEN_FILE");
      return Optional.empty();
    }
    return values.secret(name, value);
  }
}
