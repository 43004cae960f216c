package dev.mainstay.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.provider.AmbientCredentials;
import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Credential.Proven;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.HttpProxy;
import dev.mainstay.transport.Proxies;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sts.model.StsException;

/** Credentials are those that were named, had in time and once more where they are refused. */
@Isolated("it sets system properties that AWS's libraries read")
class AwsCredentialTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/llm";
  private static final HttpCall CALL =
      new HttpCall(
          "POST",
          URI.create("https://bedrock-runtime.us-east-1.amazonaws.com/model/m/converse"),
          Headers.none(),
          new byte[0],
          Duration.ofSeconds(5));

  private final ManualTime time = new ManualTime();
  private final AwsCredential.Builder keys =
      AwsCredential.builder().keys("AKIAOWN", Secret.of("secret-own-0123456789"));
  private Sts sts;

  @BeforeEach
  void start() throws IOException {
    sts = new Sts();
    sts.end.set(time.now().plus(Duration.ofHours(1)));
    // Not the machine's.
    System.setProperty("aws.disableEc2Metadata", "true");
    System.setProperty("aws.sharedCredentialsFile", "/nowhere");
    System.setProperty("aws.configFile", "/nowhere");
  }

  @AfterEach
  void stop() {
    sts.close();
    System.clearProperty("aws.disableEc2Metadata");
    System.clearProperty("aws.sharedCredentialsFile");
    System.clearProperty("aws.configFile");
  }

  @Test
  void keysSign() throws Exception {
    assertThat(keyId(keys.sessionToken(Secret.of("tok")).build(time))).isEqualTo("AKIAOWN");
  }

  @Test
  void orderInWhichABuilderIsToldChangesNothing() throws Exception {
    Map<String, String> others =
        Map.of(
            "AWS_ACCESS_KEY_ID", "AKIAENV",
            "AWS_SECRET_ACCESS_KEY", "secret-env-0123456789",
            "AWS_SESSION_TOKEN", "token-of-the-environment");
    Secret secret = Secret.of("secret-own-0123456789");
    Secret token = Secret.of("token-own-0123456789");

    Credential environmentFirst =
        AwsCredential.builder().environment(others).keys("AKIAOWN", secret).build(time);
    Credential keysFirst =
        AwsCredential.builder().keys("AKIAOWN", secret).environment(others).build(time);

    assertThat(environmentFirst).isEqualTo(keysFirst);
    assertThat(keyId(environmentFirst)).isEqualTo("AKIAOWN");
    assertThat(environmentFirst.prove(CALL).get().call().headers().first("X-Amz-Security-Token"))
        .isEmpty();
    assertThat(AwsCredential.builder().sessionToken(token).keys("AKIAOWN", secret).build(time))
        .isEqualTo(AwsCredential.builder().keys("AKIAOWN", secret).sessionToken(token).build(time));
    assertThat(keyId(AwsCredential.builder().environment(others).build(time))).isEqualTo("AKIAENV");
  }

  @Test
  void roleIsAssumedOnceUntilItsEndIsNear() throws Exception {
    Credential role =
        keys.role(ROLE)
            .externalId("ext")
            .stsEndpoint(sts.address())
            .region("eu-west-1")
            .build(time);

    assertThat(keyId(role)).isEqualTo("ASIAROLE1");
    time.advance(Duration.ofMinutes(54));
    assertThat(keyId(role)).isEqualTo("ASIAROLE1");
    assertThat(sts.asked)
        .singleElement()
        .asString()
        .startsWith("AKIAOWN/")
        .contains("/eu-west-1/sts/", "RoleSessionName=mainstay", "ExternalId=ext", "role%2Fllm");

    time.advance(Duration.ofMinutes(6));
    sts.end.set(time.now().plus(Duration.ofHours(1)));
    assertThat(keyId(role)).isEqualTo("ASIAROLE2");
  }

  @Test
  void roleIsAssumedByTheProxy() throws Exception {
    Credential role =
        keys.role(ROLE)
            .stsEndpoint(URI.create("http://sts.example.invalid"))
            .proxies(Proxies.always(HttpProxy.of(sts.address().toString())))
            .build(time);

    assertThat(keyId(role)).isEqualTo("ASIAROLE1");
  }

  @Test
  void refusedRoleIsAssumedAnew() throws Exception {
    Credential role = keys.role(ROLE).stsEndpoint(sts.address()).build(time);
    Proven first = role.prove(CALL).get();

    first.refused().run();

    assertThat(keyId(role)).isEqualTo("ASIAROLE2");
    first.refused().run();
    assertThat(keyId(role)).isEqualTo("ASIAROLE2");
  }

  @ParameterizedTest
  @CsvSource({
    "403, ExpiredTokenException:http://internal.amazon.com/coral/, true",
    "403, UnrecognizedClientException, true",
    "403, com.amazon.coral.service#ExpiredTokenException, true",
    "403, InvalidSignatureException, true",
    "403, AccessDeniedException, false",
    "403, '', false",
    "400, ExpiredTokenException, false",
    "401, '', false"
  })
  void refusalsAreThoseThatNewerCredentialsMayHelp(int status, String type, boolean isRefusal) {
    HttpHead head = new HttpHead(status, Headers.of("x-amzn-ErrorType", type));

    assertThat(keys.role(ROLE).build(time).isRefusal(head)).isEqualTo(isRefusal);
    assertThat(AwsCredential.builder().build(time).isRefusal(head)).isEqualTo(isRefusal);
    Credential own = AwsCredential.builder().keys("AKIAOWN", Secret.of("s")).build(time);
    assertThat(own.isRefusal(head)).isFalse();
  }

  @Test
  void roleThatIsNotGivenIsNobodysToRetry() {
    sts.status.set(403);
    Credential role = keys.role(ROLE).stsEndpoint(sts.address()).build(time);

    assertThatThrownBy(() -> role.prove(CALL).get())
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(StsException.class)
        .hasMessageContaining("not your role");
  }

  @Test
  void serviceThatIsNotThereIsAFailureOfTheConnection() throws IOException {
    URI gone = sts.address();
    sts.close();
    Credential role = keys.role(ROLE).stsEndpoint(gone).build(time);

    assertThatThrownBy(() -> role.prove(CALL).get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void profileIsReadFromItsFileAndAgainWhenItIsRefused(@TempDir Path home) throws Exception {
    Path file = home.resolve("credentials");
    System.setProperty("aws.sharedCredentialsFile", file.toString());
    Files.writeString(
        file, "[dev]\naws_access_key_id = AKIADEV1\naws_secret_access_key = secret-1\n");
    Credential profile = AwsCredential.builder().profile("dev").build(time);
    Proven first = profile.prove(CALL).get();
    Files.writeString(
        file, "[dev]\naws_access_key_id = AKIADEV2\naws_secret_access_key = secret-2\n");

    assertThat(keyId(profile)).isEqualTo("AKIADEV1");
    first.refused().run();
    assertThat(keyId(profile)).isEqualTo("AKIADEV2");
  }

  @Test
  void machineWithoutCredentialsIsToldSo() {
    assertThatThrownBy(() -> AwsCredential.builder().build(time).prove(CALL).get())
        .cause()
        .isInstanceOf(SdkClientException.class)
        .hasMessageContaining("Unable to load credentials");
  }

  @Test
  void environmentCountsWhereNothingIsSaid() throws Exception {
    Map<String, String> environment =
        Map.of(
            "AWS_ACCESS_KEY_ID", "AKIAENV",
            "AWS_SECRET_ACCESS_KEY", "secret-env",
            "AWS_SESSION_TOKEN", "token-env",
            "AWS_PROFILE", " ",
            "AWS_REGION", "eu-central-1");
    HttpCall local =
        new HttpCall(
            "POST",
            URI.create("http://localhost/"),
            Headers.none(),
            new byte[0],
            Duration.ofDays(1));

    Credential found = AwsCredential.builder().environment(environment).build(time);
    Credential own = keys.environment(environment).build(time);

    assertThat(found.prove(local).get().call().headers().first("Authorization").orElseThrow())
        .contains("AKIAENV/", "/eu-central-1/bedrock/");
    assertThat(keyId(own)).isEqualTo("AKIAOWN");
  }

  @Test
  void surroundingsAreFoundForBedrockAlone() throws Exception {
    Map<String, String> environment =
        Map.of("AWS_ACCESS_KEY_ID", "AKIAENV", "AWS_SECRET_ACCESS_KEY", "secret-env");
    AmbientCredentials found = ServiceLoader.load(AmbientCredentials.class).iterator().next();

    assertThat(found.find(Deployment.of("openai/m"), environment, time)).isEmpty();
    assertThat(keyId(found.find(Deployment.of("bedrock/m"), environment, time).orElseThrow()))
        .isEqualTo("AKIAENV");
  }

  @Test
  void secretsAreScrubbedAndNotPrinted() throws Exception {
    Credential role = keys.role(ROLE).stsEndpoint(sts.address()).build(time);
    keyId(role);

    assertThat(role.scrub("a token-role-1 b secret-role-1 c ASIAROLE1 d"))
        .isEqualTo("a *** b *** c *** d");
    assertThat(role).hasToString("AWS signatures as " + ROLE);
  }

  /** AWS tells what it would have signed, with the token and the digests in it. */
  @Test
  void signatureThatAwsQuotesIsScrubbed() throws Exception {
    Credential role = keys.role(ROLE).stsEndpoint(sts.address()).build(time);
    Proven proven = role.prove(CALL).get();
    String authorization = proven.call().headers().first("Authorization").orElseThrow();
    String signature = authorization.substring(authorization.indexOf("Signature=") + 10);

    String told =
        role.scrub(
            "The request signature we calculated does not match: '"
                + signature
                + "', X-Amz-Signature="
                + signature.toUpperCase(Locale.ROOT)
                + "&x-amz-security-token:token-role-1 "
                + authorization);

    assertThat(signature).hasSize(64);
    assertThat(told)
        .startsWith(
            "The request signature we calculated does not match: '***', X-Amz-Signature=***&")
        .doesNotContain(signature, "token-role-1", "ASIAROLE1");
  }

  @Test
  void tokenOfAnotherIssuerIsExchangedForTheRoleWithoutKeys(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "ey.first\n");
    Credential pod =
        AwsCredential.builder().role(ROLE).webIdentity(file).stsEndpoint(sts.address()).build(time);
    assertThat(keyId(pod)).isEqualTo("ASIAROLE1");

    Files.writeString(file, "ey.second\n");
    pod.prove(CALL).get().refused().run();
    keyId(pod);

    assertThat(sts.asked.getFirst())
        .startsWith("nobody ")
        .contains("Action=AssumeRoleWithWebIdentity");
    assertThat(sts.asked)
        .extracting(AwsCredentialTest::webToken)
        .containsExactly("ey.first", "ey.second");
    assertThatThrownBy(() -> AwsCredential.builder().webIdentity(Secret.of("t")).build(time))
        .hasMessageContaining("give the role, too");
  }

  /** Whoever issues it is about to write it. */
  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void tokenFileThatIsEmptyForAMomentIsAFailureThatMayPass(String text, @TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("token"), text);
    Credential pod =
        AwsCredential.builder().role(ROLE).webIdentity(file).stsEndpoint(sts.address()).build(time);

    assertThatThrownBy(() -> pod.prove(CALL).get())
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());

    Files.writeString(file, "ey.written");
    assertThat(keyId(pod)).isEqualTo("ASIAROLE1");
  }

  @Test
  void identityBeforeTheLatestIsScrubbedToo() throws Exception {
    Credential role = keys.role(ROLE).stsEndpoint(sts.address()).build(time);
    role.prove(CALL).get().refused().run();
    assertThat(role.scrub("a token-role-1")).isEqualTo("a ***");

    keyId(role);

    assertThat(role.scrub("a token-role-1 b token-role-2")).isEqualTo("a *** b ***");
  }

  @Test
  void credentialsOfTheSameSettingsAreEqual() {
    UnaryOperator<AwsCredential.Builder> settings =
        b -> b.keys("A", Secret.of("s")).role(ROLE).sessionName("x").region("eu-west-1");

    Credential one = settings.apply(AwsCredential.builder()).build(time);

    assertThat(settings.apply(AwsCredential.builder()).build(time))
        .isEqualTo(one)
        .hasSameHashCodeAs(one);
    assertThat(settings.apply(AwsCredential.builder()).sessionName("y").build(time))
        .isNotEqualTo(one);
  }

  @Test
  void tokenWithoutKeysIsAMistake() {
    assertThatThrownBy(() -> AwsCredential.builder().sessionToken(Secret.of("t")).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("belongs to keys");
  }

  private static String webToken(String asked) {
    return Stream.of(asked.substring(asked.indexOf(' ') + 1).split("&"))
        .filter(field -> field.startsWith("WebIdentityToken="))
        .map(field -> URLDecoder.decode(field.split("=", 2)[1], StandardCharsets.UTF_8))
        .collect(Collectors.joining());
  }

  private static String keyId(Credential credential) throws Exception {
    String authorization =
        credential.prove(CALL).get().call().headers().first("Authorization").orElseThrow();
    return authorization.replaceFirst(".*Credential=([^/]*)/.*", "$1");
  }
}
