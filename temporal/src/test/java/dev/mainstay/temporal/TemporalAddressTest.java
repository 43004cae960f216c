package dev.mainstay.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DURABLE 2: TLS, API key and namespace. */
class TemporalAddressTest {
  private static final String CLOUD = "eu-central-1.aws.api.temporal.io:7233";

  @Test
  void addressAloneIsPlainAndOfTheDefaultNamespace() {
    TemporalAddress address = TemporalAddress.of("localhost:7233", Map.of());

    WorkflowServiceStubsOptions options = address.serviceOptions().build();
    assertThat(options.getTarget()).isEqualTo("localhost:7233");
    assertThat(options.getEnableHttps()).isFalse();
    assertThat(address.clientOptions().build().getNamespace()).isEqualTo("default");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "localhost:",
        "localhost:abc",
        "localhost:0",
        "localhost:99999",
        ":7233",
        "http://localhost:7233",
        "localhost:7233/path",
        "local host:7233",
        "::1:7233"
      })
  void whatIsNoHostAndPortIsRefusedWithTheRemedy(String target) {
    assertThatThrownBy(() -> TemporalAddress.of(target, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'"
                + target
                + "' is not the address of a Temporal server; name its host and port, as in localhost:7233");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "temporal_server:7233",
        "m\u00fcnchen:7233",
        "me@localhost:7233",
        "localhost?x:7233",
        "localhost#x:7233",
        "localhost:7233?",
        "a,b:7233"
      })
  void hostThatGrpcDoesNotTakeIsRefusedAndWhatOneMayHaveIsSaid(String target) {
    assertThatThrownBy(() -> TemporalAddress.of(target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'"
                + target
                + "' is not the address of a Temporal server; name its host and port, as in localhost:7233; a"
                + " host has letters of ASCII, digits, hyphens and dots alone, or is an address, as"
                + " [::1]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-:7233", "[:::::]:7233", "a..b:7233", ".:7233"})
  void whatIsNoNameOfAHostIsRefused(String target) {
    assertThatThrownBy(() -> TemporalAddress.of(target))
        .hasMessage(
            "'"
                + target
                + "' is not the address of a Temporal server; name its host and port, as in localhost:7233");
  }

  @Test
  void namespaceWithoutANameIsRefused() {
    assertThatThrownBy(() -> TemporalAddress.of(CLOUD).withNamespace(" "))
        .hasMessage("a namespace has a name; name one, or leave it out for 'default'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.7:7233", "[::1]:7233", "dns:///temporal.temporal.svc:7233"})
  void hostMayBeAnAddressOrBeLookedUpByGrpc(String target) {
    assertThat(TemporalAddress.of(target).serviceOptions().build().getTarget()).isEqualTo(target);
  }

  @Test
  void apiKeyGoesOutByTlsWithEachRequestAndIsInNoWords() {
    TemporalAddress address =
        TemporalAddress.of(
            CLOUD, Map.of("TEMPORAL_NAMESPACE", "agents.a1b2c", "TEMPORAL_API_KEY", "tk-secret"));

    WorkflowServiceStubsOptions options = address.serviceOptions().build();

    assertThat(options.getEnableHttps()).isTrue();
    assertThat(options.getGrpcMetadataProviders())
        .singleElement()
        .satisfies(provider ->
            assertThat(
                    provider
                        .getMetadata()
                        .get(Metadata.Key.of("Authorization", Metadata.ASCII_STRING_MARSHALLER)))
                .isEqualTo("Bearer tk-secret"));
    assertThat(address.clientOptions().build().getNamespace()).isEqualTo("agents.a1b2c");
    assertThat(address).hasToString(CLOUD + " (agents.a1b2c)");
  }

  @Test
  void tlsAloneIsToldByItsVariable() {
    TemporalAddress address = TemporalAddress.of(CLOUD, Map.of("TEMPORAL_TLS", "true"));

    assertThat(address.serviceOptions().build().getEnableHttps()).isTrue();
  }

  @Test
  void certificateThatCannotBeReadIsNamed() {
    TemporalAddress address =
        TemporalAddress.of(CLOUD).withCertificate(Path.of("no.pem"), Path.of("no.key"));

    assertThatThrownBy(address::serviceOptions)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no.pem");
  }

  @Test
  void certificateWithoutItsKeyIsRefused() {
    assertThatThrownBy(
            () -> TemporalAddress.of(CLOUD, Map.of("TEMPORAL_TLS_CLIENT_CERT_PATH", "c.pem")))
        .hasMessageContaining("TEMPORAL_TLS_CLIENT_KEY_PATH");
  }
}
