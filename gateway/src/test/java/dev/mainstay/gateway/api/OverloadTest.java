package dev.mainstay.gateway.api;

import static dev.mainstay.transport.RealTime.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.exchange.Ending;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 5.2: no more calls in hand than may be; the others are told at once. */
@Timeout(60)
class OverloadTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  // benchmarks/run pressure streams has 2,000.
  private static final int BOUND = 200;
  private static final String MESSAGES = Stand.PLAIN.replaceFirst("[{]", "{\"max_tokens\":9,");

  @Test
  void streamBeyondTheBoundGetsItsRefusalAtOnce() throws IOException {
    Script script = Script.builder().thenAlways(Fault.stall().after(1)).build();
    try (Stand stand = Stand.with(script, (config, url) -> alone(url))) {
      List<Caller> callers = new ArrayList<>();
      for (int i = 0; i < BOUND; i++) {
        callers.add(stand.caller().sendChat(Stand.STREAM));
      }
      stand.asked(BOUND);

      try (Caller late = stand.caller()) {
        Caller.Reply answer = late.chat(Stand.STREAM);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isEqualTo("1");
        assertThat(answer.text())
            .contains(
                "\"code\":\"overloaded\"",
                "the gateway is at its limit of concurrent calls; retry in 1 s");
        assertThat(late.get("/health/liveliness").status()).isEqualTo(200);
      }
      assertThat(stand.provider().requestCount()).isEqualTo(BOUND);
      for (Caller caller : callers) {
        caller.close();
      }
    }
  }

  private static GatewayConfigBuilder alone(URI url) {
    return GatewayConfig.builder()
        .host("127.0.0.1")
        .port(0)
        .group("chat", Deployment.of("openai/gpt-4o").withEndpoint(url).withKey(Stand.PROVIDER_KEY))
        .limits(limits().withMaxInFlight(BOUND).withMaxWaiting(0));
  }

  @Test
  void newConnectionsUnderOverloadAreAnsweredHoweverManyComeAtOnce() throws Exception {
    Script script = Script.builder().thenAlways(Fault.stall().after(1)).build();
    try (Stand stand = stand(script, limits().withMaxInFlight(1).withMaxWaiting(0));
        Caller first = stand.caller().sendChat(Stand.STREAM)) {
      stand.asked(1);

      List<Future<Integer>> answers = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 300; i++) {
          answers.add(threads.submit(() -> statusOfANewCaller(stand)));
        }
      }

      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(503);
      }
    }
  }

  private static int statusOfANewCaller(Stand stand) throws IOException {
    try (Caller caller = stand.caller()) {
      return caller.chat(Stand.PLAIN).status();
    }
  }

  @Test
  void usersTakeTurnsHoweverManyCallsOneOfThemSends() throws IOException {
    Script script =
        Script.builder().first(Fault.stall().after(1)).thenAlways(Answer.text("Hi")).build();
    try (Stand stand = stand(script, limits().withMaxInFlight(1).withMaxWaiting(3));
        Caller first = stand.caller().sendChat(Stand.STREAM);
        Caller greedy = stand.caller();
        Caller greedyToo = stand.caller();
        Caller modest = stand.caller();
        Caller watching = stand.caller()) {
      stand.asked(1);
      greedy.sendChat(of("greedy"));
      awaitWaiting(watching, 1);
      greedyToo.sendChat(of("greedy"));
      awaitWaiting(watching, 2);
      modest.sendChat(of("modest"));
      awaitWaiting(watching, 3);

      first.close();

      assertThat(stand.asked(4).subList(1, 4))
          .extracting(asked -> asked.chat().json().text("user").orElseThrow())
          .containsExactly("greedy", "modest", "greedy");
    }
  }

  @Test
  void lineOfADeploymentThatIsFullLeavesPlacesForOtherGroups() throws IOException {
    Script script =
        Script.builder().first(Fault.stall().after(1)).thenAlways(Answer.text("Hi")).build();
    try (Stand stand = Stand.with(script, OverloadTest::slow);
        Caller first = stand.caller().sendChat(Stand.STREAM.replace("chat", "slow"));
        Caller second = stand.caller();
        Caller third = stand.caller();
        Caller late = stand.caller();
        Caller other = stand.caller()) {
      stand.asked(1);
      String slow = Stand.PLAIN.replace("chat", "slow");
      second.sendChat(slow);
      third.sendChat(slow);
      awaitText(other, "\"under_way\":1,\"waiting\":2,");

      assertThat(late.chat(slow).status()).isEqualTo(503);
      assertThat(other.chat(Stand.PLAIN).status()).isEqualTo(200);
    }
  }

  private static GatewayConfigBuilder slow(GatewayConfigBuilder config, URI url) {
    return config
        .group(
            "slow",
            Deployment.of("openai/gpt-4o-mini")
                .withEndpoint(url)
                .withKey(Stand.PROVIDER_KEY)
                .withMaxParallelRequests(1))
        .limits(limits().withMaxInFlight(4).withMaxWaiting(0))
        .policies(all -> all.withPacing(all.pacing().withMaxQueue(2)));
  }

  private static String of(String user) {
    return Stand.PLAIN.replaceFirst("[{]", "{\"user\":\"" + user + "\",");
  }

  private static void awaitWaiting(Caller watching, int count) {
    awaitText(watching, "{\"gateway\":{\"under_way\":1,\"waiting\":" + count + "}");
  }

  private static void awaitText(Caller watching, String text) {
    await()
        .pollInterval(Duration.ofMillis(2))
        .atMost(LONG)
        .until(() -> watching.get("/health/deployments").text().contains(text));
  }

  @Test
  void placeOfACallerThatLeavesIsFree() throws IOException {
    Script script =
        Script.builder().first(Fault.stall().after(1)).thenAlways(Answer.text("Hi")).build();
    try (Stand stand = stand(script, limits().withMaxInFlight(1).withMaxWaiting(1));
        Caller waiting = stand.caller()) {
      try (Caller leaving = stand.caller()) {
        leaving.sendChat(Stand.STREAM);
        stand.asked(1);
        waiting.sendChat(Stand.PLAIN);
      }

      assertThat(waiting.read().status()).isEqualTo(200);
      assertThat(stand.asked(1).getFirst().awaitEnding(LONG).kind())
          .isEqualTo(Ending.Kind.CLIENT_LEFT);
    }
  }

  @Test
  void overloadIsToldInTheDialectOfTheCaller() throws IOException {
    Script script = Script.builder().thenAlways(Fault.stall().after(1)).build();
    try (Stand stand = stand(script, limits().withMaxInFlight(1).withMaxWaiting(0));
        Caller first = stand.caller().sendChat(Stand.STREAM);
        Caller late = stand.caller()) {
      stand.asked(1);

      Caller.Reply answer =
          late.send("POST", "/v1/messages", MESSAGES.getBytes(StandardCharsets.UTF_8)).read();

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.text()).contains("\"type\":\"error\"");
    }
  }

  /** Its provider is asked, too. The one that may wait does so until it may no longer. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void countOfTokensIsACallAsAnyOther(int maxWaiting) throws IOException {
    Script script = Script.builder().thenAlways(Fault.stall().after(1)).build();
    GatewayLimits limits =
        limits().withMaxInFlight(1).withMaxWaiting(maxWaiting).withMaxWait(Duration.ofMillis(50));
    try (Stand stand = Stand.with(script, (config, url) -> claude(config, url).limits(limits));
        Caller first = stand.caller().sendChat(Stand.STREAM);
        Caller late = stand.caller()) {
      stand.asked(1);

      Caller.Reply answer =
          late.send(
                  "POST",
                  "/v1/messages/count_tokens",
                  MESSAGES.replace("\"chat\"", "\"claude\"").getBytes(StandardCharsets.UTF_8))
              .read();

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("retry-after")).isEqualTo("1");
      assertThat(answer.text()).contains("\"type\":\"error\"");
      assertThat(stand.provider().requestCount()).isEqualTo(1);
    }
  }

  private static GatewayConfigBuilder claude(GatewayConfigBuilder config, URI url) {
    return config.group(
        "claude",
        Deployment.of("anthropic/claude-sonnet-4-5").withEndpoint(url).withKey("sk-of-nobody"));
  }

  private static GatewayLimits limits() {
    return GatewayLimits.defaults();
  }

  private static Stand stand(Script script, GatewayLimits limits) throws IOException {
    return Stand.of(script, config -> config.limits(limits));
  }
}
