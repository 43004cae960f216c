package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.Deployment;
import dev.mainstay.transport.Headers;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 0.5: a provider's key in an answer, a log line, an event or an exception message. */
class SecretsTest {
  @Test
  void keyInTheEndpointsQueryIsScrubbedAndItsVersionIsNot() {
    Deployment deployment =
        Deployment.of("openai/m")
            .withEndpoint(
                URI.create("https://host/v1?api-version=2024-10-21&code=s3cr3t%2Fcode/x"));

    String told = Secrets.scrubber(deployment).apply("bad code s3cr3t/code/x for 2024-10-21");

    assertThat(told).isEqualTo("bad code *** for 2024-10-21");
  }

  @Test
  void tokenInAHeaderOfAnyNameIsScrubbed() {
    Deployment deployment =
        Deployment.of("openai/m")
            .withHeaders(
                Headers.of("Authorization", "Basic dXNlcjpwYXNz", "X-Token", "abcdefgh-1234"));

    String told = Secrets.scrubber(deployment).apply("got BASIC DXNLCJPWYXNZ and abcdefgh-\n1234");

    assertThat(told).isEqualTo("got BASIC *** and ***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer sk-helicone-1234",
        "  Token   sk-helicone-1234 ",
        "Key sk-helicone-1234, v2",
        "sk-helicone-1234; v2",
        "user sk-helicone-1234 of it"
      })
  void tokenBehindASchemeInAHeaderOfAnyNameIsScrubbed(String value) {
    Deployment deployment =
        Deployment.of("openai/m").withHeaders(Headers.of("Helicone-Auth", value));

    String told = Secrets.scrubber(deployment).apply("user of it: no Bearer sk-helicone-1234 is");

    assertThat(told).isEqualTo("user of it: no Bearer *** is");
  }
}
