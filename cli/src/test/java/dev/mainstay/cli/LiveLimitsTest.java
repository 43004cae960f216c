package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.Gateway;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code explain} shows of a running gateway's limits. */
@Timeout(60)
class LiveLimitsTest {
  private static final String CONFIG =
      """
      model_list:
        - model_name: chat
          litellm_params: {model: openai/gpt-4o, api_key: k, max_parallel_requests: 7}
        - model_name: chat
          litellm_params: {model: groq/llama, api_key: k}
        - model_name: chat
          litellm_params: {model: mistral/large, api_key: k}
      general_settings: {master_key: sk-of-the-gateway}
      """;

  @TempDir private Path folder;

  private final Captured terminal = new Captured();

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("config.yaml"), CONFIG);
  }

  @Test
  void whatAGatewayKnowsIsShownByDeployment() throws IOException {
    try (Gateway gateway = Gateway.start(config().build())) {
      String url = "http://127.0.0.1:" + gateway.port();

      assertThat(explain(url + "/v1/")).isZero();

      assertThat(terminal.out())
          .endsWith(
              """

              At %s now:
                openai/gpt-4o: 0 under way, 0 waiting
                  given   7 parallel requests, 7 of them now
                groq/llama: 0 under way, 0 waiting
                  tried   3840 requests in 60 s, 16 of them now
                  tried   16 parallel requests, 16 of them now
                mistral/large: not there
              """
                  .formatted(url));
    }
  }

  @Test
  void gatewayThatRefusesTheKeyIsToldSo() throws IOException {
    try (Gateway gateway = Gateway.start(config().masterKey(Secret.of("sk-other")).build())) {
      String url = "http://127.0.0.1:" + gateway.port();

      assertThat(explain(url)).isEqualTo(1);

      assertThat(terminal.err())
          .contains("the gateway at " + url + " does not tell its limits: it answers 401");
    }
  }

  @Test
  void addressThatIsNotOneIsWrongUsage() {
    assertThat(explain("localhost:4000")).isEqualTo(2);

    assertThat(terminal.err())
        .contains("--gateway is 'localhost:4000'; write its address, as in http://127.0.0.1:4000");
  }

  private int explain(String gateway) {
    return terminal.run(
        "explain", folder.resolve("config.yaml").toString(), "chat", "--gateway", gateway);
  }

  private static GatewayConfigBuilder config() {
    return GatewayConfig.builder()
        .host("127.0.0.1")
        .port(0)
        .masterKey(Secret.of("sk-of-the-gateway"))
        .group(
            "chat",
            Deployment.of("openai/gpt-4o").withKey("k").withMaxParallelRequests(7),
            Deployment.of("groq/llama").withKey("k"));
  }
}
