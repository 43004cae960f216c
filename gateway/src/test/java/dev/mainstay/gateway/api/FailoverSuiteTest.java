package dev.mainstay.gateway.api;

import static dev.mainstay.gateway.api.FailoverTrial.STORY;
import static dev.mainstay.gateway.api.FailoverTrial.TO_BACKUP;
import static dev.mainstay.gateway.api.FailoverTrial.WHOLE;
import static dev.mainstay.gateway.api.FailoverTrial.at;
import static dev.mainstay.gateway.api.FailoverTrial.config;
import static dev.mainstay.gateway.api.FailoverTrial.failing;
import static dev.mainstay.gateway.api.FailoverTrial.servedByTheFallback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.gateway.Gateway;
import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.gateway.api.Face.Outcome;
import dev.mainstay.gateway.api.FailoverTrial.Tried;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.routing.Fallbacks;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Match;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every failover suite tries: a primary that fails in one way and stays so, and a fallback
 * that is well. Over real sockets, by every way to make a call. What takes half a minute is tried
 * in the library's test of the same name, whose clock is moved by hand.
 */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class FailoverSuiteTest {
  private static final ErrorBody TOO_LONG =
      ErrorBody.of(
              "This model's maximum context length is 8192 tokens. However, your messages resulted"
                  + " in 9001 tokens. Please reduce the length of the messages.",
              "invalid_request_error")
          .param("messages")
          .code("context_length_exceeded");
  private static final ErrorBody FILTERED =
      ErrorBody.of(
              "The response was filtered due to the prompt triggering the content management"
                  + " policy.",
              "invalid_request_error")
          .param("prompt")
          .code("content_filter");

  private static final ChatRequest REQUEST = Face.request("chat");
  private static final String WITH_USAGE =
      "{\"stream_options\":{\"include_usage\":true},\"model\":\"chat\",\"stream\":true,"
          + Stand.HELLO;
  private static final HealthPolicy RESTS_BRIEFLY =
      new HealthPolicy(OptionalInt.empty(), Map.of(), Duration.ofMillis(200), true);

  @ParameterizedTest
  @MethodSource("dev.mainstay.gateway.api.Face#chats")
  void statusBeforeTheStream(Face face) throws IOException {
    Map<Integer, Integer> attempts = Map.of(429, 3, 500, 3, 503, 3, 401, 1, 404, 1);

    for (Map.Entry<Integer, Integer> entry : attempts.entrySet()) {
      Tried tried = failing(Fault.status(entry.getKey())).retries(2).call(face);

      assertThat(tried).isEqualTo(new Tried(Outcome.whole(WHOLE), entry.getValue(), 1));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.mainstay.gateway.api.Face#chats")
  void errorInTheStreamAsItsFirstEvent(Face face) throws IOException {
    Fault error = Fault.error(ErrorBody.of("The server had an error.", "server_error")).afterHead();

    assertThat(failing(error).call(face)).isEqualTo(servedByTheFallback());
  }

  @ParameterizedTest
  @MethodSource("dev.mainstay.gateway.api.Face#chats")
  void resetBeforeOutput(Face face) throws IOException {
    assertThat(failing(Fault.reset().beforeHead()).call(face)).isEqualTo(servedByTheFallback());
    assertThat(failing(Fault.reset().afterHead()).call(face)).isEqualTo(servedByTheFallback());
  }

  @ParameterizedTest
  @MethodSource("dev.mainstay.gateway.api.Face#chats")
  void resetAfterOutput(Face face) throws IOException {
    assertThat(failing(Fault.reset().after(3).of(STORY)).call(face))
        .isEqualTo(servedByTheFallback());
  }

  @ParameterizedTest
  @MethodSource("dev.mainstay.gateway.api.Face#chats")
  void silenceBeforeOutput(Face face) throws IOException {
    assertThat(failing(Fault.stall().afterHead()).retries(2).callImpatiently(face))
        .isEqualTo(servedByTheFallback());
  }

  @ParameterizedTest
  @MethodSource("dev.mainstay.gateway.api.Face#chats")
  void silenceAfterOutput(Face face) throws IOException {
    assertThat(failing(Fault.stall().after(2).of(STORY)).retries(2).callImpatiently(face))
        .isEqualTo(servedByTheFallback());
  }

  @ParameterizedTest
  @MethodSource("dev.mainstay.gateway.api.Face#chats")
  void slowFirstToken(Face face) throws IOException {
    Duration never = Duration.ofMinutes(10);

    assertThat(failing(STORY.firstAfter(never)).callImpatiently(face))
        .isEqualTo(servedByTheFallback());
  }

  @ParameterizedTest
  @MethodSource("dev.mainstay.gateway.api.Face#chats")
  void cutBetweenTwoEvents(Face face) throws IOException {
    assertThat(failing(Fault.close().after(2).of(STORY)).call(face))
        .isEqualTo(servedByTheFallback());
  }

  @ParameterizedTest
  @MethodSource("dev.mainstay.gateway.api.Face#chats")
  void cutInsideAnEvent(Face face) throws IOException {
    assertThat(failing(Fault.close().inside(3).of(STORY)).call(face))
        .isEqualTo(servedByTheFallback());
  }

  @ParameterizedTest
  @MethodSource("dev.mainstay.gateway.api.Face#chats")
  void cutTwiceInOneAnswer(Face face) throws IOException {
    Script cuts =
        Script.builder()
            .first(Fault.close().after(2).of(STORY))
            .thenAlways(Fault.reset().inside(2).of(STORY))
            .build();

    Tried tried =
        FailoverTrial.of(cuts)
            .retries(1)
            .with((config, primary) -> config.group("chat", at(primary, "openai/another-primary")))
            .call(face);

    assertThat(tried).isEqualTo(new Tried(Outcome.whole(WHOLE), 2, 1));
  }

  @ParameterizedTest
  @MethodSource("dev.mainstay.gateway.api.Face#chats")
  void malformedEvent(Face face) throws IOException {
    assertThat(failing(Fault.wrongJson().after(2).of(STORY)).call(face))
        .isEqualTo(servedByTheFallback());
    assertThat(failing(Fault.garbage().after(2).of(STORY)).call(face))
        .isEqualTo(servedByTheFallback());
  }

  @ParameterizedTest
  @MethodSource("dev.mainstay.gateway.api.Face#chats")
  void missingEnd(Face face) throws IOException {
    // Elsewhere than in a stream an answer may leave out how it ended: some providers' do.
    Tried expected =
        face.isStreamed() ? servedByTheFallback() : new Tried(Outcome.whole(WHOLE), 1, 0);

    assertThat(failing(Fault.end().beforeFinish().of(STORY)).call(face)).isEqualTo(expected);
    assertThat(failing(Fault.done().beforeFinish().of(STORY)).call(face)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("dev.mainstay.gateway.api.Face#chats")
  void contextOverflow(Face face) throws IOException {
    FailoverTrial trial = failing(Fault.status(400).error(TOO_LONG)).retries(2);

    assertThat(trial.call(face)).isEqualTo(servedByTheFallback());
    assertThat(trial.fallbacks(Fallbacks.none().withContextWindow(TO_BACKUP)).call(face))
        .isEqualTo(servedByTheFallback());
    Tried alone = trial.fallbacks(Fallbacks.none()).call(face);
    assertThat(alone.outcome().error()).contains("maximum context length");
    assertThat(alone.primary()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("dev.mainstay.gateway.api.Face#chats")
  void contentFilter(Face face) throws IOException {
    FailoverTrial trial = failing(Fault.status(400).error(FILTERED)).retries(2);

    assertThat(trial.fallbacks(Fallbacks.none().withContentPolicy(TO_BACKUP)).call(face))
        .isEqualTo(servedByTheFallback());
    Tried generic = trial.fallbacks(Fallbacks.none().withGeneric(TO_BACKUP)).call(face);
    assertThat(generic.outcome().error()).contains("content management policy");
    assertThat(List.of(generic.primary(), generic.backup())).containsExactly(1, 0);
  }

  @ParameterizedTest
  @MethodSource("dev.mainstay.gateway.api.Face#chats")
  void answerThatAFilterEndedIsAnAnswer(Face face) throws IOException {
    assertThat(failing(Answer.text("Once upon a").finish("content_filter")).call(face))
        .isEqualTo(new Tried(Outcome.whole("Once upon a"), 1, 0));
  }

  @ParameterizedTest
  @MethodSource("dev.mainstay.gateway.api.Face#chats")
  void fallbackWithoutPrefill(Face face) throws IOException {
    assumeTrue(face.isStreamed(), "a plain answer is asked for anew");
    assumeTrue(!face.isText(), "a prompt is gone on with");

    try (Simulator primary = Simulator.start(Script.always(Fault.reset().after(2).of(STORY)));
        Simulator backup = Simulator.start(Script.always(STORY))) {
      Outcome outcome = face.call(config(at(primary, "deepseek/primary"), backup).build());

      assertThat(outcome).isEqualTo(Outcome.whole(WHOLE));
      List<JsonObject> messages =
          backup
              .requests()
              .getFirst()
              .chat()
              .json()
              .array("messages")
              .orElseThrow()
              .objects()
              .toList();
      assertThat(messages)
          .satisfiesExactly(
              asked -> assertThat(asked.text("role")).hasValue("user"),
              begun ->
                  assertThat(begun.toJson())
                      .isEqualTo(
                          "{\"role\":\"assistant\",\"content\":\"The ship left the harbour at dawn"
                              + " and sailed\"}"),
              wish -> {
                assertThat(wish.text("role")).hasValue("user");
                assertThat(wish.text("content").orElseThrow()).contains("at dawn and sailed");
              });
    }
  }

  @Test
  void flap() throws IOException {
    try (Simulator primary = Simulator.start(Script.always(Answer.text("primary")));
        Simulator backup = Simulator.start(Script.always(Answer.text("backup")));
        Gateway gateway =
            Gateway.start(
                config(primary, backup).policies(all -> all.withHealth(RESTS_BRIEFLY)).build())) {
      GatewayClient client = new GatewayClient(gateway.port());
      ChatRequest request = REQUEST.withStream(true);
      for (int flaps = 0; flaps < 3; flaps++) {
        untilAnsweredBy("primary", client, request);

        primary.fail(Fault.status(503));
        untilAnsweredBy("backup", client, request);
        long asked = primary.requestCount();
        for (int i = 0; i < 50; i++) {
          assertThat(client.chat(request)).isEqualTo(Outcome.whole("backup"));
        }
        assertThat(primary.requestCount() - asked).as("asked while down").isLessThan(10);

        primary.heal();
      }
      untilAnsweredBy("primary", client, request);
    }
  }

  // Every call has an answer, whoever gives it.
  private static void untilAnsweredBy(String who, GatewayClient client, ChatRequest request)
      throws IOException {
    Outcome outcome = client.chat(request);
    while (!outcome.equals(Outcome.whole(who))) {
      assertThat(outcome.text()).isIn("primary", "backup");
      outcome = client.chat(request);
    }
  }

  @Test
  void accountingThroughTheLibrary() throws IOException {
    for (boolean isStreamed : new boolean[] {false, true}) {
      try (Simulator primary = Simulator.start(twoErrorsAndAnAnswer());
          Simulator backup = Simulator.start();
          Mainstay mainstay =
              config(primary, backup)
                  .policies(all -> all.withRetries(RetryPolicy.of(2)))
                  .build()
                  .apply(Mainstay.builder())
                  .build()) {
        ChatResponse response = isStreamed ? streamed(mainstay) : mainstay.chat(REQUEST);

        Usage usage = response.usage().orElseThrow();
        assertThat(List.of(usage.promptTokens(), usage.completionTokens())).containsExactly(9L, 3L);
        assertThat(response.metadata().attempts()).hasSize(3);
        assertThat(response.metadata().retryCount()).isEqualTo(2);
        assertThat(primary.requestCount()).isEqualTo(3);
        assertThat(backup.requestCount()).isZero();
      }
    }
  }

  @Test
  void accountingThroughTheGateway() throws IOException {
    for (String body : new String[] {Stand.PLAIN, WITH_USAGE}) {
      try (Stand stand = Stand.of(twoErrorsAndAnAnswer());
          Caller caller = stand.caller()) {
        Reply reply = caller.chat(body);

        assertThat(reply.header("x-litellm-attempted-retries")).isEqualTo("2");
        assertThat(reply.text())
            .containsOnlyOnce("\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12");
        assertThat(stand.asked(3)).hasSize(3);
      }
    }
  }

  @Test
  void accountingOfAStreamThatWasGoneOnWith() throws IOException {
    Script script =
        Script.builder()
            .when(Match.model("gpt-4o-safe"))
            .thenAlways(Fault.reset().after(3).of(STORY))
            .otherwise()
            .thenAlways(STORY.usage(40, 4))
            .build();
    try (Stand stand =
            Stand.of(script, config -> config.policies(all -> all.withRetries(RetryPolicy.of(0))));
        Caller caller = stand.caller()) {
      Reply reply = caller.chat(WITH_USAGE.replace("\"chat\"", "\"safe\""));

      assertThat(reply.lines())
          .filteredOn(line -> line.startsWith(": mainstay "))
          .singleElement()
          .asString()
          .contains(" attempts=2 retries=1 fallbacks=1 recoveries=1 ");
      List<String> usages =
          reply.lines().stream().filter(line -> line.contains("\"total_tokens\"")).toList();
      assertThat(usages).singleElement().asString().contains("\"estimated\":true");
      assertThat(stand.asked(2)).hasSize(2);
    }
  }

  private static Script twoErrorsAndAnAnswer() {
    return Script.builder()
        .times(2, Fault.status(500))
        .thenAlways(Answer.text("Hello").usage(9, 3))
        .build();
  }

  private static ChatResponse streamed(Mainstay mainstay) {
    try (ChatStream stream = mainstay.stream(REQUEST)) {
      stream.forEach(event -> {});
      return stream.response();
    }
  }
}
