package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.Deployment;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** SEMANTICS 0.5: a provider's key shows nowhere, wherever the deployment has it. */
class SecretsTest {

  @Test
  void keyInTheQueryOfAnEndpointIsScrubbed() {
    Deployment deployment =
        Deployment.of("azure/gpt")
            .endpoint(URI.create("https://proxy/v1?code=s3cr3t-of-the-query&v=2"));

    String scrubbed =
        Secrets.scrubber(deployment).apply("no such page: /v1?code=s3cr3t-of-the-query&v=2");

    assertThat(scrubbed).isEqualTo("no such page: /v1?code=***&v=2");
  }
}
