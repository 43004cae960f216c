package dev.mainstay.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.azure.EntraIdentity.ClientSecret;
import dev.mainstay.azure.EntraIdentity.Federated;
import dev.mainstay.azure.EntraIdentity.Managed;
import dev.mainstay.provider.AmbientCredentials;
import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import dev.mainstay.time.ManualTime;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom deployments at Azure are asked by where only the environment says it. */
class AzureSurroundingsTest {
  private static final String SECRET = "s3cr3t~value-0123456789";
  private static final Map<String, String> APPLICATION =
      Map.of("AZURE_TENANT_ID", "t", "AZURE_CLIENT_ID", "c", "AZURE_CLIENT_SECRET", SECRET);
  private static final EntraTokens TOKENS =
      EntraTokens.of(new ClientSecret("t", "c", Secret.of(SECRET)));

  private final ManualTime time = new ManualTime();

  @ParameterizedTest
  @ValueSource(strings = {"azure/my-deployment", "azure_ai/claude-opus-4-8"})
  void applicationOfTheEnvironmentIsFoundByTheLibraryItself(String model) {
    Optional<Credential> found =
        ServiceLoader.load(AmbientCredentials.class).stream()
            .map(ServiceLoader.Provider::get)
            .flatMap(place -> place.find(Deployment.of(model), APPLICATION, time).stream())
            .findFirst();

    assertThat(found).contains(TOKENS.credential(time));
  }

  @Test
  void podIsVouchedForByItsCluster() {
    assertThat(
            found(
                Map.of(
                    "AZURE_TENANT_ID", "t",
                    "AZURE_CLIENT_ID", "c",
                    "AZURE_FEDERATED_TOKEN_FILE", "/var/run/token")))
        .contains(
            EntraTokens.of(new Federated("t", "c", Path.of("/var/run/token"))).credential(time));
  }

  @Test
  void appAtAzureHasAnIdentityOfItsOwn() {
    assertThat(found(Map.of("IDENTITY_ENDPOINT", "http://localhost:1/x", "AZURE_CLIENT_ID", "c")))
        .contains(EntraTokens.of(new Managed(Optional.of("c"))).credential(time));
  }

  @Test
  void scopeAndIssuerMayBeOthers() {
    Map<String, String> government = new TreeMap<>(APPLICATION);
    government.put("AZURE_SCOPE", "my-scope");
    government.put("AZURE_AUTHORITY_HOST", "login.microsoftonline.us");

    assertThat(found(government))
        .contains(
            TOKENS
                .withScope("my-scope")
                .withAuthority(URI.create("https://login.microsoftonline.us"))
                .credential(time));
  }

  @Test
  void halfAnIdentityIsNone() {
    assertThat(found(Map.of("AZURE_TENANT_ID", "t", "AZURE_CLIENT_SECRET", SECRET))).isEmpty();
    assertThat(found(Map.of("AZURE_TENANT_ID", "t", "AZURE_CLIENT_ID", " "))).isEmpty();
  }

  @Test
  void othersAreNotAskedByAnIdentityOfAzures() {
    assertThat(new AzureSurroundings().find(Deployment.of("openai/gpt-4o"), APPLICATION, time))
        .isEmpty();
  }

  private Optional<Credential> found(Map<String, String> environment) {
    return new AzureSurroundings().find(Deployment.of("azure/gpt"), environment, time);
  }
}
