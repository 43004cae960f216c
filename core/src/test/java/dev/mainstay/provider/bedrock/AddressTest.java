package dev.mainstay.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.KnownProvider;
import dev.mainstay.provider.wire.Heard;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where Bedrock is asked, in which region, and with which key. */
class AddressTest {

  @Test
  void addressHasTheModelEncodedAndTheOperation() {
    Asking asking = Asking.anybody();

    asking.ask("{'messages':[],'stream':true}");

    assertThat(asking.sent().uri())
        .isEqualTo(
            URI.create(
                "https://bedrock-runtime.us-east-1.amazonaws.com/model/"
                    + "us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse-stream"));
    assertThat(asking.sent().headers().first("Authorization")).hasValue("Bearer " + Asking.KEY);
    assertThat(asking.sent().headers().first("Accept"))
        .hasValue("application/vnd.amazon.eventstream");
  }

  @ParameterizedTest
  @CsvSource({
    "converse/us-west-2/amazon.nova-lite-v1:0, ,"
        + " https://bedrock-runtime.us-west-2.amazonaws.com/model/amazon.nova-lite-v1%3A0/converse",
    "eu.amazon.nova-lite-v1:0, https://bedrock-runtime.eu-west-1.amazonaws.com,"
        + " https://bedrock-runtime.eu-west-1.amazonaws.com/model/eu.amazon.nova-lite-v1%3A0/converse",
    "m, https://vpce.example.com/base/, https://vpce.example.com/base/model/m/converse",
    "cn-north-1/m, , https://bedrock-runtime.cn-north-1.amazonaws.com.cn/model/m/converse",
    "eusc-de-east-1/m, https://bedrock-runtime.eu-west-1.amazonaws.com,"
        + " https://bedrock-runtime.eusc-de-east-1.amazonaws.eu/model/m/converse",
    "us-east-1/m, https://bedrock-runtime.eusc-de-east-1.amazonaws.eu,"
        + " https://bedrock-runtime.us-east-1.amazonaws.com/model/m/converse",
    "us-east-1/m, https://bedrock-runtime-fips.us-east-2.amazonaws.com,"
        + " https://bedrock-runtime-fips.us-east-2.amazonaws.com/model/m/converse",
    "arn:aws-eusc:bedrock:eusc-de-east-1:1:inference-profile/x, ,"
        + " https://bedrock-runtime.eusc-de-east-1.amazonaws.eu/model/arn%3Aaws-eusc%3Abedrock%3Aeusc-de-east-1%3A1%3Ainference-profile%2Fx/converse",
    "us-iso-east-1/m, , https://bedrock-runtime.us-iso-east-1.c2s.ic.gov/model/m/converse",
    "us-isob-east-1/m, , https://bedrock-runtime.us-isob-east-1.sc2s.sgov.gov/model/m/converse",
    "arn:aws:bedrock:us-east-2:1:application-inference-profile/x,"
        + " https://bedrock-runtime.us-east-1.amazonaws.com,"
        + " https://bedrock-runtime.us-east-2.amazonaws.com/model/arn%3Aaws%3Abedrock%3Aus-east-2%3A1%3Aapplication-inference-profile%2Fx/converse",
    "arn:aws-us-gov:bedrock:us-gov-west-1:1:inference-profile/x, ,"
        + " https://bedrock-runtime.us-gov-west-1.amazonaws.com/model/arn%3Aaws-us-gov%3Abedrock%3Aus-gov-west-1%3A1%3Ainference-profile%2Fx/converse",
    "us-west-2/m, http://localhost:8080, http://localhost:8080/model/m/converse"
  })
  void regionIsThatOfTheNameOrOfTheEndpoint(String model, String endpoint, String address) {
    Deployment plain = Deployment.of("bedrock/" + model).withKey(Asking.KEY);
    Asking asking =
        Asking.anybody().of(endpoint == null ? plain : plain.withEndpoint(URI.create(endpoint)));

    asking.ask("{'messages':[]}");

    assertThat(asking.sent().uri()).hasToString(address);
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-1/1-month-commitment/anthropic.claude-v2, anthropic.claude-v2",
    "converse/us-east-1/6-month-commitment/anthropic.claude-v2:1, anthropic.claude-v2%3A1",
    "llama/arn:aws:bedrock:us-east-1:1:imported-model/x,"
        + " arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aimported-model%2Fx"
  })
  void howAModelWasBoughtOrBroughtIsNoPartOfItsName(String written, String sent) {
    Asking asking = Asking.anybody().of(Deployment.of("bedrock/" + written).withKey(Asking.KEY));

    asking.ask("{'messages':[]}");

    assertThat(asking.sent().uri())
        .hasToString("https://bedrock-runtime.us-east-1.amazonaws.com/model/" + sent + "/converse");
  }

  @Test
  void withoutARegionOrAKeyNothingIsSent() {
    Heard lost =
        Asking.anybody().of(Deployment.of("bedrock/m").withKey("k")).ask("{'messages':[]}");
    Heard open = Asking.anybody().of(Deployment.of("bedrock/us-east-1/m")).ask("{'messages':[]}");

    assertThat(lost.failure).get().isInstanceOf(Failure.NotFound.class);
    assertThat(lost.failure.map(Failure::message).orElseThrow()).contains("AWS_REGION");
    assertThat(open.failure).get().isInstanceOf(Failure.Unauthenticated.class);
    assertThat(open.failure.map(Failure::message).orElseThrow())
        .contains("AWS_BEARER_TOKEN_BEDROCK");
  }

  @Test
  void keyAndEndpointComeFromTheEnvironment() {
    KnownProvider known = BedrockProvider.known().getFirst();
    Map<String, String> environment =
        Map.of("AWS_BEARER_TOKEN_BEDROCK", "k-1", "AWS_REGION", "eu-central-1");
    Deployment bare = Deployment.of("bedrock/m");

    assertThat(known.complete(bare, environment))
        .isEqualTo(
            bare.withKey("k-1")
                .withEndpoint(URI.create("https://bedrock-runtime.eu-central-1.amazonaws.com")));
    assertThat(
            known
                .complete(
                    bare,
                    Map.of("AWS_REGION", "x-1", "AWS_BEDROCK_RUNTIME_ENDPOINT", "https://own"))
                .endpoint())
        .hasValue(URI.create("https://own"));
  }
}
