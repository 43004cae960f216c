package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.simulator.Answer;
import dev.mainstay.simulator.Ending;
import dev.mainstay.simulator.Fault;
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
  private static final Duration LONG = Duration.ofSeconds(10);
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
      try (Stand stand = Stand.always(silence);
          Caller caller = stand.caller()) {
        long start = System.nanoTime();
        Reply reply = timed(caller, body, way.getFirst(), way.getLast());
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(reply.status()).isEqualTo(408);
        assertThat(reply.error().text("type")).contains("timeout_error");
        assertThat(reply.error().text("message")).get().asString().contains("timeout of 0.3 s");
        assertThat(reply.header("x-should-retry")).isEqualTo("false");
        assertThat(took).isBetween(Duration.ofMillis(300), Duration.ofSeconds(2));
        assertThat(stand.asked(1).getFirst().awaitEnding(LONG).kind())
            .isEqualTo(Ending.Kind.CLIENT_LEFT);
        assertThat(stand.provider().requestCount()).isEqualTo(1);
      }
    }
  }

  @Test
  void streamIsOverAtItsDeadlineToo() throws IOException {
    try (Stand stand = Stand.always(Fault.stall().after(2).of(PIECES));
        Caller caller = stand.caller()) {
      Reply reply =
          caller.sendChat(Stand.STREAM.replaceFirst("\\{", "{\"timeout\":0.3,")).readBrokenOff();

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text())
          .contains("\"content\":\" two\"", "data: {\"error\":{\"message\":\"the call was not over")
          .contains("\"type\":\"timeout_error\"")
          .doesNotContain("[DONE]");
    }
  }

  @Test
  void waitThatWouldCrossTheDeadlineIsNotBegun() throws IOException {
    try (Stand stand = Stand.always(Fault.status(429).retryAfter(Duration.ofSeconds(5)));
        Caller caller = stand.caller()) {
      long start = System.nanoTime();
      Reply reply = timed(caller, Stand.PLAIN, "3", "");

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      assertThat(reply.status()).isEqualTo(429);
      assertThat(reply.header("retry-after")).isEqualTo("5");
    }
  }

  private static Reply timed(Caller caller, String body, String field, String header)
      throws IOException {
    return field.isEmpty()
        ? caller.chat(body, "x-litellm-timeout", header)
        : caller.chat(body.replaceFirst("\\{", "{\"timeout\":" + field + ","));
  }
}
