package dev.mainstay.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.transport.Headers;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the environment says of a provider's deployments that say nothing themselves. */
class KnownProviderTest {
  private static final KnownProvider ACME =
      KnownProvider.of(
              "acme",
              (transport, time) -> {
                throw new AssertionError("nobody is asked");
              })
          .withKeyVariables(List.of("ACME_KEY", "ACME_API_KEY"))
          .withTokenVariables(List.of("ACME_TOKEN"))
          .withUrlVariables(List.of("ACME_URL"));
  private static final Deployment BARE = Deployment.of("acme/m");

  @Test
  void firstVariableThatIsSetCounts() {
    Map<String, String> environment =
        Map.of("ACME_KEY", " ", "ACME_API_KEY", "k2", "ACME_URL", "https://acme.example.com");

    assertThat(ACME.complete(BARE, environment))
        .isEqualTo(BARE.withKey("k2").withEndpoint(URI.create("https://acme.example.com")));
  }

  @Test
  void whatADeploymentSetsItselfGoesBefore() {
    Deployment own = BARE.withKey("own").withEndpoint(URI.create("https://own.example.com"));

    assertThat(ACME.complete(own, Map.of("ACME_KEY", "k", "ACME_URL", "https://x.example.com")))
        .isEqualTo(own);
  }

  /** A proxy that is asked by a header of its own does not see the provider's key. */
  @Test
  void deploymentThatSaysHowItIsAskedIsSentNoKeyOfTheEnvironments() {
    Deployment bearing = BARE.withHeaders(Headers.of("api-key", "own"));

    assertThat(ACME.complete(bearing, Map.of("ACME_KEY", "k", "ACME_TOKEN", "t")))
        .isEqualTo(bearing);
  }

  @Test
  void versionOfTheApiMayComeFromTheEnvironment() {
    KnownProvider versioned = ACME.withVersionVariables(List.of("ACME_VERSION"));

    assertThat(versioned.complete(BARE, Map.of("ACME_VERSION", "v2")).apiVersion()).contains("v2");
    assertThat(
            versioned
                .complete(BARE.withApiVersion("v1"), Map.of("ACME_VERSION", "v2"))
                .apiVersion())
        .contains("v1");
  }

  @Test
  void tokenIsSentAsABearersWhereThereIsNoKey() {
    Map<String, String> token = Map.of("ACME_TOKEN", "t");
    Deployment bearing = BARE.withHeaders(Headers.of("x-api-key", "own"));

    assertThat(ACME.complete(BARE, token).headers().first("Authorization")).hasValue("Bearer t");
    assertThat(ACME.complete(BARE.withKey("k"), token)).isEqualTo(BARE.withKey("k"));
    assertThat(ACME.complete(BARE, Map.of("ACME_KEY", "k", "ACME_TOKEN", "t")))
        .isEqualTo(BARE.withKey("k"));
    assertThat(ACME.complete(bearing, token)).isEqualTo(bearing);
  }
}
