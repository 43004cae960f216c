package dev.mainstay.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Signatures are those that AWS publishes. */
class SignerTest {
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final AwsCredentialsIdentity KEYS =
      AwsBasicCredentials.create("AKIDEXAMPLE", SECRET);
  private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");
  private static final String DATE = "20150830T123600Z";
  private static final Signer SUITE = new Signer("service", Optional.of("us-east-1"));

  /** "post-x-www-form-urlencoded" and its "-parameters" of AWS's test suite for signatures. */
  @ParameterizedTest
  @CsvSource({
    "application/x-www-form-urlencoded,"
        + " d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b",
    "application/x-www-form-urlencoded; charset=utf-8,"
        + " 328d1b9eaadca9f5818ef05e8392801e091653bafec24fcab71e7344e7f51422"
  })
  void publishedRequestHasItsPublishedSignature(String type, String signature) {
    HttpCall call =
        call(
            "https://example.amazonaws.com/",
            "Param1=value1",
            "Content-Type",
            type,
            "Content-Length",
            "13",
            "User-Agent",
            "not signed");

    HttpCall signed = SUITE.sign(call, KEYS, NOW);

    assertThat(signed.headers().first("Authorization"))
        .hasValue(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                + " SignedHeaders=content-length;content-type;host;x-amz-content-sha256;x-amz-date,"
                + " Signature="
                + signature);
    assertThat(signed.headers().first("X-Amz-Date")).hasValue(DATE);
    assertThat(signed.headers().first("User-Agent")).hasValue("not signed");
    assertThat(signed.headers().first("Host")).isEmpty();
    assertThat(signed.defect().filter(defect -> !defect.contains("Content-Length"))).isEmpty();
  }

  /** "get-vanilla", "post-vanilla" and "post-sts-header-before" of the same suite. */
  @Test
  void referenceHasThePublishedSignaturesToo() {
    String token =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSP"
            + "fIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPk"
            + "yQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZb"
            + "qBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";
    ReferenceSignature reference = new ReferenceSignature(SECRET, "us-east-1", "service");
    HttpCall post =
        call(
            "https://example.amazonaws.com/",
            "",
            "x-amz-date",
            DATE,
            "x-amz-security-token",
            token);
    HttpCall get =
        new HttpCall("GET", post.uri(), post.headers(), new byte[0], post.connectTimeout());

    assertThat(reference.of(get, DATE, "host", "x-amz-date"))
        .isEqualTo("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    assertThat(reference.of(post, DATE, "host", "x-amz-date"))
        .isEqualTo("5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
    assertThat(reference.of(post, DATE, "host", "x-amz-date", "x-amz-security-token"))
        .isEqualTo("85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead");
  }

  /** Names of models have colons, ARNs slashes as well: both are encoded in the path. */
  @ParameterizedTest
  @CsvSource({
    "https://bedrock-runtime.eu-west-1.amazonaws.com/model/eu.anthropic.claude-v1%3A0/converse-stream, eu-west-1",
    "https://bedrock-runtime.us-gov-west-1.amazonaws.com/model/arn%3Aaws%3Abedrock%2Fx/converse, us-gov-west-1",
    "https://bedrock-runtime.cn-north-1.amazonaws.com.cn/model/m/converse, cn-north-1",
    "https://vpce-1-2.bedrock-runtime.us-west-2.vpce.amazonaws.com/model/m/converse, us-west-2",
    "http://localhost:8080/model/m/converse, us-east-1",
    "https://proxy.example.com/model/m/converse, us-east-1"
  })
  void requestToBedrockIsSignedForTheRegionOfItsAddress(String address, String region) {
    AwsCredentialsIdentity session = AwsSessionCredentials.create("AKID", SECRET, "the/token==");
    HttpCall call =
        call(address, "{\"messages\":[]}", "Content-Type", "application/json", "Accept", "x");

    HttpCall signed = new Signer("bedrock", Optional.of("us-east-1")).sign(call, session, NOW);

    String[] parts = ReferenceSignature.parts(signed);
    assertThat(parts[1])
        .isEqualTo("content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token");
    assertThat(parts[2])
        .isEqualTo(
            new ReferenceSignature(SECRET, region, "bedrock")
                .of(signed, parts[0], parts[1].split(";")));
    assertThat(signed.headers().first("X-Amz-Security-Token")).hasValue("the/token==");
    assertThat(signed.body()).isSameAs(call.body());
  }

  @Test
  void anotherSignatureOrTokenIsReplaced() {
    HttpCall call =
        call("https://host.us-east-1.amazonaws.com/", "", "authorization", "Bearer old");

    HttpCall signed = SUITE.sign(call, KEYS, NOW);

    assertThat(signed.headers().all("Authorization"))
        .singleElement()
        .asString()
        .startsWith("AWS4-HMAC-SHA256 ");
  }

  @Test
  void withoutARegionThereIsNoSignature() {
    Signer lost = new Signer("bedrock", Optional.empty());

    assertThatThrownBy(() -> lost.sign(call("http://localhost:1/", ""), KEYS, NOW))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("AWS_REGION");
  }

  private static HttpCall call(String address, String body, String... headers) {
    return new HttpCall(
        "POST",
        URI.create(address),
        Headers.of(headers),
        body.getBytes(StandardCharsets.UTF_8),
        Duration.ofSeconds(5));
  }
}
