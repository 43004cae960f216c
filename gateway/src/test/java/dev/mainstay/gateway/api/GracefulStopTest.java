package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.simulator.exchange.Ending;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.transport.RealTime;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** SEMANTICS 7.5: no new calls, those in flight finish within a grace time, then an error. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class GracefulStopTest {
  private static final Duration AMPLE = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Fault STALLED =
      Fault.stall().after(2).of(Answer.pieces("One", " two", " three"));

  @Test
  void callsInFlightFinishWithinTheGrace() throws IOException {
    Fault pause =
        Fault.stall(Duration.ofMillis(400)).after(2).of(Answer.pieces("One", " two", " three"));
    try (Stand stand = Stand.always(pause);
        Caller streamed = stand.caller().sendChat(Stand.STREAM);
        Caller plain = stand.caller().sendChat(Stand.PLAIN)) {
      stand.asked(2);

      CompletableFuture<Void> stopped = stopping(stand, AMPLE);

      assertThat(streamed.read().text())
          .contains("\"content\":\" three\"")
          .endsWith("data: [DONE]\n\n");
      Reply answer = plain.read();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).contains("One two three");
      assertThat(answer.header("connection")).isEqualToIgnoringCase("close");
      assertThat(stopped).succeedsWithin(AMPLE);
    }
  }

  @Test
  void streamBeyondTheGraceEndsWithAnErrorAndWithoutDone() throws IOException {
    try (Stand stand = Stand.always(STALLED);
        Caller caller = stand.caller().sendChat(Stand.STREAM)) {
      caller.readHead();
      caller.lineFrom("data: {");

      CompletableFuture<Void> stopped = stopping(stand, SHORT);

      String rest = caller.brokenRest();
      String last = rest.substring(rest.lastIndexOf("data: ") + 6, rest.indexOf("event: error"));
      assertThat(rest).contains("\"content\":\" two\"").doesNotContain("[DONE]", "\"stop\"");
      requireShuttingDown(Json.parseObject(last.strip()).object("error").orElseThrow());
      assertThat(caller.isClosed()).isTrue();
      assertThat(stopped).succeedsWithin(AMPLE);
      assertThat(stand.asked(1).getFirst().awaitEnding(AMPLE).kind())
          .isEqualTo(Ending.Kind.CLIENT_LEFT);
    }
  }

  @Test
  void callWithoutAnAnswerBeyondTheGraceIsToldToAskAgain() throws IOException {
    for (String body : new String[] {Stand.PLAIN, Stand.STREAM}) {
      try (Stand stand = Stand.always(Fault.stall());
          Caller caller = stand.caller().sendChat(body)) {
        stand.asked(1);

        CompletableFuture<Void> stopped = stopping(stand, SHORT);

        Reply told = caller.read();
        assertThat(told.status()).isEqualTo(503);
        requireShuttingDown(told.error());
        assertThat(stopped).succeedsWithin(AMPLE);
        assertThat(stand.provider().requestCount()).isEqualTo(1);
      }
    }
  }

  @Test
  void callThatWaitsForARetryBeyondTheGraceIsToldToAskAgain() throws IOException {
    Fault later = Fault.status(429).retryAfter(Duration.ofSeconds(30));
    try (Stand stand = Stand.always(later);
        Caller caller = stand.caller().sendChat(Stand.PLAIN)) {
      stand.asked(1).getFirst().awaitEnding(AMPLE);

      stopping(stand, SHORT);

      Reply told = caller.read();
      assertThat(told.status()).isEqualTo(503);
      requireShuttingDown(told.error());
    }
  }

  @Test
  void nothingNewIsTaken() throws IOException {
    try (Stand stand = Stand.always(STALLED);
        Caller busy = stand.caller().sendChat(Stand.STREAM);
        Caller idle = stand.caller();
        Caller late = stand.caller()) {
      assertThat(idle.get("/health/readiness").text()).isEqualTo("{\"status\":\"ready\"}");
      late.raw("GET /health/readiness HTTP/1.1\r\n");
      stand.asked(1);

      CompletableFuture<Void> stopped = stopping(stand, Duration.ofSeconds(1));

      assertThat(idle.isClosed()).isTrue();
      Reply told = late.raw("Host: x\r\n\r\n").read();
      assertThat(told.status()).isEqualTo(503);
      assertThat(told.error().text("code")).contains("stopping");
      assertThat(told.header("retry-after")).isEqualTo("1");
      assertThatThrownBy(stand::caller).isInstanceOf(ConnectException.class);
      assertThat(stopped).isNotDone();
      busy.readBrokenOff();
      assertThat(stopped).succeedsWithin(AMPLE);
    }
  }

  @Test
  void shutdownDelayShowsThatItIsNotReadyBeforeItStopsListening() throws IOException {
    Duration delay = Duration.ofSeconds(2);
    try (Stand stand = delayed(Fault.stall(), delay);
        Caller busy = stand.caller().sendChat(Stand.STREAM);
        Caller kept = stand.caller()) {
      assertThat(kept.get("/health/readiness").status()).isEqualTo(200);
      stand.asked(1);
      long start = System.nanoTime();

      CompletableFuture<Void> stopped = stopping(stand, Duration.ZERO);

      RealTime.await().until(() -> readiness(stand).status() == 503);
      assertThat(readiness(stand).text()).isEqualTo("{\"status\":\"stopping\"}");
      try (Caller fresh = stand.caller()) {
        Reply told = fresh.chat(Stand.PLAIN);
        assertThat(told.status()).isEqualTo(503);
        assertThat(told.error().text("code")).contains("stopping");
        assertThat(told.header("retry-after")).isEqualTo("1");
        assertThat(told.header("connection")).isEqualToIgnoringCase("close");
        assertThat(fresh.isClosed()).isTrue();
      }
      assertThat(kept.get("/health/liveliness").status()).isEqualTo(200);
      assertThat(kept.isClosed()).isTrue();
      assertThat(stand.provider().requestCount()).isEqualTo(1);
      assertThat(stopped).succeedsWithin(AMPLE);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(delay);
      assertThatThrownBy(stand::caller).isInstanceOf(ConnectException.class);
      busy.read();
    }
  }

  private static Reply readiness(Stand stand) throws IOException {
    try (Caller asking = stand.caller()) {
      return asking.get("/health/readiness");
    }
  }

  private static Stand delayed(Fault fault, Duration delay) throws IOException {
    GatewayLimits limits = GatewayLimits.defaults().withShutdownDelay(delay);
    return Stand.of(Script.always(fault), config -> config.limits(limits));
  }

  // Whoever has nothing in flight is not kept waiting.
  @Test
  void idleGatewayStopsAtOnce() throws IOException {
    try (Stand stand = Stand.of(Script.always(Answer.text("Hi")));
        Caller caller = stand.caller()) {
      caller.chat(Stand.PLAIN);

      assertThat(stopping(stand, AMPLE)).succeedsWithin(Duration.ofSeconds(5));
      assertThat(caller.isClosed()).isTrue();
    }
  }

  @Test
  void manyMayStopItAtTheSameTime() throws IOException {
    for (int round = 0; round < 20; round++) {
      try (Stand stand = Stand.always(STALLED)) {
        List<CompletableFuture<Void>> all =
            Stream.generate(() -> stopping(stand, Duration.ZERO)).limit(8).toList();

        assertThat(all).allSatisfy(stopped -> assertThat(stopped).succeedsWithin(AMPLE));
      }
    }
  }

  private static CompletableFuture<Void> stopping(Stand stand, Duration grace) {
    return CompletableFuture.runAsync(
        () -> stand.gateway().stop(grace), Thread::startVirtualThread);
  }

  private static void requireShuttingDown(JsonObject error) {
    assertThat(error.text("message")).get().asString().contains("shutting down", "ask again");
    assertThat(error.text("type")).contains("server_error");
    assertThat(error.text("code")).contains("shutting_down");
  }
}
