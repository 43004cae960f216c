package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.simulator.exchange.Ending;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SEMANTICS 2.7 and 7.2: the deadline that a request brings binds the whole call, whatever happens
 * in it.
 */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class DeadlineTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Answer PIECES = Answer.pieces("One", " two", " three");

  static Stream<Arguments> calls() {
    return Stream.of(Stand.PLAIN, Stand.STREAM)
        .flatMap(body ->
            Stream.of(
                Arguments.of(body, Fault.stall()),
                Arguments.of(body, Fault.stall().afterHead()),
                Arguments.of(body, Fault.drip(Duration.ofMillis(20)))));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void callWithoutAnAnswerIsOverAtItsDeadline(String body, Fault silence) throws IOException {
    for (List<String> way : List.of(List.of("0.3", ""), List.of("", "0.3"))) {
      try (TimedStand stand = new TimedStand(Script.always(silence));
          Caller caller = stand.caller()) {
        send(caller, body, way.getFirst(), way.getLast());
        ReceivedRequest asked = stand.asked();

        stand.time().advance(Duration.ofMillis(299));
        assertThat(asked.ending()).isEmpty();
        stand.time().advance(Duration.ofMillis(1));

        Reply reply = caller.read();
        assertThat(reply.status()).isEqualTo(408);
        assertThat(reply.error().text("type")).contains("timeout_error");
        assertThat(reply.error().text("message")).get().asString().contains("timeout of 0.3 s");
        assertThat(reply.header("x-should-retry")).isEqualTo("false");
        assertThat(asked.awaitEnding(LONG).kind()).isEqualTo(Ending.Kind.CLIENT_LEFT);
        assertThat(stand.provider().requestCount()).isEqualTo(1);
      }
    }
  }

  @Test
  void streamIsOverAtItsDeadlineToo() throws IOException {
    try (TimedStand stand = new TimedStand(Script.always(Fault.stall().after(2).of(PIECES)));
        Caller caller = stand.caller()) {
      send(caller, Stand.STREAM, "0.3", "");
      assertThat(caller.readHead().status()).isEqualTo(200);
      for (String text : List.of("", "One", " two")) {
        assertThat(caller.lineFrom("data: {")).contains("\"content\":\"" + text + "\"");
      }

      stand.time().advance(Duration.ofMillis(300));

      assertThat(caller.brokenRest())
          .contains("data: {\"error\":{\"message\":\"the call was not over")
          .contains("\"type\":\"timeout_error\"")
          .doesNotContain("[DONE]");
    }
  }

  @Test
  void waitThatWouldCrossTheDeadlineIsNotBegun() throws IOException {
    Fault limit = Fault.status(429).retryAfter(Duration.ofSeconds(5));
    try (TimedStand stand = new TimedStand(Script.always(limit));
        Caller caller = stand.caller()) {
      send(caller, Stand.PLAIN, "3", "");
      Reply reply = caller.read();

      assertThat(stand.time().elapsed()).isZero();
      assertThat(reply.status()).isEqualTo(429);
      assertThat(reply.header("retry-after")).isEqualTo("5");
    }
  }

  private static void send(Caller caller, String body, String field, String header)
      throws IOException {
    if (field.isEmpty()) {
      caller.sendChat(body, "x-litellm-timeout", header);
    } else {
      caller.sendChat(body.replaceFirst("\\{", "{\"timeout\":" + field + ","));
    }
  }
}
