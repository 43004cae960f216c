package dev.mainstay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.call.CallEvent;
import dev.mainstay.call.CallListener;
import dev.mainstay.call.ChatStream;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * SEMANTICS 7.3: another configuration comes into force atomically; a bad one leaves the old one
 * there.
 */
@Timeout(30)
@Execution(ExecutionMode.CONCURRENT)
class GatewayReloadTest {

  @Test
  void newCallsFollowTheNewConfigurationWhileOldOnesEndUnderTheOld() throws Exception {
    Script slow =
        Script.always(Fault.stall(Duration.ofMillis(500)).after(1).of(Answer.pieces("o", "ld")));
    try (Simulator before = Simulator.start(slow);
        Simulator after = Simulator.start(Script.always(Answer.text("new")));
        Gateway gateway = Gateway.start(config(before));
        Mainstay client = client(gateway);
        ChatStream underWay = client.stream("openai/chat", "Hello")) {
      assertThat(underWay.iterator().next()).isEqualTo(new TextDelta("o"));

      assertThat(gateway.reload(config(after))).isEmpty();

      assertThat(client.chat("openai/chat", "Hello").text()).isEqualTo("new");
      underWay.forEach(event -> {});
      assertThat(underWay.response().text()).isEqualTo("old");
    }
  }

  /** SEMANTICS 3.3: health survives a reload. */
  @Test
  void deploymentThatCoolsDownStillDoesAfterAReloadThatDoesNotChangeIt() throws Exception {
    try (Simulator wrongKey = Simulator.start(Script.always(Fault.status(401)));
        Simulator sound = Simulator.start(Script.always(Answer.text("sound")));
        Gateway gateway = Gateway.start(twoGroups(wrongKey, sound, "k"));
        Mainstay client = client(gateway)) {
      assertThat(client.chat("openai/chat", "Hello").text()).isEqualTo("sound");
      assertThat(wrongKey.requestCount()).isEqualTo(1);

      gateway.reload(twoGroups(wrongKey, sound, "k"));
      client.chat("openai/chat", "Hello");
      assertThat(wrongKey.requestCount()).isEqualTo(1);

      gateway.reload(twoGroups(wrongKey, sound, "another key"));
      client.chat("openai/chat", "Hello");
      assertThat(wrongKey.requestCount()).isEqualTo(2);
    }
  }

  /** SEMANTICS 3.3 and 5.1: the places of a deployment are the same before and after a reload. */
  @Test
  void deploymentThatAReloadChangesHasNoMorePlacesThanIsSet() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    try (Simulator provider = Simulator.start(stalledOnce());
        Gateway gateway = Gateway.start(onePlace(provider, "k"), tellOfWait(waits));
        Mainstay client = client(gateway);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ChatStream underWay = client.stream("openai/chat", "Hello");

      gateway.reload(onePlace(provider, "another"));
      Future<String> next = threads.submit(() -> client.chat("openai/chat", "Hello").text());
      waits.await();
      assertThat(provider.requestCount()).isEqualTo(1);
      underWay.close();

      assertThat(next.get()).isEqualTo("next");
    }
  }

  @Test
  void placeThatAReloadAddsIsForThoseWhoWaitAlready() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    try (Simulator provider = Simulator.start(stalledOnce());
        Gateway gateway = Gateway.start(onePlace(provider, "k"), tellOfWait(waits));
        Mainstay client = client(gateway);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        ChatStream underWay = client.stream("openai/chat", "Hello")) {
      Future<String> next = threads.submit(() -> client.chat("openai/chat", "Hello").text());
      waits.await();

      gateway.reload(config(provider));

      assertThat(next.get()).isEqualTo("next");
      assertThat(underWay.iterator().next()).isEqualTo(new TextDelta("o"));
    }
  }

  private static Script stalledOnce() {
    return Script.builder()
        .first(Fault.stall(Duration.ofMinutes(5)).after(1).of(Answer.pieces("o", "ld")))
        .thenAlways(Answer.text("next"))
        .build();
  }

  private static CallListener tellOfWait(CountDownLatch waits) {
    return event -> {
      if (event instanceof CallEvent.Waiting) {
        waits.countDown();
      }
    };
  }

  private static GatewayConfig onePlace(Simulator provider, String key) {
    Deployment deployment = Deployment.of("openai/m").withEndpoint(provider.url()).withKey(key);
    return GatewayConfig.builder()
        .port(0)
        .group("chat", deployment.withMaxParallelRequests(1))
        .build();
  }

  private static GatewayConfig twoGroups(Simulator first, Simulator second, String key) {
    return GatewayConfig.builder()
        .port(0)
        .group(
            "chat",
            Deployment.of("openai/a").withEndpoint(first.url()).withKey(key.replace(' ', '-')))
        .group("backup", Deployment.of("openai/b").withEndpoint(second.url()).withKey("k"))
        .fallback("chat", "backup")
        .build();
  }

  @Test
  void configurationThatCannotWorkLeavesTheOldOneInForce() throws Exception {
    try (Simulator simulator = Simulator.start(Script.always(Answer.text("old")));
        Gateway gateway = Gateway.start(config(simulator));
        Mainstay client = client(gateway)) {
      GatewayConfig bad =
          GatewayConfig.builder().port(0).group("chat", Deployment.of("nobody/gpt")).build();

      assertThatThrownBy(() -> gateway.reload(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'nobody'");
      assertThat(client.chat("openai/chat", "Hello").text()).isEqualTo("old");
    }
  }

  @Test
  void keyIsReloadedAndWhatTakesARestartIsTold() throws Exception {
    try (Simulator simulator = Simulator.start();
        Gateway gateway = Gateway.start(config(simulator));
        Mainstay client = client(gateway)) {
      GatewayConfig other =
          GatewayConfig.builder()
              .port(1)
              .host("127.0.0.1")
              .masterKey(Secret.of("sk-other"))
              .group("chat", Deployment.of("openai/m").withEndpoint(simulator.url()).withKey("k"))
              .build();

      assertThat(gateway.reload(other)).containsExactly("host and port");
      assertThatThrownBy(() -> client.chat("openai/chat", "Hello")).hasMessageContaining("API key");
    }
  }

  @Test
  void gatewayThatOtherMachinesReachKeepsItsKey() throws Exception {
    try (Simulator simulator = Simulator.start()) {
      GatewayConfig open =
          GatewayConfig.builder()
              .port(0)
              .host("0.0.0.0")
              .masterKey(Secret.of("sk-1"))
              .group("chat", Deployment.of("openai/m").withEndpoint(simulator.url()).withKey("k"))
              .build();
      try (Gateway gateway = Gateway.start(open);
          Mainstay client = client(gateway)) {
        GatewayConfig keyless = config(simulator);

        assertThatThrownBy(() -> gateway.reload(keyless))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("general_settings.master_key");
        assertThatThrownBy(() -> client.chat("openai/chat", "Hello"))
            .hasMessageContaining("API key");
      }
    }
  }

  private static GatewayConfig config(Simulator simulator) {
    return GatewayConfig.builder()
        .port(0)
        .group("chat", Deployment.of("openai/m").withEndpoint(simulator.url()).withKey("k"))
        .build();
  }

  // Mainstay calls Mainstay: the gateway is one more provider that speaks OpenAI's dialect.
  private static Mainstay client(Gateway gateway) {
    URI base = URI.create("http://127.0.0.1:" + gateway.port() + "/v1");
    return Mainstay.builder()
        .environment(Map.of("OPENAI_API_KEY", "sk-caller", "OPENAI_BASE_URL", base.toString()))
        .build();
  }
}
