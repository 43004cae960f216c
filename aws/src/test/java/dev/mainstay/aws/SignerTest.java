package dev.mainstay.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.provider.PathSegment;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
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

  /**
   * The requests of the same suite that sign no hash of the body, which AWS's library always does:
   * that they have the published signatures shows that the reference is right.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "get-vanilla|GET|/|-|host;x-amz-date"
            + "|5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-vanilla-with-session-token|GET|/"
            + "|X-Amz-Security-Token:6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267"
            + "|host;x-amz-date;x-amz-security-token"
            + "|07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8",
        "get-unreserved|GET|/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
            + "|-|host;x-amz-date"
            + "|07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
        "get-vanilla-empty-query-key|GET|/?Param1=value1|-|host;x-amz-date"
            + "|a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
        "get-vanilla-query-order-encoded|GET|/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1"
            + "|-|host;x-amz-date"
            + "|371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
        "get-vanilla-query-order-key-case|GET|/?Param2=value2&Param1=value1|-|host;x-amz-date"
            + "|b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        "get-header-key-duplicate|GET|/|My-Header1:value2,My-Header1:value2,My-Header1:value1"
            + "|host;my-header1;x-amz-date"
            + "|c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
        "get-header-value-trim|GET|/|'My-Header1: value1,My-Header2: \"a   b   c\"'"
            + "|host;my-header1;my-header2;x-amz-date"
            + "|acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
        "post-vanilla|POST|/|-|host;x-amz-date"
            + "|5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        "post-vanilla-query|POST|/?Param1=value1|-|host;x-amz-date"
            + "|28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
        "post-header-key-sort|POST|/|My-Header1:value1|host;my-header1;x-amz-date"
            + "|c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
        "post-header-value-case|POST|/|My-Header1:VALUE1|host;my-header1;x-amz-date"
            + "|cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
        "post-sts-header-before|POST|/"
            + "|X-Amz-Security-Token:AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWL"
            + "WsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8p"
            + "hUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0"
            + "iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=="
            + "|host;x-amz-date;x-amz-security-token"
            + "|85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"
      })
  void referenceHasThePublishedSignaturesToo(
      String name,
      String method,
      String target,
      @Nullable String headers,
      String signed,
      String signature) {
    List<Headers.Field> all = new ArrayList<>(List.of(new Headers.Field("X-Amz-Date", DATE)));
    for (String field : headers == null ? new String[0] : headers.split(",")) {
      int colon = field.indexOf(':');
      all.add(new Headers.Field(field.substring(0, colon), field.substring(colon + 1)));
    }
    HttpCall call =
        new HttpCall(
            method,
            URI.create("https://example.amazonaws.com" + target),
            Headers.of(all),
            new byte[0],
            Duration.ofSeconds(5));

    assertThat(
            new ReferenceSignature(SECRET, "us-east-1", "service")
                .of(call, DATE, signed.split(";")))
        .isEqualTo(signature);
  }

  /** Whatever a model is called, whatever is said to it, whenever and by whomever. */
  @Test
  void requestsToBedrockHaveTheSignaturesOfTheReference() {
    SplittableRandom random = new SplittableRandom(20_261_130);
    for (int i = 0; i < 500; i++) {
      String region = List.of("us-east-1", "eu-central-2", "ap-northeast-1").get(i % 3);
      String secret = text(random, "abcXYZ019/+", 40);
      String token = text(random, "abcXYZ019/+=", random.nextInt(20, 400));
      String model =
          "m" + text(random, "abz09.-_~: %+@$&,;=!'()#?[]|<>\u00fc", random.nextInt(1, 90));
      String path = PathSegment.of(model);
      HttpCall call =
          call(
              "https://bedrock-runtime.%s.amazonaws.com/model/%s/converse".formatted(region, path),
              text(random, "{}\"a b\u00fc\n", random.nextInt(3000)),
              "Content-Type",
              "application/json");
      Instant at = NOW.plusSeconds(random.nextLong(400_000_000));

      HttpCall signed =
          new Signer("bedrock", Optional.empty())
              .sign(call, AwsSessionCredentials.create("AKID" + i, secret, token), at);

      assertThat(ReferenceSignature.parts(signed)[1].split(";"))
          .contains("host", "x-amz-date", "x-amz-security-token");
      new ReferenceSignature(secret, region, "bedrock").requireOf(signed);
    }
  }

  private static String text(SplittableRandom random, String letters, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  /** Names of models have colons, ARNs slashes as well: both are encoded in the path. */
  @ParameterizedTest
  @CsvSource({
    "https://bedrock-runtime.eu-west-1.amazonaws.com/model/eu.anthropic.claude-v1%3A0/converse-stream, eu-west-1",
    "https://bedrock-runtime.us-gov-west-1.amazonaws.com/model/arn%3Aaws%3Abedrock%2Fx/converse, us-gov-west-1",
    "https://bedrock-runtime.cn-north-1.amazonaws.com.cn/model/m/converse, cn-north-1",
    "https://bedrock-runtime.eusc-de-east-1.amazonaws.eu/model/m/converse, eusc-de-east-1",
    "https://bedrock-runtime.us-iso-west-1.c2s.ic.gov/model/m/converse, us-iso-west-1",
    "https://bedrock-runtime-fips.us-gov-east-1.amazonaws.com/model/m/converse, us-gov-east-1",
    "https://vpce-1-2.bedrock-runtime.us-west-2.vpce.amazonaws.com/model/m/converse, us-west-2",
    "http://localhost:8080/model/m/converse, us-east-1",
    "https://proxy.example.com/model/m/converse, us-east-1"
  })
  void requestToBedrockIsSignedForTheRegionOfItsAddress(String address, String region) {
    AwsCredentialsIdentity session = AwsSessionCredentials.create("AKID", SECRET, "the/token==");
    HttpCall call =
        call(address, "{\"messages\":[]}", "Content-Type", "application/json", "Accept", "x");

    HttpCall signed = new Signer("bedrock", Optional.of("us-east-1")).sign(call, session, NOW);

    assertThat(ReferenceSignature.parts(signed)[1])
        .isEqualTo("content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token");
    new ReferenceSignature(SECRET, region, "bedrock").requireOf(signed);
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
