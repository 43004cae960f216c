package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.FailedStream;
import dev.mainstay.provider.ProviderStream;
import java.net.URI;
import org.junit.jupiter.api.Test;

class PreparingTest {
  private static final String SECRET = "sk-of-the-query-0123456789";

  @Test
  void whatKeepsARequestFromBeingSentIsToldItsCallerWithoutSecrets() {
    Deployment deployment =
        Deployment.of("anthropic/m")
            .withKey("sk-ant-0123456789")
            .withEndpoint(URI.create("https://proxy.example.com/v1?key=" + SECRET));

    ProviderStream stream =
        Preparing.attempt(
            deployment,
            () -> {
              throw new IllegalArgumentException("bad: ?key=" + SECRET + " sk-ant-0123456789");
            });

    assertThat(stream)
        .isInstanceOfSatisfying(
            FailedStream.class,
            failed ->
                assertThat(failed.failure())
                    .isInstanceOf(Failure.BadRequest.class)
                    .extracting(Failure::messageToCaller, Failure::message)
                    .containsExactly(
                        "the request cannot be sent: java.lang.IllegalArgumentException: bad:"
                            + " ?key=*** ***",
                        "the request cannot be sent"));
  }
}
