package dev.mainstay.gateway.api;

import static dev.mainstay.transport.RealTime.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two groups whose provider answers nothing any more, and many callers of both: how many of the
 * gateway's places they take, and what is left for a group that is sound.
 */
@Timeout(60)
class GroupsThatAreDownTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int PLACES = 90;
  // Of each group that is down: four ninths, and nobody else's calls.
  private static final int HELD = 40;
  private static final int CALLERS = 60;

  /** What those callers wait for. */
  private enum Limit {
    NONE(deployment -> deployment.withMaxParallelRequests(1_000)),
    PLACES(deployment -> deployment.withMaxParallelRequests(4)),
    RATE(deployment -> deployment.withRpm(20));

    private final UnaryOperator<Deployment> given;

    Limit(UnaryOperator<Deployment> given) {
      this.given = given;
    }
  }

  @ParameterizedTest
  @EnumSource(Limit.class)
  void theyLeavePlacesForASoundOneWhoseCallersWaitForNothing(Limit limit) throws IOException {
    try (Simulator down = Simulator.start(Script.always(Fault.stall()));
        Stand stand = stand(down, limit, 0);
        Caller watching = stand.caller();
        Callers callers = new Callers(stand)) {
      for (int i = 1; i <= CALLERS; i++) {
        callers.ask("one");
        callers.ask("other");
        awaitInHand(watching, 2 * Math.min(i, HELD));
      }

      for (int i = 0; i < 20; i++) {
        try (Caller caller = stand.caller()) {
          assertThat(caller.chat(Stand.PLAIN).status()).isEqualTo(200);
        }
      }
      await().atMost(LONG).until(() -> callers.told.size() == 2 * (CALLERS - HELD));
      assertThat(callers.told).containsOnly(503);
      awaitInHand(watching, 2 * HELD);
    }
  }

  /** The line before the gateway's places is theirs as little. */
  @Test
  void soundOneIsNotHeldUpByThoseWhoWaitForTheirPlaces() throws IOException {
    try (Simulator down = Simulator.start(Script.always(Fault.stall()));
        Stand stand = stand(down, Limit.NONE, PLACES);
        Caller watching = stand.caller();
        Callers callers = new Callers(stand)) {
      for (int i = 1; i <= CALLERS; i++) {
        callers.ask("one");
        callers.ask("other");
        awaitInHand(watching, 2 * Math.min(i, HELD));
      }
      awaitText(
          watching,
          "\"gateway\":{\"under_way\":" + 2 * HELD + ",\"waiting\":" + 2 * (CALLERS - HELD) + "}");

      assertThat(watching.chat(Stand.PLAIN).status()).isEqualTo(200);
    }
  }

  private static Stand stand(Simulator down, Limit limit, int mostWaiting) throws IOException {
    return Stand.with(
        Script.always(Answer.text("Hi")),
        (config, url) -> groups(config, down.url(), limit).limits(limits(mostWaiting)));
  }

  private static GatewayConfigBuilder groups(GatewayConfigBuilder config, URI down, Limit limit) {
    return config.group("one", at(down, "one", limit)).group("other", at(down, "other", limit));
  }

  private static Deployment at(URI url, String model, Limit limit) {
    return limit.given.apply(
        Deployment.of("openai/" + model).withEndpoint(url).withKey(Stand.PROVIDER_KEY));
  }

  private static GatewayLimits limits(int mostWaiting) {
    return GatewayLimits.defaults().withMaxInFlight(PLACES).withMaxWaiting(mostWaiting);
  }

  private static void awaitInHand(Caller watching, int count) {
    awaitText(watching, "\"gateway\":{\"under_way\":" + count + ",");
  }

  private static void awaitText(Caller watching, String text) {
    await()
        .pollInterval(Duration.ofMillis(2))
        .atMost(LONG)
        .until(() -> watching.get("/health/deployments").text().contains(text));
  }

  /** Those who ask for a group that answers nobody, and what they are told nevertheless. */
  private static final class Callers implements AutoCloseable {
    private final Stand stand;
    private final List<Caller> all = new ArrayList<>();
    private final List<Integer> told = new CopyOnWriteArrayList<>();

    Callers(Stand stand) {
      this.stand = stand;
    }

    void ask(String group) throws IOException {
      Caller caller = stand.caller().sendChat(Stand.PLAIN.replace("chat", group));
      all.add(caller);
      Thread.startVirtualThread(() -> {
        try {
          told.add(caller.read().status());
        } catch (IOException e) {
          // It left before it was told anything.
        }
      });
    }

    @Override
    public void close() throws IOException {
      for (Caller caller : all) {
        caller.close();
      }
    }
  }
}
