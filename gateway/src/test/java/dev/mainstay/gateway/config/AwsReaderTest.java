package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.aws.AwsCredential;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What LiteLLM's users write of AWS. */
class AwsReaderTest {
  private static final URI VIRGINIA = URI.create("https://bedrock-runtime.us-east-1.amazonaws.com");

  @Test
  void regionIsAnAddress() {
    Deployment deployment = read("aws_region_name: us-east-1");

    assertThat(deployment.endpoint()).hasValue(VIRGINIA);
    assertThat(deployment.model()).isEqualTo("us.amazon.nova-lite-v1:0");
    assertThat(deployment.credential())
        .hasValue(AwsCredential.builder().region("us-east-1").build());
  }

  @Test
  void regionOfTheEuropeanSovereignCloudIsAnAddressOfItsOwn() {
    assertThat(read("aws_region_name: eusc-de-east-1").endpoint())
        .hasValue(URI.create("https://bedrock-runtime.eusc-de-east-1.amazonaws.eu"));
  }

  /** An endpoint of one's own tells no region to sign for. */
  @Test
  void regionOfTheModelsNameIsThatOfTheSignatureToAnEndpointOfOnesOwn() {
    String own = file("api_base: 'https://proxy.example.com'");
    String entry = own.replace("converse/", "us-east-1/");

    assertThat(region(entry)).isEqualTo("us-east-1");
    assertThat(region(entry.replace("api_base", "aws_region_name: us-west-2, api_base")))
        .isEqualTo("us-west-2");
    assertThat(region(own)).isEqualTo("eu-west-1");
  }

  private static String region(String entry) {
    Reading reading =
        Reading.file("config.yaml", entry).in(Environment.of(Map.of("AWS_REGION", "eu-west-1")));
    return Stream.of("us-east-1", "us-west-2", "eu-west-1")
        .filter(region ->
            deployment(reading)
                .credential()
                .equals(Optional.of(AwsCredential.builder().region(region).build())))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void endpointGoesBeforeTheRegion() {
    Deployment deployment =
        read(
            "aws_region_name: us-east-1, aws_bedrock_runtime_endpoint: 'https://vpce.example.com'");

    assertThat(deployment.endpoint()).hasValue(URI.create("https://vpce.example.com"));
  }

  @Test
  void keysProfileAndRoleAreWhatIsSignedWith() {
    Deployment deployment =
        read(
            "aws_region_name: us-east-1, aws_access_key_id: os.environ/KEY_ID,"
                + " aws_secret_access_key: os.environ/SECRET, aws_session_token: tok,"
                + " aws_role_name: 'arn:aws:iam::1:role/x', aws_session_name: s,"
                + " aws_external_id: e, aws_sts_endpoint: 'https://sts.example.com'");

    assertThat(deployment.credential())
        .hasValue(
            AwsCredential.builder()
                .keys("AKIATEST", Secret.of("secret/0123+456"))
                .sessionToken(Secret.of("tok"))
                .role("arn:aws:iam::1:role/x")
                .sessionName("s")
                .externalId("e")
                .stsEndpoint(URI.create("https://sts.example.com"))
                .region("us-east-1")
                .build());
    assertThat(read("aws_region_name: eu-west-1, aws_profile_name: dev").credential())
        .hasValue(AwsCredential.builder().profile("dev").region("eu-west-1").build());
  }

  @Test
  void keyOfBedrocksGoesBeforeWhatTheMachineHas() {
    Reading withKey =
        Reading.file("config.yaml", file("aws_region_name: us-east-1"))
            .with("AWS_BEARER_TOKEN_BEDROCK", "k");
    Reading withProfile =
        Reading.file("config.yaml", file("aws_region_name: us-east-1, aws_profile_name: dev"))
            .with("AWS_BEARER_TOKEN_BEDROCK", "k");

    assertThat(deployment(withKey).credential()).isEmpty();
    assertThat(deployment(withProfile).credential()).isPresent();
    assertThat(read("aws_region_name: us-east-1, api_key: k").credential()).isEmpty();
    assertThat(read("aws_region_name: us-east-1, api_key: k").key()).hasValue(Secret.of("k"));
  }

  @Test
  void regionOfTheEnvironmentIsEnough() {
    Reading reading =
        Reading.file("config.yaml", file("rpm: 1"))
            .in(Environment.of(Map.of("AWS_REGION", "eu-west-1")));

    assertThat(deployment(reading).endpoint()).isEmpty();
    assertThat(deployment(reading).credential())
        .hasValue(AwsCredential.builder().region("eu-west-1").build());
  }

  @Test
  void deploymentsOfOneIdentityShareWhatItIsGiven() {
    String entry = file("aws_region_name: us-east-1, aws_role_name: 'arn:aws:iam::1:role/x'");
    GatewayConfig config =
        Reading.file("config.yaml", entry + entry.replaceFirst("model_list:\n", ""))
            .report()
            .config()
            .orElseThrow();

    assertThat(config.groups().get("a").getLast().credential().orElseThrow())
        .isSameAs(config.groups().get("a").getFirst().credential().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"oidc/file//var/run/token", "/var/run/token"})
  void tokenOfAnotherIssuerIsInAFile(String written) {
    assertThat(role("aws_web_identity_token: " + written).credential())
        .hasValue(
            AwsCredential.builder()
                .role("arn:aws:iam::1:role/x")
                .webIdentity(Path.of("/var/run/token"))
                .region("us-east-1")
                .build());
  }

  @Test
  void tokenOfAnotherIssuerMayBeGiven() {
    assertThat(role("aws_web_identity_token: ey.token").credential())
        .hasValue(
            AwsCredential.builder()
                .role("arn:aws:iam::1:role/x")
                .webIdentity(Secret.of("ey.token"))
                .region("us-east-1")
                .build());
  }

  @Test
  void tokenOfAnotherIssuerIsOfNoUseWithoutARoleAndIsNotFetched() {
    assertThat(problems("aws_region_name: us-east-1, aws_web_identity_token: ey.token"))
        .containsExactly(
            "config.yaml:3: error: aws_web_identity_token is of no use without aws_role_name; set"
                + " that, too");
    assertThat(
            problems(
                    "aws_region_name: us-east-1, aws_role_name: r, aws_web_identity_token:"
                        + " oidc/google/aud")
                .getFirst())
        .contains("write the path to a file that has the token");
  }

  private static Deployment role(String params) {
    return read("aws_region_name: us-east-1, aws_role_name: 'arn:aws:iam::1:role/x', " + params);
  }

  private static List<String> problems(String params) {
    return Reading.lines(Reading.file("config.yaml", file(params)).report());
  }

  private static Deployment read(String params) {
    return deployment(
        Reading.file("config.yaml", file(params))
            .with("KEY_ID", "AKIATEST")
            .with("SECRET", "secret/0123+456"));
  }

  private static Deployment deployment(Reading reading) {
    ConfigReport report = reading.report();
    assertThat(report.problems()).isEmpty();
    return report.config().orElseThrow().groups().get("a").getFirst();
  }

  private static String file(String params) {
    return "model_list:\n"
        + "  - model_name: a\n"
        + "    litellm_params: {model: 'bedrock/converse/us.amazon.nova-lite-v1:0', "
        + params
        + "}\n";
  }
}
