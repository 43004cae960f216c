package dev.mainstay.gateway.api;

import static dev.mainstay.transport.RealTime.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.CallEvent;
import dev.mainstay.failure.Failure;
import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.exchange.Ending;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.transport.RawServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SEMANTICS 5.3: a caller that leaves cancels its upstream request, its waits and its retries. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class LeavingTest {
  // The promise is 100 ms; a machine that is busy with other things gets more, and as much again as
  // it is late with all else. What it took is printed.
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String ONE_PLACE = Stand.PLAIN.replace("\"chat\"", "\"one\"");
  private static final Answer PIECES = Answer.pieces("One", " two", " three");

  /** How a caller goes away. */
  enum Way {
    CLOSE {
      @Override
      void leave(Caller caller) throws IOException {
        caller.close();
      }
    },
    RESET {
      @Override
      void leave(Caller caller) throws IOException {
        caller.reset();
      }
    },
    HALF_CLOSE {
      @Override
      void leave(Caller caller) throws IOException {
        caller.endOutput();
      }
    };

    abstract void leave(Caller caller) throws IOException;
  }

  /** Where a provider falls silent, plain and streamed. */
  static Stream<Arguments> silences() {
    List<Arguments> silences = new ArrayList<>();
    for (Way way : Way.values()) {
      for (String body : List.of(Stand.PLAIN, Stand.STREAM)) {
        silences.add(Arguments.of("before its head", Fault.stall(), body, way));
        silences.add(Arguments.of("after its head", Fault.stall().afterHead(), body, way));
        silences.add(
            Arguments.of("but for keep-alives", Fault.drip(Duration.ofMillis(20)), body, way));
      }
      silences.add(
          Arguments.of("after output", Fault.stall().after(2).of(PIECES), Stand.STREAM, way));
      silences.add(
          Arguments.of("inside an event", Fault.stall().inside(3).of(PIECES), Stand.STREAM, way));
    }
    return silences.stream();
  }

  @ParameterizedTest(name = "silent {0}, {2}, {3}")
  @MethodSource("silences")
  void silentProviderIsLetGo(String where, Fault silence, String body, Way way) throws IOException {
    try (Stand stand = Stand.always(silence);
        Caller caller = stand.caller()) {
      caller.sendChat(body);
      ReceivedRequest asked = stand.asked(1).getFirst();
      if (where.equals("after output") || where.equals("inside an event")) {
        caller.readHead();
        assertThat(caller.lineFrom("data: {") + caller.lineFrom("data: {")).contains("One");
      }

      requireLetGo(asked, () -> way.leave(caller));
      requireCancelled(stand);
      assertThat(stand.provider().requestCount()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("talking")
  void talkingProviderIsLetGo(Way way) throws IOException {
    try (Stand stand = Stand.always(Answer.words(5000, 1).pace(Duration.ofMillis(5)));
        Caller caller = stand.caller()) {
      caller.sendChat(Stand.STREAM);
      caller.readHead();
      caller.lineFrom("data: {");

      requireLetGo(stand.asked(1).getFirst(), () -> way.leave(caller));
      requireCancelled(stand);
    }
  }

  static Way[] talking() {
    return Way.values();
  }

  @ParameterizedTest
  @MethodSource("waits")
  void waitForARetryIsOverAndNobodyIsAskedAgain(String body, Way way) throws IOException {
    Script script =
        Script.builder()
            .first(Fault.status(429).retryAfter(Duration.ofSeconds(50)))
            .then(Answer.text("Hi"))
            .build();
    try (Stand stand = Stand.of(script);
        Caller caller = stand.caller();
        Lateness lateness = new Lateness()) {
      caller.sendChat(body);
      awaitInLine(stand, 1);

      long left = System.nanoTime();
      way.leave(caller);
      requireCancelled(stand);
      Duration took = Duration.ofNanos(System.nanoTime() - left);

      System.out.println("the wait was over after " + took.toMillis() + " ms");
      assertThat(lateness.without(took)).isLessThan(SOON);
      assertThat(stand.provider().requestCount()).isEqualTo(1);
    }
  }

  static Stream<Arguments> waits() {
    return Stream.of(Way.values())
        .flatMap(way -> Stream.of(Stand.PLAIN, Stand.STREAM).map(body -> Arguments.of(body, way)));
  }

  @ParameterizedTest
  @MethodSource("talking")
  void silentProviderThatIsToGoOnWithABrokenStreamIsLetGo(Way way) throws IOException {
    Script script =
        Script.builder().first(Fault.close().after(2).of(PIECES)).thenAlways(Fault.stall()).build();
    try (Stand stand = Stand.of(script);
        Caller caller = stand.caller()) {
      caller.sendChat(Stand.STREAM);
      caller.readHead();
      assertThat(caller.lineFrom("data: {") + caller.lineFrom("data: {")).contains("One");
      ReceivedRequest goesOn = stand.asked(2).getLast();

      requireLetGo(goesOn, () -> way.leave(caller));
      requireCancelled(stand);
      assertThat(stand.provider().requestCount()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource("talking")
  void callerThatWaitsInLineGivesUpItsPlace(Way way) throws IOException {
    Script script = Script.builder().first(Fault.stall()).thenAlways(Answer.text("Hi")).build();
    try (Stand stand = Stand.with(script, LeavingTest::withOnePlace);
        Caller first = stand.caller();
        Caller second = stand.caller();
        Caller third = stand.caller()) {
      first.sendChat(ONE_PLACE);
      stand.asked(1);
      second.sendChat(ONE_PLACE);
      awaitInLine(stand, 1);
      third.sendChat(ONE_PLACE);
      awaitInLine(stand, 2);

      way.leave(second);
      requireCancelled(stand);
      way.leave(first);

      assertThat(third.read().status()).isEqualTo(200);
      assertThat(stand.provider().requestCount()).isEqualTo(2);
    }
  }

  private static GatewayConfigBuilder withOnePlace(GatewayConfigBuilder config, URI provider) {
    return config.group(
        "one",
        Deployment.of("openai/gpt-4o")
            .withEndpoint(provider)
            .withKey(Stand.PROVIDER_KEY)
            .withMaxParallelRequests(1));
  }

  private static void awaitInLine(Stand stand, int count) {
    await()
        .pollInterval(Duration.ofMillis(2))
        .atMost(LONG)
        .until(() ->
            stand.events().stream().filter(CallEvent.Waiting.class::isInstance).count() == count);
  }

  @ParameterizedTest
  @MethodSource("talking")
  void callerOfEmbeddingsIsSeenToLeave(Way way) throws Exception {
    CompletableFuture<Void> asked = new CompletableFuture<>();
    CompletableFuture<Long> closed = new CompletableFuture<>();
    RawServer.Script silent =
        connection -> {
          connection.read();
          asked.complete(null);
          closed.complete(connection.awaitClose());
        };
    try (RawServer provider = RawServer.start(silent);
        Stand stand =
            Stand.of(
                Script.builder().build(),
                config ->
                    config.group(
                        "embed",
                        Deployment.of("openai/e")
                            .withEndpoint(provider.uri("/v1"))
                            .withKey(Stand.PROVIDER_KEY)));
        Caller caller = stand.caller();
        Lateness lateness = new Lateness()) {
      byte[] body = "{\"model\":\"embed\",\"input\":\"a\"}".getBytes(UTF_8);
      caller.send("POST", "/v1/embeddings", body);
      asked.get(30, TimeUnit.SECONDS);

      long left = System.nanoTime();
      way.leave(caller);

      Duration took = Duration.ofNanos(closed.get(30, TimeUnit.SECONDS) - left);
      System.out.println("the provider was let go after " + took.toMillis() + " ms");
      assertThat(lateness.without(took)).isLessThan(SOON);
    }
  }

  @Test
  void callersOfOtherConnectionsAreNotDisturbed() throws IOException {
    try (Stand stand = Stand.always(Answer.words(40, 1).pace(Duration.ofMillis(10)));
        Caller stays = stand.caller()) {
      stays.sendChat(Stand.STREAM);
      for (int i = 0; i < 20; i++) {
        try (Caller leaves = stand.caller()) {
          leaves.sendChat(Stand.STREAM);
          stand.asked(i + 2);
        }
      }

      assertThat(stays.read().text()).endsWith("data: [DONE]\n\n");
    }
  }

  private static void requireLetGo(ReceivedRequest asked, Leave leave) throws IOException {
    try (Lateness lateness = new Lateness()) {
      Instant left = Instant.now();
      leave.leave();
      Ending ending = asked.awaitEnding(LONG);
      Duration took = Duration.between(left, ending.at());

      System.out.println("the provider was let go after " + took.toMillis() + " ms");
      assertThat(ending.kind()).isEqualTo(Ending.Kind.CLIENT_LEFT);
      assertThat(lateness.without(took)).isLessThan(SOON);
    }
  }

  private static void requireCancelled(Stand stand) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .atMost(LONG)
        .untilAsserted(() ->
            assertThat(stand.events().getLast())
                .isInstanceOfSatisfying(
                    CallEvent.CallFailed.class,
                    end -> assertThat(end.failure()).isInstanceOf(Failure.Cancelled.class)));
  }

  /** How the caller leaves. */
  private interface Leave {
    void leave() throws IOException;
  }
}
