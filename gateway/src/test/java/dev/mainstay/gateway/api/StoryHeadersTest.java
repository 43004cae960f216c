package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.CallMetadata;
import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Match;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 4.1, 2.9 and 7.1: what an answer says of its call beside the answer. */
@Timeout(60)
class StoryHeadersTest {
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Pattern MILLIS = Pattern.compile("\\d+\\.\\d{3}");

  @ParameterizedTest
  @ValueSource(strings = {Stand.PLAIN, Stand.STREAM})
  void answerTellsHowItCameAbout(String body) throws IOException {
    Script script =
        Script.builder().first(Fault.status(429).retryAfter(SOON)).then(Answer.text("Hi")).build();
    try (Stand stand = Stand.of(script);
        Caller caller = stand.caller()) {
      Reply answer = caller.chat(body);

      assertThat(answer.status()).isEqualTo(200);
      requireStory(answer, stand, "chat", 2, 0);
      assertThat(answer.header("x-litellm-model-id")).isEqualTo("openai/gpt-4o");
      assertThat(answer.header("x-mainstay-deployment")).isEqualTo("openai/gpt-4o");
      assertThat(millis(answer, "x-litellm-response-duration-ms")).isBetween(20.0, 10_000.0);
      assertThat(millis(answer, "x-litellm-overhead-duration-ms"))
          .isLessThan(millis(answer, "x-litellm-response-duration-ms") - 20);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void answerOfAFallbackTellsWhoGaveIt(String stream) throws IOException {
    Script script =
        Script.builder()
            .when(Match.model("gpt-4o-safe"))
            .thenAlways(Fault.status(401))
            .otherwise()
            .thenAlways(Answer.text("Hi"))
            .build();
    try (Stand stand = Stand.of(script);
        Caller caller = stand.caller()) {
      Reply answer = caller.chat("{\"model\":\"safe\",\"stream\":" + stream + "," + Stand.HELLO);

      assertThat(answer.status()).isEqualTo(200);
      requireStory(answer, stand, "backup", 2, 1);
      assertThat(answer.header("x-litellm-model-id")).isEqualTo("openai/gpt-4o-backup");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Stand.PLAIN, Stand.STREAM})
  void errorTellsWhatWasTried(String body) throws IOException {
    try (Stand stand = Stand.always(Fault.status(500));
        Caller caller = stand.caller()) {
      Reply error = caller.chat(body);

      assertThat(error.status()).isEqualTo(500);
      requireStory(error, stand, "chat", 3, 0);
      assertThat(error.header("x-should-retry")).isEqualTo("false");
      assertThat(error.headers().first("x-litellm-model-id")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"0.0000125, 0.0000125", "0.1, 0.1", "3, 3", "0.123456789, 0.1234568"})
  void costIsToldWhereItIsKnown(double cost, String told) {
    CallMetadata metadata =
        new CallMetadata(
            "c",
            "chat",
            Optional.of("openai/gpt-4o"),
            List.of(),
            List.of(),
            List.of(),
            OptionalDouble.of(cost),
            Duration.ZERO,
            Duration.ZERO);

    assertThat(CallHeaders.of(metadata).first("x-litellm-response-cost")).contains(told);
    assertThat(StreamTrailer.of(metadata)).contains(" cost=" + told + " ");
  }

  @Test
  void streamTellsAtItsEndWhatItsHeadCouldNotKnow() throws IOException {
    Answer slow = Answer.pieces("One", " two", " three").pace(Duration.ofMillis(200));
    try (Stand stand = Stand.always(slow);
        Caller caller = stand.caller()) {
      Reply answer = caller.chat(Stand.STREAM);

      List<String> events = answer.lines();
      assertThat(events.getLast()).isEqualTo("data: [DONE]");
      Map<String, String> story = story(events.get(events.size() - 2));
      assertThat(story)
          .containsOnlyKeys(
              "call-id",
              "group",
              "deployment",
              "attempts",
              "retries",
              "fallbacks",
              "recoveries",
              "duration-ms",
              "overhead-ms")
          .containsEntry("call-id", answer.header("x-request-id"))
          .containsEntry("group", "chat")
          .containsEntry("deployment", "openai/gpt-4o")
          .containsEntry("attempts", "1")
          .containsEntry("retries", "0");
      assertThat(Double.parseDouble(story.get("duration-ms")))
          .isGreaterThan(millis(answer, "x-mainstay-duration-ms") + 60);
    }
  }

  @Test
  void streamThatWentOnTellsHow() throws IOException {
    Answer story = Answer.text("Once upon a time there was a ship.").continuing();
    Script script =
        Script.builder().first(Fault.end().after(4).of(story)).thenAlways(story).build();
    try (Stand stand = Stand.of(script);
        Caller caller = stand.caller()) {
      Reply answer = caller.chat(Stand.STREAM);

      assertThat(answer.header("x-mainstay-recoveries")).isEqualTo("0");
      List<String> events = answer.lines();
      assertThat(story(events.get(events.size() - 2)))
          .containsEntry("attempts", "2")
          .containsEntry("retries", "1")
          .containsEntry("fallbacks", "0")
          .containsEntry("recoveries", "1")
          .containsEntry("recovered", "Truncated/anchor/openai/gpt-4o");
      assertThat(events.getLast()).isEqualTo("data: [DONE]");
    }
  }

  @Test
  void streamThatCouldNotGoOnTellsWhatWasTriedBehindItsError() throws IOException {
    Script script =
        Script.builder()
            .first(Fault.end().after(4).of(Answer.text("Once upon a time there was a ship.")))
            .thenAlways(Answer.text("Sure, here is the rest: there was a ship."))
            .build();
    try (Stand stand = Stand.of(script);
        Caller caller = stand.caller()) {
      Reply answer = caller.sendChat(Stand.STREAM).readBrokenOff();

      List<String> events = answer.lines();
      assertThat(story(events.getLast()))
          .containsEntry("attempts", "3")
          .containsEntry("recoveries", "0");
      assertThat(events.get(events.size() - 3)).startsWith("data: {\"error\":");
    }
  }

  @ParameterizedTest
  @CsvSource({"429, 20, 1", "429, 1000, 1", "429, 1001, 2", "503, 1999, 2", "503, 90000, 90"})
  void retryAfterGoesWithEveryErrorWhoseTimeIsKnownInWholeSecondsRoundedUp(
      int status, int hintMillis, String told) throws IOException {
    Fault error = Fault.status(status).header("retry-after-ms", Integer.toString(hintMillis));
    try (Stand stand = Stand.always(error);
        Caller caller = stand.caller()) {
      Reply reply = caller.chat(Stand.PLAIN, "x-litellm-num-retries", "0");

      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.headers().all("retry-after")).containsExactly(told);
    }
  }

  @Test
  void retryAfterIsNotMadeUp() throws IOException {
    try (Stand stand = Stand.always(Fault.status(429));
        Caller caller = stand.caller()) {
      Reply reply = caller.chat(Stand.PLAIN);

      assertThat(reply.status()).isEqualTo(429);
      assertThat(reply.headers().first("retry-after")).isEmpty();
    }
  }

  @Test
  void whoWasNeverSentToAProviderMayRetry() throws IOException {
    try (Stand stand = Stand.always(Answer.text("Hi"));
        Caller caller = stand.caller()) {
      Reply reply = caller.chat("{\"model\":\"nobody\"," + Stand.HELLO);

      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.header("x-mainstay-attempts")).isEqualTo("0");
      assertThat(reply.headers().first("x-should-retry")).isEmpty();
    }
  }

  // Proxies and clients give up on long heads.
  @Test
  void nameThatACallerMadeUpMakesNoLongHead() throws IOException {
    try (Stand stand = Stand.always(Answer.text("Hi"));
        Caller caller = stand.caller()) {
      Reply longest = caller.chat(madeUp(64));
      Reply tooLong = caller.chat(madeUp(10_000));

      assertThat(longest.status()).isEqualTo(404);
      assertThat(longest.header("x-litellm-model-group")).startsWith("a??a??");
      assertThat(tooLong.status()).isEqualTo(400);
      assertThat(List.of(longest, tooLong))
          .flatExtracting(reply -> reply.headers().entries())
          .allMatch(header -> header.value().length() <= 256);
    }
  }

  // Each letter, accented letter and line feed has four bytes together.
  private static String madeUp(int count) {
    return "{\"model\":\"" + "a\\u00e9\\n".repeat(count) + "\"," + Stand.HELLO;
  }

  private static void requireStory(
      Reply reply, Stand stand, String group, int attempts, int fallbacks) {
    String id = ((CallEvent.CallStarted) stand.events().getFirst()).callId();
    assertThat(reply.header("x-request-id")).isEqualTo(id);
    assertThat(reply.header("x-mainstay-call-id")).isEqualTo(id);
    assertThat(reply.header("x-litellm-call-id")).isEqualTo(id);
    assertThat(reply.header("x-mainstay-group")).isEqualTo(group);
    assertThat(reply.header("x-litellm-model-group")).isEqualTo(group);
    assertThat(reply.header("x-mainstay-attempts")).isEqualTo("" + attempts);
    assertThat(reply.header("x-mainstay-retries")).isEqualTo("" + (attempts - 1));
    assertThat(reply.header("x-litellm-attempted-retries")).isEqualTo("" + (attempts - 1));
    assertThat(reply.header("x-mainstay-fallbacks")).isEqualTo("" + fallbacks);
    assertThat(reply.header("x-litellm-attempted-fallbacks")).isEqualTo("" + fallbacks);
    assertThat(reply.header("x-mainstay-duration-ms"))
        .matches(MILLIS)
        .isEqualTo(reply.header("x-litellm-response-duration-ms"));
    assertThat(reply.header("x-mainstay-overhead-ms"))
        .matches(MILLIS)
        .isEqualTo(reply.header("x-litellm-overhead-duration-ms"));
  }

  private static double millis(Reply reply, String header) {
    return Double.parseDouble(reply.header(header));
  }

  private static Map<String, String> story(String comment) {
    assertThat(comment).startsWith(": mainstay ");
    return Arrays.stream(comment.substring(": mainstay ".length()).split(" "))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }
}
