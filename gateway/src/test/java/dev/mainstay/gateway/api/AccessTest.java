package dev.mainstay.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.gateway.Gateway;
import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.json.JsonArray;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLEncoder;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 7.4 and 7.1: who may come in, and what needs no key. */
@Timeout(60)
class AccessTest {
  private static final Secret KEY = Secret.of("sk-gateway-9876543210");

  @Test
  void gatewayWithoutAKeyIsReachedFromThisMachineOnly() throws IOException {
    InetAddress outside = outside();
    try (Gateway gateway = Gateway.start(config().build())) {
      try (Caller inside = new Caller(gateway.port())) {
        assertThat(inside.get("/v1/models").status()).isEqualTo(200);
      }
      assertThatThrownBy(() -> connect(outside, gateway.port())).isInstanceOf(IOException.class);
    }
  }

  @Test
  void gatewayWithAKeyIsReachedFromOutside() throws IOException {
    InetAddress outside = outside();
    try (Gateway gateway = Gateway.start(config().masterKey(KEY).build());
        Socket socket = connect(outside, gateway.port())) {
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "example.org"})
  void hostThatOthersCanReachIsRefusedWithoutAKey(String host) {
    assertThatThrownBy(() -> config().host(host).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(host)
        .hasMessageContaining("master_key");
  }

  @Test
  void livenessAndReadinessNeedNoKeyButAllElseDoes() throws IOException {
    try (Stand stand = Stand.of(Script.always(Answer.text("Hi")), config -> config.masterKey(KEY));
        Caller caller = stand.caller()) {
      assertThat(caller.get("/health/liveliness").text()).isEqualTo("{\"status\":\"alive\"}");
      assertThat(caller.get("/health/liveness").status()).isEqualTo(200);
      assertThat(caller.get("/health/readiness").text()).isEqualTo("{\"status\":\"ready\"}");
      assertThat(caller.get("/health/deployments").status()).isEqualTo(401);
      assertThat(caller.get("/v1/models").status()).isEqualTo(401);
      assertThat(caller.get("/v1/models/chat").status()).isEqualTo(401);
      assertThat(caller.chat(Stand.PLAIN).status()).isEqualTo(401);
    }
  }

  @Test
  void modelsAreTheGroupsInTheirOrder() throws IOException {
    try (Stand stand = Stand.of(Script.builder().build());
        Caller caller = stand.caller()) {
      Reply list = caller.get("/v1/models");

      assertThat(list.header("x-request-id")).isNotBlank();
      assertThat(list.json().text("object")).contains("list");
      assertThat(list.json().array("data").orElse(JsonArray.of()).objects())
          .extracting(model -> model.text("id").orElse(""))
          .containsExactly("chat", "safe", "backup");
      assertThat(caller.get("/models").json()).isEqualTo(list.json());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat/small", "a+b c", "größe"})
  void oneModelIsFoundWhateverItsName(String name) throws IOException {
    GatewayConfigBuilder config = config().group(name, Deployment.of("openai/gpt-4o").withKey("k"));
    String escaped = URLEncoder.encode(name, UTF_8).replace("+", "%20");
    try (Gateway gateway = Gateway.start(config.build());
        Caller caller = new Caller(gateway.port())) {
      assertThat(caller.get("/v1/models/" + escaped).json().text("id")).contains(name);
    }
  }

  @Test
  void headAsksForAHeadAlone() throws IOException {
    try (Stand stand = Stand.of(Script.builder().build());
        Caller caller = stand.caller()) {
      caller.send("HEAD", "/health/liveliness", new byte[0]);
      caller.send("GET", "/health/readiness", new byte[0]);

      assertThat(caller.readStatus()).isEqualTo(200);
      assertThat(caller.read().text()).isEqualTo("{\"status\":\"ready\"}");
    }
  }

  @Test
  void portThatIsTakenIsToldAndNothingIsLeftBehind() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      GatewayConfig config = config().port(taken.getLocalPort()).build();

      assertThatThrownBy(() -> Gateway.start(config))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
    }
  }

  private static GatewayConfigBuilder config() {
    return GatewayConfig.builder()
        .port(0)
        .group("chat", Deployment.of("openai/gpt-4o").withKey("k"));
  }

  private static Socket connect(InetAddress address, int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(address, port), 2_000);
    return socket;
  }

  // An address of this very machine that is not its loopback: nothing leaves it.
  private static InetAddress outside() throws IOException {
    Optional<InetAddress> outside =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address.getAddress().length == 4 && !address.isLoopbackAddress())
            .findFirst();
    Assumptions.assumeTrue(outside.isPresent(), "this machine has no address but its loopback");
    return outside.orElseThrow();
  }
}
