package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.front.GatewayFront;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import dev.mainstay.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class GatewayCommandTest {
  private static final String CONFIG =
      """
      model_list:
        - model_name: chat
          litellm_params: {model: openai/gpt-4o, api_key: sk-secret-of-the-file}
      """;

  @TempDir private Path folder;

  private final Captured terminal = new Captured();

  @Test
  void hostThatOthersCanReachNeedsAMasterKey() throws IOException {
    int code = terminal.run("gateway", "--config", config(CONFIG), "--host", "0.0.0.0");

    assertThat(code).isEqualTo(1);
    assertThat(terminal.err()).contains("0.0.0.0").contains("master_key").hasLineCount(1);
    assertThat(terminal.out()).isEmpty();
  }

  /** Every other command takes it so, and people write it here, too. */
  @Test
  void configurationMayStandAlone() throws IOException {
    assertThat(terminal.run("gateway", config(CONFIG), "--port", "-1")).isEqualTo(2);
    assertThat(terminal.err()).contains("-1 is not a port");
  }

  @Test
  void configurationThatIsMissingOrThereTwiceIsMisuse() throws IOException {
    assertThat(terminal.run("gateway")).isEqualTo(2);
    assertThat(terminal.run("gateway", config(CONFIG), "--config", config(CONFIG))).isEqualTo(2);
    assertThat(terminal.err())
        .contains("there is no configuration; write mainstay gateway --config FILE")
        .contains("there are two configurations; give one FILE");
  }

  @Test
  void portInUseIsToldWithTheRemedy() throws IOException {
    try (Simulator other = Simulator.start()) {
      String port = Integer.toString(other.port());

      int code = terminal.run("gateway", "--config", config(CONFIG), "--port", port);

      assertThat(code).isEqualTo(1);
      assertThat(terminal.err())
          .contains("port " + port + " of 127.0.0.1 is in use")
          .contains("--port")
          .hasLineCount(1);
    }
  }

  @Test
  void configurationWithErrorsDoesNotStartAndEachIsTold() throws IOException {
    String file = config(CONFIG + "router_settings: {num_retries: -1, colour: blue}\n");

    int code = terminal.run("gateway", "--config", file);

    assertThat(code).isEqualTo(1);
    assertThat(terminal.err())
        .contains(file + ":4: error: ")
        .contains(file + ":4: warning: ")
        .contains("mainstay: the gateway cannot start");
  }

  @Test
  void portThatIsNoneIsMisuse() throws IOException {
    int code = terminal.run("gateway", "--config", config(CONFIG), "--port", "-1");

    assertThat(code).isEqualTo(2);
    assertThat(terminal.err()).contains("-1 is not a port");
  }

  @Test
  void certificateAndKeyNeedEachOther() throws IOException {
    int alone = terminal.run("gateway", "--config", config(CONFIG), "--ssl-certfile", "cert.pem");

    assertThat(alone).isEqualTo(2);
    assertThat(terminal.err())
        .contains("there is a certificate for HTTPS, but not its key; give it by --ssl-keyfile");
  }

  @Test
  void certificateThatCannotBeUsedStopsTheStart() throws IOException {
    String missing = folder.resolve("missing.pem").toString();

    int code =
        terminal.run(
            "gateway",
            "--config",
            config(CONFIG),
            "--port",
            "0",
            "--ssl_certfile_path",
            missing,
            "--ssl_keyfile_path",
            missing);

    assertThat(code).isEqualTo(1);
    assertThat(terminal.err())
        .contains("the certificate " + missing + " does not exist")
        .hasLineCount(1);
  }

  @Test
  void greetingOfAGatewayWithACertificateIsSecure() {
    GatewayConfig config =
        GatewayConfig.builder()
            .group("chat", Deployment.of("openai/gpt-4o"))
            .front(GatewayFront.defaults().withTls(Path.of("cert.pem"), Path.of("key.pem")))
            .build();

    Greeting.of(config, 4000).print(terminal.terminal().out());

    assertThat(terminal.out()).contains("mainstay gateway at https://127.0.0.1:4000/v1");
  }

  @Test
  void greetingSaysWhereForWhomWhatAndHowToTryIt() {
    GatewayConfig config =
        GatewayConfig.builder()
            .group("chat", Deployment.of("openai/gpt-4o"))
            .group("backup", Deployment.of("groq/llama"))
            .build();

    Greeting.of(config, 4000).print(terminal.terminal().out());

    assertThat(terminal.out().lines().map(String::strip))
        .containsExactly(
            "mainstay gateway at http://127.0.0.1:4000/v1",
            "models: chat, backup",
            "key:    none (no master key: loopback only)",
            "try:    curl -N http://127.0.0.1:4000/v1/chat/completions -H 'content-type:"
                + " application/json' -d '{\"model\": \"chat\", \"stream\": true, \"messages\":"
                + " [{\"role\": \"user\", \"content\": \"Hello\"}]}'");
  }

  @Test
  void greetingWithAMasterKeyDoesNotShowIt() {
    GatewayConfig config =
        GatewayConfig.builder()
            .group("chat", Deployment.of("openai/gpt-4o"))
            .masterKey(Secret.of("sk-master-1234"))
            .build();

    Greeting.of(config, 4000).print(terminal.terminal().out());

    assertThat(terminal.out())
        .contains("callers bring the master key; listening on 0.0.0.0")
        .contains("http://127.0.0.1:4000/v1")
        .contains("Bearer $MASTER_KEY")
        .doesNotContain("sk-master-1234");
  }

  private String config(String text) throws IOException {
    return Files.writeString(folder.resolve("config.yaml"), text).toString();
  }
}
