package dev.mainstay.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatStream;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SEMANTICS 5.1: callers of a gateway whose provider may have few calls under way. */
@Timeout(180)
class TakingTurnsTest {
  private static final int CALLERS = 400;
  private static final int PLACES = 2;

  /**
   * Beside them the same callers, who take turns by themselves at a gateway without a limit: that
   * is as fast as it can be on this machine now. Looking again every 100 ms, as was once done, took
   * 3 to 8 times as long, and one in a hundred was refused.
   */
  @Test
  void fourHundredCallersOfTwoPlacesAreAllAnsweredAboutAsFastAsMayBe() throws Exception {
    Semaphore places = new Semaphore(PLACES, true);
    try (Simulator provider = provider();
        Gateway limited =
            Gateway.start(config(deployment(provider).withMaxParallelRequests(PLACES)));
        Gateway unlimited = Gateway.start(config(deployment(provider)));
        Mainstay waiting = client(limited);
        Mainstay taking = client(unlimited)) {
      Duration ideal = timeOf(i -> inTurn(places, () -> call(taking, i)));

      Duration took = timeOf(i -> call(waiting, i));

      System.out.println(CALLERS + " callers at " + PLACES + " places: " + took + " of " + ideal);
      assertThat(provider.requestCount()).isEqualTo(2 * CALLERS);
      assertThat(took).isLessThan(ideal.multipliedBy(2));
    }
  }

  private static Simulator provider() throws Exception {
    return Simulator.start(Script.always(Answer.text("Hi").headAfter(Duration.ofMillis(10))));
  }

  private static Duration timeOf(Caller caller) throws Exception {
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        int number = i;
        answers.add(threads.submit(() -> caller.call(number)));
      }
      for (Future<String> answer : answers) {
        assertThat(answer.get()).isEqualTo("Hi");
      }
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static String inTurn(Semaphore places, Callable<String> call) throws Exception {
    places.acquire();
    try {
      return call.call();
    } finally {
      places.release();
    }
  }

  private static String call(Mainstay client, int number) {
    if (number % 2 == 0) {
      return client.chat("openai/chat", "Hello").text();
    }
    try (ChatStream stream = client.stream(ChatRequest.of("openai/chat", "Hello"))) {
      stream.forEach(event -> {});
      return stream.response().text();
    }
  }

  private static Deployment deployment(Simulator provider) {
    return Deployment.of("openai/m").withEndpoint(provider.url()).withKey("k");
  }

  private static GatewayConfig config(Deployment deployment) {
    return GatewayConfig.builder().port(0).group("chat", deployment).build();
  }

  // Whatever the gateway refuses is seen here: nothing is asked again.
  private static Mainstay client(Gateway gateway) {
    URI base = URI.create("http://127.0.0.1:" + gateway.port() + "/v1");
    return Mainstay.builder()
        .environment(Map.of("OPENAI_API_KEY", "sk-caller", "OPENAI_BASE_URL", base.toString()))
        .retries(0)
        .build();
  }

  /** One of the callers. */
  private interface Caller {
    String call(int number) throws Exception;
  }
}
