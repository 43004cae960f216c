package dev.mainstay.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Credential.Proven;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.ManualTime;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpProxy;
import dev.mainstay.transport.Proxies;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens from a server that stands in for Google's. */
class GoogleCredentialTest {
  private static final HttpCall CALL =
      new HttpCall(
          "POST",
          URI.create("https://aiplatform.googleapis.com/v1"),
          Headers.none(),
          new byte[0],
          Duration.ofSeconds(5));

  private TokenServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TokenServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void manyWhoWaitShareOneTokenAndLaterCallsKeepIt() throws Exception {
    GoogleCredential credential = of(server.key());

    List<CompletableFuture<Proven>> waiting =
        Stream.generate(() -> credential.prove(CALL)).limit(20).toList();
    server.opened();

    for (CompletableFuture<Proven> proof : waiting) {
      assertThat(bearer(proof)).isEqualTo("Bearer ya29.token-1-0123456789");
    }
    assertThat(bearer(credential.prove(CALL))).isEqualTo("Bearer ya29.token-1-0123456789");
    assertThat(server.asked).hasValue(1);
  }

  @Test
  void tokenThatIsRefusedIsFetchedAnew() throws Exception {
    GoogleCredential credential = of(server.opened().key());

    await(credential.prove(CALL)).refused().run();

    assertThat(bearer(credential.prove(CALL))).isEqualTo("Bearer ya29.token-2-0123456789");
    assertThat(credential.scrub("what is ya29.token-2-0123456789?")).isEqualTo("what is ***?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GOOGLE_APPLICATION_CREDENTIALS | /nowhere/key.json | cannot be read",
        "VERTEXAI_CREDENTIALS | {\"private_key\":\"secret-0123456789\"} | JSON object with a type",
        "VERTEXAI_CREDENTIALS | {broken secret-0123456789 | JSON object with a type"
      })
  void keyThatIsNamedAndCannotBeReadIsNotReplacedByTheMachines(
      String variable, String value, String why) {
    Deployment deployment = Deployment.of("vertex_ai/gemini-2.5-flash");

    Credential found =
        new GoogleSurroundings()
            .find(deployment, Map.of(variable, value), TimeSource.system())
            .orElseThrow();

    assertThatThrownBy(() -> await(found.prove(CALL)))
        .rootCause()
        .hasMessageContaining(variable)
        .hasMessageContaining(why)
        .hasMessageNotContaining("secret-0123456789");
    assertThat(new GoogleSurroundings().endpoint(deployment, Map.of(variable, value)))
        .as("an address, so that it is the key that is told of")
        .isPresent();
    assertThat(new GoogleSurroundings().endpoint(deployment.withKey("k"), Map.of(variable, value)))
        .isEmpty();
    assertThat(found)
        .isNotEqualTo(GoogleCredential.applicationDefault(TimeSource.system()))
        .hasToString("Google's tokens for a key that cannot be read");
    assertThat(server.asked).hasValue(0);
  }

  @Test
  void tokenThatHasEndedIsFetchedAnew() throws Exception {
    ManualTime time = new ManualTime(Instant.now());
    GoogleCredential credential =
        GoogleCredential.of(GoogleKey.of(server.opened().key()), Proxies.unsaid(), time);

    await(credential.prove(CALL));
    time.advance(Duration.ofHours(1));

    assertThat(bearer(credential.prove(CALL))).isEqualTo("Bearer ya29.token-2-0123456789");
  }

  @Test
  void usersLoginNamesWhoPays() throws Exception {
    GoogleCredential credential = of(server.opened().login());

    HttpCall proven = await(credential.prove(CALL)).call();

    assertThat(proven.headers().first("x-goog-user-project")).hasValue("payer");
    assertThat(proven.headers().first("Authorization")).isPresent();
  }

  @Test
  void whatGoogleRefusesIsNoBrokenConnection() {
    server.answering(
        400, "{\"error\":\"invalid_grant\",\"error_description\":\"Account not found\"}");
    GoogleCredential credential = of(server.key());

    assertThatThrownBy(() -> await(credential.prove(CALL)))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("invalid_grant");
  }

  @Test
  void keyThatIsNoneIsToldWithoutIt() {
    String broken = server.opened().key().replace("BEGIN PRIVATE KEY", "BEGIN NOTHING");

    assertThatThrownBy(() -> GoogleKey.of("/path/to/key.json"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("service account");
    assertThatThrownBy(() -> await(of(broken).prove(CALL)))
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("service account")
        .hasMessageNotContaining("BEGIN");
  }

  @Test
  void sameKeyIsTheSameCredentialAndNeverShows() {
    String key = server.key();
    GoogleCredential credential = of(key);

    assertThat(credential)
        .isEqualTo(of(key))
        .isNotEqualTo(of(key.replace("private_key_id\":\"k", "private_key_id\":\"other")))
        .isNotEqualTo(GoogleCredential.applicationDefault(TimeSource.system()))
        .hasToString("Google's tokens for the key of a@p-1.iam.gserviceaccount.com");
    assertThat(GoogleKey.of(key).project()).hasValue("p-1");
    assertThat(GoogleKey.of(server.login()).project()).hasValue("payer");
  }

  @Test
  void tokensAreAskedForByTheProxy() throws Exception {
    HttpProxy proxy = HttpProxy.of("http://" + server.opened().authority());
    GoogleCredential credential =
        GoogleCredential.of(
            GoogleKey.of(server.key().replace(server.authority(), "oauth2.example.invalid")),
            Proxies.always(proxy),
            TimeSource.system());

    assertThat(bearer(credential.prove(CALL))).isEqualTo("Bearer ya29.token-1-0123456789");
  }

  @Test
  void unreachableIssuerIsABrokenConnection() {
    String nowhere = server.key().replace(server.authority(), "127.0.0.1:1");

    assertThatThrownBy(() -> await(of(nowhere).prove(CALL)))
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Google gives no token: ");
  }

  private static GoogleCredential of(String key) {
    return GoogleCredential.of(GoogleKey.of(key), Proxies.unsaid(), TimeSource.system());
  }

  private static String bearer(CompletableFuture<Proven> proof) throws Exception {
    return await(proof).call().headers().first("Authorization").orElseThrow();
  }

  private static Proven await(CompletableFuture<Proven> proof) throws Exception {
    return proof.get(30, TimeUnit.SECONDS);
  }
}
