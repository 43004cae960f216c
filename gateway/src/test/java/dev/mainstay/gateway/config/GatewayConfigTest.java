package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.MainstayBuilder;
import dev.mainstay.call.MainstayException;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayConfigTest {
  private static final Deployment MODEL = Deployment.of("openai/gpt-4o").withKey("a-key");

  @Test
  void gatewayMadeInJavaHasTheDefaultsOfOneThatWasRead() {
    Environment environment = Environment.of(Map.of("OPENAI_API_KEY", "a-key"));
    GatewayConfig read =
        Reading.file(
                "c.yaml",
                "model_list: [{model_name: chat, litellm_params: {model: gpt-4o, api_key: a-key}}]")
            .in(environment)
            .report()
            .config()
            .orElseThrow();

    GatewayConfig made =
        GatewayConfig.builder().group("chat", MODEL).environment(environment).build();

    assertThat(made).isEqualTo(read);
  }

  @Test
  void onlyWhoHasAPlainEndpointNeedsNoTls() {
    Deployment plain = MODEL.withEndpoint(URI.create("http://models:8000/v1"));
    Deployment secured = MODEL.withEndpoint(URI.create("https://models/v1"));

    assertThat(GatewayConfig.builder().group("a", plain).build().mayNeedTls()).isFalse();
    assertThat(GatewayConfig.builder().group("a", MODEL).build().mayNeedTls()).isTrue();
    assertThat(GatewayConfig.builder().group("a", plain).group("b", secured).build().mayNeedTls())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]", "LOCALHOST"})
  void loopbackNeedsNoKey(String host) {
    GatewayConfig config = GatewayConfig.builder().group("chat", MODEL).build().withHost(host);

    assertThat(config.host()).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.168.0.1", "127.evil.example", "example.com"})
  void hostThatOthersCanReachNeedsAKey(String host) {
    GatewayConfig closed = GatewayConfig.builder().group("chat", MODEL).build();
    GatewayConfig open =
        GatewayConfig.builder().group("chat", MODEL).masterKey(Secret.of("k")).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> closed.withHost(host))
        .withMessageContaining("no master_key");
    assertThat(open.withHost(host).host()).isEqualTo(host);
  }

  @Test
  void whatCannotWorkIsRefused() {
    GatewayConfig config = GatewayConfig.builder().group("chat", MODEL).build();

    assertThatIllegalArgumentException().isThrownBy(() -> GatewayConfig.builder().build());
    assertThatIllegalArgumentException().isThrownBy(() -> config.withPort(65_536));
    assertThatIllegalArgumentException().isThrownBy(() -> config.withHost("a b"));
    assertThat(config.withPort(0).port()).isZero();
  }

  @Test
  void callsGoThroughTheTransportOfTheGatewayToConfiguredGroupsOnly() {
    List<String> calls = new ArrayList<>();
    GatewayConfig config =
        Reading.config(
            """
            model_list:
              - model_name: chat
                litellm_params: {model: openai/gpt-4o, api_base: "http://a.example/v1"}
              - model_name: backup
                litellm_params: {model: groq/x, api_base: "http://b.example/v1"}
            router_settings:
              num_retries: 0
              fallbacks: [{chat: [backup]}]
              model_group_retry_policy: {backup: {InternalServerErrorRetries: 0}}
            """);
    MainstayBuilder builder = Mainstay.builder().transport(new RefusingTransport(calls));

    try (Mainstay mainstay = config.apply(builder).build()) {
      assertThat(mainstay.groups()).containsExactly("chat", "backup");
      assertThatThrownBy(() -> mainstay.chat("chat", "Hello"))
          .isInstanceOf(MainstayException.class);
      assertThatThrownBy(() -> mainstay.chat("openai/gpt-4o", "Hello"))
          .isInstanceOf(MainstayException.class);
    }
    assertThat(calls)
        .containsExactly(
            "http://a.example/v1/chat/completions", "http://b.example/v1/chat/completions");
  }
}
