package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.azure.EntraIdentity;
import dev.mainstay.azure.EntraIdentity.ClientSecret;
import dev.mainstay.azure.EntraTokens;
import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import dev.mainstay.time.TimeSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** By which key, token or identity Azure is asked. */
class AzureTest {
  private static final String SECRET = "s3cr3t~value-0123456789";
  private static final String IDENTITY = "tenant_id: t, client_id: c, client_secret: " + SECRET;
  private static final Map<String, String> IDENTITY_VARIABLES =
      Map.of("AZURE_TENANT_ID", "t", "AZURE_CLIENT_ID", "c", "AZURE_CLIENT_SECRET", SECRET);
  private static final EntraTokens TOKENS =
      EntraTokens.of(new ClientSecret("t", "c", Secret.of(SECRET)));

  @Test
  void identityOfAnApplicationIsReadAndItsTokensAreShared() {
    GatewayConfig config =
        Reading.file("config.yaml", yaml(IDENTITY) + entry("b", IDENTITY))
            .in(Environment.of(Map.of("AZURE_API_KEY", "env-key")))
            .report()
            .config()
            .orElseThrow();
    Deployment first = config.groups().get("gpt").getFirst();
    Deployment second = config.groups().get("gpt").getLast();

    assertThat(first.credential()).contains(credential(TOKENS));
    assertThat(first.key()).isEmpty();
    assertThat(second.credential().orElseThrow()).isSameAs(first.credential().orElseThrow());
    assertThat(config.toString()).doesNotContain(SECRET);
  }

  @Test
  void scopeAndIssuerMayBeOthers() {
    Deployment deployment =
        deployment(
            IDENTITY + ", azure_scope: my-scope",
            Map.of("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.us/"));

    assertThat(deployment.credential())
        .contains(
            credential(
                TOKENS
                    .withScope("my-scope")
                    .withAuthority(URI.create("https://login.microsoftonline.us/"))));
  }

  @Test
  void identityOfTheEnvironmentCountsWhereThereIsNoKey() {
    assertThat(deployment("", IDENTITY_VARIABLES).credential()).contains(credential(TOKENS));
  }

  @Test
  void keyOfTheEnvironmentGoesBeforeItsIdentity() {
    Environment both = Environment.of(IDENTITY_VARIABLES).with("AZURE_API_KEY", "k");

    assertThat(deployment("", both).credential()).isEmpty();
  }

  @Test
  void partOfAnIdentityMayComeFromTheEnvironment() {
    Deployment deployment =
        deployment("tenant_id: t, client_id: c", Map.of("AZURE_CLIENT_SECRET", SECRET));

    assertThat(deployment.credential()).contains(credential(TOKENS));
  }

  @Test
  void podIsVouchedForByItsCluster() {
    Deployment deployment =
        deployment(
            "",
            Map.of(
                "AZURE_TENANT_ID", "t",
                "AZURE_CLIENT_ID", "c",
                "AZURE_FEDERATED_TOKEN_FILE", "/var/run/token"));

    assertThat(deployment.credential())
        .contains(
            credential(
                EntraTokens.of(new EntraIdentity.Federated("t", "c", Path.of("/var/run/token")))));
  }

  @Test
  void machinesOwnIdentityIsUsedWhereThatIsAskedFor() {
    String settings = "litellm_settings: {enable_azure_ad_token_refresh: true}\n";

    GatewayConfig config =
        Reading.file("config.yaml", yaml("") + settings)
            .in(Environment.of(Map.of()))
            .report()
            .config()
            .orElseThrow();

    assertThat(config.groups().get("gpt").getFirst().credential())
        .contains(credential(EntraTokens.of(new EntraIdentity.Managed(Optional.empty()))));
    assertThat(report("", Map.of()).config()).isEmpty();
  }

  @Test
  void tokenIsSentInPlaceOfAKey() {
    Deployment deployment =
        deployment("azure_ad_token: ey.token", Map.of("AZURE_API_KEY", "env-key"));

    assertThat(deployment.headers().all("Authorization")).containsExactly("Bearer ey.token");
    assertThat(deployment.credential()).isEmpty();
  }

  @Test
  void identityWithoutAPartIsToldWhichOne() {
    assertThat(problems("tenant_id: t, client_secret: " + SECRET))
        .containsExactly(
            "config.yaml:3: error: an identity of Microsoft Entra ID takes tenant_id, client_id and"
                + " client_secret, but client_id is missing; set it, or the environment variable"
                + " AZURE_CLIENT_ID");
  }

  @Test
  void identityBesideAKeyHasNoEffect() {
    assertThat(problems("api_key: k, tenant_id: t"))
        .containsExactly(
            "config.yaml:3: warning: tenant_id in litellm_params has no effect: api_key takes precedence");
  }

  @Test
  void identityOfAzureHasNoEffectElsewhere() {
    assertThat(
            Reading.problems(
                """
                model_list:
                  - model_name: gpt
                    litellm_params: {model: openai/gpt-4o, api_key: k, tenant_id: t}
                """))
        .containsExactly(
            "config.yaml:3: warning: tenant_id in litellm_params has no effect: it is for azure and"
                + " azure_ai alone");
  }

  @Test
  void tokenThatLiteLlmWouldExchangeIsRefused() {
    assertThat(problems("azure_ad_token: oidc/google/aud").getFirst())
        .startsWith(
            "config.yaml:3: error: azure_ad_token is exchanged for another token in LiteLLM");
  }

  @Test
  void passwordOfAUserIsRefusedWithAWayOut() {
    assertThat(problems("azure_username: u, azure_password: p, client_id: c").getFirst())
        .isEqualTo(
            "config.yaml:3: error: azure_username signs a user in with a password, which Microsoft"
                + " has deprecated and multi-factor authentication refuses; set tenant_id,"
                + " client_id and client_secret of an application");
  }

  private static Credential credential(EntraTokens tokens) {
    return tokens.credential(TimeSource.system());
  }

  private static Deployment deployment(String params, Map<String, String> variables) {
    return deployment(params, Environment.of(variables));
  }

  private static Deployment deployment(String params, Environment environment) {
    ConfigReport report = Reading.file("config.yaml", yaml(params)).in(environment).report();
    return report
        .config()
        .orElseThrow(() -> new AssertionError(report.lines()))
        .groups()
        .get("gpt")
        .getFirst();
  }

  private static List<String> problems(String params) {
    return Reading.lines(report(params, Map.of()));
  }

  private static ConfigReport report(String params, Map<String, String> variables) {
    return Reading.file("config.yaml", yaml(params)).in(Environment.of(variables)).report();
  }

  private static String yaml(String params) {
    return "model_list:\n" + entry("a", params);
  }

  private static String entry(String model, String params) {
    return """
      - model_name: gpt
        litellm_params: {model: azure/%s, api_base: "https://x.openai.azure.com"%s}
    """
        .formatted(model, params.isEmpty() ? "" : ", " + params);
  }
}
