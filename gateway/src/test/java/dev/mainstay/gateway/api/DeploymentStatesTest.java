package dev.mainstay.gateway.api;

import static dev.mainstay.transport.RealTime.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page of those who run a gateway: what it knows of limits, who is under way, who waits. */
@Timeout(60)
class DeploymentStatesTest {
  private static final String PAGE = "/health/deployments";
  private static final String LIMITED = Stand.PLAIN.replace("\"chat\"", "\"limited\"");
  private static final String SAFE = Stand.PLAIN.replace("\"chat\"", "\"safe\"");
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void whoIsUnderWayAndWhoWaitsForWhatIsShown() throws IOException {
    Script script = Script.always(Fault.stall().afterHead());
    try (Stand stand = Stand.with(script, DeploymentStatesTest::limited);
        Caller first = stand.caller().sendChat(LIMITED);
        Caller second = stand.caller().sendChat(LIMITED);
        Caller owner = stand.caller()) {
      await().atMost(LONG).until(() -> waiting(owner) == 1);

      JsonObject page = owner.get(PAGE).json();

      assertThat(page.object("gateway"))
          .contains(Json.parseObject("{\"under_way\":2,\"waiting\":0}"));
      assertThat(deployment(page, "eu"))
          .isEqualTo(
              Json.parseObject(
                  """
                  {"id":"eu","model":"openai/gpt-4o-mini","groups":["limited"],\
                  "shares_limits_with":["eu-too"],"under_way":1,"waiting":1,\
                  "waits_for":{"what":"place","seconds":null},"cools_down":null,\
                  "limits":[{"source":"given","of":"parallel_requests","most":1,"available":0}]}\
                  """));
      assertThat(deployment(page, "openai/gpt-4o").array("limits").orElseThrow().objects())
          .extracting(limit -> limit.text("source").orElseThrow())
          .containsExactly("tried", "tried");
    }
  }

  /** The first leaves once the second is seen to wait. */
  @Test
  void answerTellsHowLongItsCallHasWaitedAndForWhat() throws IOException {
    Script script =
        Script.builder().first(Fault.stall().afterHead()).thenAlways(Answer.text("Hi")).build();
    try (Stand stand = Stand.with(script, DeploymentStatesTest::limited);
        Caller second = stand.caller();
        Caller owner = stand.caller()) {
      try (Caller first = stand.caller().sendChat(LIMITED)) {
        stand.asked(1);
        second.sendChat(LIMITED);
        await().atMost(LONG).until(() -> waiting(owner) == 1);
      }

      Caller.Reply reply = second.read();

      assertThat(reply.header("x-mainstay-waited-for")).isEqualTo("place");
      assertThat(Double.parseDouble(reply.header("x-mainstay-waited-ms"))).isPositive();
    }
  }

  @Test
  void cooldownIsShownWithItsCauseAndNoKeyIs() throws IOException {
    Secret key = Secret.of("sk-gateway-9876543210");
    try (Stand stand =
            Stand.of(
                Script.builder().first(Fault.status(401)).thenAlways(Answer.text("Hi")).build(),
                config -> config.masterKey(key));
        Caller caller = stand.caller()) {
      String bearer = "Bearer " + key.reveal();
      assertThat(caller.chat(SAFE, "authorization", bearer).status()).isEqualTo(200);

      Caller.Reply reply = caller.get(PAGE, "authorization", bearer);

      assertThat(reply.status()).isEqualTo(200);
      assertThat(deployment(reply.json(), "openai/gpt-4o-safe").object("cools_down").orElseThrow())
          .satisfies(cooldown -> assertThat(cooldown.text("after")).contains("Unauthenticated"));
      assertThat(reply.text()).doesNotContain(Stand.PROVIDER_KEY, key.reveal());
    }
  }

  private static GatewayConfigBuilder limited(GatewayConfigBuilder config, URI url) {
    Deployment one =
        Deployment.of("openai/gpt-4o-mini").withEndpoint(url).withKey("sk-of-the-limited");
    return config
        .group("limited", one.withId("eu").withMaxParallelRequests(1))
        .group("too", one.withId("eu-too"));
  }

  private static long waiting(Caller owner) throws IOException {
    return deployment(owner.get(PAGE).json(), "eu").number("waiting").orElseThrow();
  }

  private static JsonObject deployment(JsonObject page, String id) {
    return page.array("deployments")
        .orElse(JsonArray.of())
        .objects()
        .filter(deployment -> deployment.text("id").filter(id::equals).isPresent())
        .findFirst()
        .orElseThrow();
  }
}
