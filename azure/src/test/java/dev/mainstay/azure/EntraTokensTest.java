package dev.mainstay.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.provider.BearerToken;
import dev.mainstay.provider.Secret;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.HttpProxy;
import dev.mainstay.transport.Proxies;
import dev.mainstay.transport.RawServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asks for tokens, with what, and what comes of it. */
class EntraTokensTest {
  private static final String SECRET = "s3cr3t~value-0123456789";
  private static final EntraTokens TOKENS =
      EntraTokens.of(new EntraIdentity.ClientSecret("my-tenant", "my-app", Secret.of(SECRET)));

  private final Entra entra = new Entra();

  @Test
  void applicationAsksItsTenantWithItsSecretForAzuresScope() throws Exception {
    Instant before = Instant.now();

    BearerToken token = fetched(TOKENS, entra.issuing("token-1", 3_600));

    assertThat(token.secret().reveal()).isEqualTo("token-1");
    assertThat(token.end().orElseThrow())
        .isBetween(before.plusSeconds(3_500), before.plus(Duration.ofHours(2)));
    assertThat(entra.asked).hasSize(1);
    assertThat(entra.asked.getFirst().url())
        .hasToString("https://login.microsoftonline.com/my-tenant/oauth2/v2.0/token");
    assertThat(entra.asked.getFirst().body())
        .contains("client_id=my-app")
        .contains("grant_type=client_credentials")
        .contains("https%3A%2F%2Fcognitiveservices.azure.com%2F.default")
        .contains("client_secret=s3cr3t");
  }

  @Test
  void everyFetchAsksAnew() throws Exception {
    entra.issuing("token-1", 3_600).issuing("token-2", 3_600);

    fetched(TOKENS, entra);
    BearerToken second = fetched(TOKENS, entra);

    assertThat(second.secret().reveal()).isEqualTo("token-2");
  }

  @Test
  void anotherCloudAndScopeMayBeAsked() throws Exception {
    EntraTokens government =
        TOKENS
            .withAuthority(URI.create("https://login.microsoftonline.us/"))
            .withScope("https://cognitiveservices.azure.us/.default");

    fetched(government, entra.issuing("token-1", 3_600));

    assertThat(entra.asked.getFirst().url())
        .hasToString("https://login.microsoftonline.us/my-tenant/oauth2/v2.0/token");
    assertThat(entra.asked.getFirst().body()).contains("cognitiveservices.azure.us");
  }

  @Test
  void podIsVouchedForByTheTokenThatItsFileHasNow(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "first\n");
    EntraTokens federated =
        EntraTokens.of(new EntraIdentity.Federated("my-tenant", "my-app", file));
    entra.issuing("token-1", 3_600).issuing("token-2", 3_600);

    fetched(federated, entra);
    Files.writeString(file, "second\n");
    fetched(federated, entra);

    assertThat(entra.asked.get(0).body()).contains("client_assertion=first");
    assertThat(entra.asked.get(1).body()).contains("client_assertion=second");
  }

  @Test
  void tokensAreAskedForThroughTheProxy() {
    try (RawServer proxy = RawServer.answering("HTTP/1.1 502 Bad Gateway\r\n\r\n")) {
      EntraTokens behind =
          TOKENS.withProxies(Proxies.always(HttpProxy.of("http://127.0.0.1:" + proxy.port())));

      assertThatThrownBy(behind::fetch).isInstanceOf(IOException.class);

      assertThat(proxy.requests().getFirst().line())
          .isEqualTo("CONNECT login.microsoftonline.com:443 HTTP/1.1");
    }
  }

  @Test
  void machineAsksForItsOwnToken() throws Exception {
    EntraTokens managed = EntraTokens.of(new EntraIdentity.Managed(Optional.of("my-identity")));
    long end = Instant.now().plusSeconds(3_600).getEpochSecond();

    BearerToken token =
        fetched(
            managed,
            entra.answering(
                200,
                String.format(
                    Locale.ROOT,
                    "{\"token_type\":\"Bearer\",\"expires_on\":\"%d\",\"access_token\":\"token-1\"}",
                    end)));

    assertThat(token.secret().reveal()).isEqualTo("token-1");
    assertThat(entra.asked.getFirst().url().toString())
        .startsWith("http://169.254.169.254/metadata/identity/oauth2/token")
        .contains("resource=https%3A%2F%2Fcognitiveservices.azure.com")
        .contains("client_id=my-identity")
        .doesNotContain("default");
  }

  /** Asking again would not help: the caller is told why, and not the secret. */
  @Test
  void refusedIdentityIsToldInEntrasWordsWithoutTheSecret() {
    entra.answering(
        401,
        "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret"
            + " provided: "
            + SECRET
            + ". Trace ID: 1 Correlation ID: 2\",\"error_codes\":[7000215]}");

    assertThatThrownBy(() -> fetched(TOKENS, entra))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "Microsoft Entra ID refuses it: AADSTS7000215: Invalid client secret provided")
        .hasMessageNotContaining(SECRET)
        .hasMessageNotContaining("Trace ID");
  }

  @Test
  void issuerThatIsDownMayBeAskedAgain() {
    entra.answering(503, "{\"error\":\"temporarily_unavailable\",\"error_description\":\"down\"}");

    assertThatThrownBy(() -> fetched(TOKENS, entra))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Microsoft Entra ID gives no token");
  }

  @Test
  void sameIdentityIsTheSameCredential() {
    TimeSource time = TimeSource.system();

    assertThat(TOKENS.credential(time))
        .isEqualTo(TOKENS.withScope(EntraTokens.COGNITIVE_SERVICES).credential(time))
        .isNotEqualTo(TOKENS.withScope("other").credential(time));
  }

  @Test
  void textShowsNoSecret() {
    assertThat(TOKENS.toString()).contains("my-app").doesNotContain(SECRET);
  }

  private static BearerToken fetched(EntraTokens tokens, Entra entra) throws Exception {
    return new EntraRequest(tokens, entra.http()).token();
  }
}
