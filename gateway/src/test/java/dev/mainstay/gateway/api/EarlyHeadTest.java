package dev.mainstay.gateway.api;

import static dev.mainstay.gateway.api.ScriptedStand.finishes;
import static dev.mainstay.gateway.api.ScriptedStand.pauses;
import static dev.mainstay.gateway.api.ScriptedStand.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.json.Json;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.simulator.exchange.Ending;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.testing.ScriptedProvider.Action;
import dev.mainstay.transport.Headers.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SEMANTICS 4.1: the head of a stream leaves at its first output, or after {@code
 * stream_head_after}, so that no proxy cuts a slow thinker.
 */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class EarlyHeadTest {
  private static final Duration JUST_BEFORE = Duration.ofMillis(29_999);
  private static final Duration DUE = Duration.ofSeconds(30);
  private static final String COMMENT = ": keep-alive";
  private static final String STREAM = Stand.STREAM;
  private static final String SAFE = STREAM.replace("\"chat\"", "\"safe\"");

  @Test
  void headOfAStreamWithoutOutputLeavesAfterThirtySecondsWithACommentBehindIt() throws IOException {
    try (ScriptedStand stand = ScriptedStand.of("chat", pauses(DUE), says("Hi"), finishes());
        Caller caller = stand.caller()) {
      Reply reply = caller.chat(STREAM);

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text()).startsWith(COMMENT + "\ndata: {").doesNotContain("\n\n\n");
      assertThat(reply.lines()).hasSize(5).contains("data: [DONE]");
      assertThat(reply.lines().get(3))
          .startsWith(": mainstay call-id=" + reply.header("x-request-id") + " group=chat")
          .contains("deployment=scripted/chat");
    }
  }

  @Test
  void headThatLeavesEarlyTellsWhatIsKnown() throws IOException {
    try (ScriptedStand stand = ScriptedStand.of("chat", pauses(DUE), says("Hi"), finishes());
        Caller caller = stand.caller()) {
      Reply reply = caller.chat(STREAM);

      String id = reply.header("x-request-id");
      assertThat(id).isNotEmpty();
      assertThat(reply.headers().entries())
          .filteredOn(header -> header.name().startsWith("x-"))
          .containsExactly(
              new Field("x-request-id", id),
              new Field("x-mainstay-call-id", id),
              new Field("x-litellm-call-id", id),
              new Field("x-mainstay-group", "chat"),
              new Field("x-litellm-model-group", "chat"),
              new Field("x-accel-buffering", "no"));
      assertThat(reply.header("content-type")).startsWith("text/event-stream");
    }
  }

  @Test
  void outputThatComesInTimeHasAHeadThatTellsWhoGaveIt() throws IOException {
    try (ScriptedStand stand =
            ScriptedStand.of("chat", pauses(JUST_BEFORE), says("Hi"), pauses(DUE), finishes());
        Caller caller = stand.caller()) {
      Reply reply = caller.chat(STREAM);

      assertThat(reply.header("x-mainstay-deployment")).isEqualTo("scripted/chat");
      assertThat(reply.lines()).hasSize(4).doesNotContain(COMMENT);
    }
  }

  @Test
  void failureBeforeItKeepsItsStatusAndItsHeaders() throws IOException {
    try (ScriptedStand stand = ScriptedStand.of("chat", pauses(JUST_BEFORE), limited());
        Caller caller = stand.caller()) {
      Reply reply = caller.chat(STREAM);

      assertThat(reply.status()).isEqualTo(429);
      assertThat(reply.header("retry-after")).isEqualTo("120");
      assertThat(reply.header("x-should-retry")).isEqualTo("false");
      assertThat(reply.error().text("message")).contains("too many requests");
    }
  }

  @Test
  void failureBehindItIsTheLastEventOfAStreamThatIsBrokenOff() throws IOException {
    try (ScriptedStand stand = ScriptedStand.of("chat", pauses(DUE), limited());
        Caller caller = stand.caller()) {
      Reply reply = caller.sendChat(STREAM).readBrokenOff();

      assertThat(reply.status()).isEqualTo(200);
      List<String> lines = reply.lines();
      assertThat(lines).hasSize(4);
      assertThat(lines.getFirst()).isEqualTo(COMMENT);
      assertThat(error(lines.get(1))).contains("too many requests");
      assertThat(lines.get(2)).isEqualTo("event: error");
      assertThat(lines.get(3)).contains("call-id=" + reply.header("x-request-id"), "attempts=1");
      assertThat(caller.isClosed()).isTrue();
    }
  }

  @Test
  void retriesAndFallbacksGoOnBehindIt() throws IOException {
    try (ScriptedStand stand = new ScriptedStand(config -> config);
        Caller caller = stand.caller()) {
      stand.provider().always("safe", pauses(DUE), breaks());
      stand.provider().next("backup", pauses(DUE), breaks());
      stand.provider().always("backup", says("Hi"), finishes());

      Reply reply = caller.chat(SAFE);

      assertThat(reply.header("x-mainstay-group")).isEqualTo("safe");
      List<String> lines = reply.lines();
      assertThat(lines).filteredOn(COMMENT::equals).hasSize(1);
      assertThat(lines.get(3)).contains("group=backup", "attempts=5", "fallbacks=1");
      assertThat(lines.getLast()).isEqualTo("data: [DONE]");
    }
  }

  static Stream<Arguments> callsWhoseStatusIsKept() {
    UnaryOperator<GatewayConfigBuilder> never =
        config -> config.limits(GatewayLimits.defaults().withStreamHeadAfter(Duration.ZERO));
    UnaryOperator<GatewayConfigBuilder> noRetries =
        config -> config.policies(all -> all.withRetries(RetryPolicy.of(0)));
    UnaryOperator<GatewayConfigBuilder> noneInGroup =
        config -> config.policies(all -> all.withRetries("chat", RetryPolicy.of(0)));
    UnaryOperator<GatewayConfigBuilder> asUsual = config -> config;
    return Stream.of(
        Arguments.of(never, ""),
        Arguments.of(noRetries, ""),
        Arguments.of(noneInGroup, ""),
        Arguments.of(asUsual, "0"));
  }

  @ParameterizedTest
  @MethodSource("callsWhoseStatusIsKept")
  void noHeadLeavesEarlyWhereThatIsSwitchedOffOrSomebodyAboveOwnsTheRetries(
      UnaryOperator<GatewayConfigBuilder> config, String retries) throws IOException {
    try (ScriptedStand stand = new ScriptedStand(config);
        Caller caller = stand.caller()) {
      stand.provider().always("chat", pauses(Duration.ofSeconds(200)), breaks());

      Reply reply =
          retries.isEmpty()
              ? caller.chat(STREAM)
              : caller.chat(STREAM, "x-litellm-num-retries", retries);

      assertThat(reply.status()).isEqualTo(500);
      assertThat(stand.time().elapsed()).isGreaterThan(Duration.ofSeconds(199));
    }
  }

  @Test
  void plainAnswerHasNoEarlyHead() throws IOException {
    try (ScriptedStand stand = ScriptedStand.of("chat", pauses(DUE.multipliedBy(2)), breaks());
        Caller caller = stand.caller()) {
      Reply reply = caller.chat(Stand.PLAIN);

      assertThat(reply.status()).isEqualTo(500);
    }
  }

  @Test
  void errorBehindItIsInAnthropicsFormOnItsRoute() throws IOException {
    try (ScriptedStand stand = ScriptedStand.of("chat", pauses(DUE), limited());
        Caller caller = stand.caller()) {
      byte[] body = ("{\"max_tokens\":9," + STREAM.substring(1)).getBytes(StandardCharsets.UTF_8);
      Reply reply = caller.send("POST", "/v1/messages", body).readBrokenOff();

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("request-id")).isEqualTo(reply.header("x-request-id"));
      List<String> lines = reply.lines();
      assertThat(lines.getFirst()).isEqualTo(COMMENT);
      assertThat(lines.get(1)).isEqualTo("event: error");
      assertThat(error(lines.get(2))).contains("too many requests");
    }
  }

  // A caller that asks again by itself must have the status to do so (SEMANTICS 2.9).
  @ParameterizedTest
  @MethodSource("callsWithoutRetries")
  void whoSetTheRetriesToZeroOwnsThem(UnaryOperator<GatewayConfigBuilder> config, String body)
      throws IOException {
    try (ScriptedStand stand = new ScriptedStand(config);
        Caller caller = stand.caller()) {
      stand.provider().always("chat", breaks());

      Reply reply = caller.chat(body);

      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.header("x-mainstay-attempts")).isEqualTo("1");
      assertThat(reply.headers().first("x-should-retry")).isEmpty();
    }
  }

  static Stream<Arguments> callsWithoutRetries() {
    UnaryOperator<GatewayConfigBuilder> noRetries =
        config -> config.policies(all -> all.withRetries(RetryPolicy.of(0)));
    UnaryOperator<GatewayConfigBuilder> asUsual = config -> config;
    return Stream.of(
        Arguments.of(noRetries, Stand.PLAIN),
        Arguments.of(noRetries, STREAM),
        Arguments.of(asUsual, "{\"num_retries\":0," + Stand.PLAIN.substring(1)),
        Arguments.of(asUsual, "{\"num_retries\":0," + STREAM.substring(1)));
  }

  @Test
  void callerThatLeavesBehindItEndsTheUpstreamRequest() throws IOException {
    try (Stand stand = Stand.of(Script.always(Fault.stall()), EarlyHeadTest::soon)) {
      Caller caller = stand.caller();
      caller.sendChat(STREAM).readHead();
      caller.lineFrom(COMMENT);
      ReceivedRequest asked = stand.asked(1).getFirst();

      caller.close();

      assertThat(asked.awaitEnding(Duration.ofSeconds(10)).kind())
          .isEqualTo(Ending.Kind.CLIENT_LEFT);
    }
  }

  @Test
  void commentsGoOnUntilTheFirstOutput() throws IOException {
    try (Stand stand = Stand.of(Script.always(Fault.stall()), EarlyHeadTest::soon);
        Caller caller = stand.caller()) {
      caller.sendChat(STREAM).readHead();

      assertThat(Stream.generate(() -> line(caller)).limit(3)).containsOnly(COMMENT);
    }
  }

  private static GatewayConfigBuilder soon(GatewayConfigBuilder config) {
    return config.limits(
        GatewayLimits.defaults()
            .withStreamHeadAfter(Duration.ofMillis(50))
            .withKeepAliveInterval(Duration.ofMillis(50)));
  }

  private static String line(Caller caller) {
    try {
      return caller.line().orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Optional<String> error(String line) {
    return Json.parseObject(line.substring("data: ".length()))
        .object("error")
        .flatMap(error -> error.text("message"));
  }

  private static Action limited() {
    FailureDetail detail =
        FailureDetail.of("too many requests").withRetryAfter(Duration.ofSeconds(120));
    return ScriptedProvider.breaks(new Failure.RateLimited(detail));
  }

  private static Action breaks() {
    return ScriptedProvider.breaks(
        new Failure.ServerError(FailureDetail.of("it broke").withStatus(500)));
  }
}
