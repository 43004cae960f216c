package dev.mainstay.engine;

import static dev.mainstay.engine.ScriptedProvider.answer;
import static dev.mainstay.engine.ScriptedProvider.breaks;
import static dev.mainstay.engine.ScriptedProvider.calls;
import static dev.mainstay.engine.ScriptedProvider.errs;
import static dev.mainstay.engine.ScriptedProvider.finishes;
import static dev.mainstay.engine.ScriptedProvider.pauses;
import static dev.mainstay.engine.ScriptedProvider.says;
import static dev.mainstay.engine.ScriptedProvider.stalls;
import static dev.mainstay.engine.ScriptedProvider.thinks;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.CallTimeoutException;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.call.Recovery;
import dev.mainstay.call.RecoveryForm;
import dev.mainstay.engine.ScriptedProvider.Says;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.Restarted;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Message;
import dev.mainstay.model.Prefill;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.stream.Accumulator;
import dev.mainstay.stream.TokenEstimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SEMANTICS 6: streams that break after output, through the one loop. */
class RecoveryTest {
  private static final String FIRST = "Once upon a time there was a king ";
  private static final String REST = "who had three sons.";
  private static final String ANCHOR = FIRST.strip();

  private final World world = new World().group("chat", "a").chance(0.5);

  @Test
  void brokenStreamGoesOnAsOneWholeAnswer() {
    world
        .provider
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next(
            "a",
            says("Once upon a "),
            says("time there was a king who "),
            says("had three sons."),
            finishes());

    List<ChatEvent> seen = read();

    assertThat(text(seen)).isEqualTo(FIRST + REST);
    assertThat(seen).filteredOn(Finished.class::isInstance).hasSize(1);
    assertThat(seen.getLast()).isInstanceOf(UsageReported.class);
  }

  @Test
  void secondAnswerInTheSameStreamBreaksTheFirst() {
    world
        .provider
        .next("a", says(FIRST), new Says(new Restarted()), says("A quite other story."), finishes())
        .next("a", continues());

    List<ChatEvent> seen = read();

    assertThat(text(seen)).isEqualTo(FIRST + REST);
    assertThat(seen).noneMatch(Restarted.class::isInstance);
  }

  @Test
  void usageToldBeforeTheTextIsNoCountOfTheText() {
    ChatEvent atStart =
        new UsageReported(new Usage(40, 1, 41, OptionalLong.empty(), OptionalLong.empty()));
    world
        .provider
        .next("a", new Says(atStart), says(FIRST), breaks(Failures.truncated()))
        .next("a", new Says(atStart), says(ANCHOR + " " + REST), finishes());

    List<ChatEvent> seen = read();

    Usage sum = ((UsageReported) seen.getLast()).usage();
    assertThat(sum.promptTokens()).isEqualTo(80);
    assertThat(sum.completionTokens()).isEqualTo(TokenEstimate.of(FIRST) + 1);
  }

  @Test
  void nextIsAskedWithTheTextSoFarAndToRepeatItsEnd() {
    world.provider.next("a", says(FIRST), breaks(Failures.truncated())).next("a", continues());

    read();

    List<Message> messages = world.provider.requests.getLast().messages();
    assertThat(messages).extracting(Message::role).containsExactly("user", "assistant", "user");
    assertThat(messages.getFirst()).isEqualTo(Message.user("Hello"));
    assertThat(messages.get(1).text()).isEqualTo(FIRST);
    assertThat(messages.getLast().text()).contains(ANCHOR);
  }

  static List<Failure> breakages() {
    return List.of(
        Failures.truncated(),
        Failures.connectionFailed(),
        Failures.serverError(),
        Failures.malformed(),
        Failures.rateLimited(),
        Failures.overloaded(),
        Failures.quota(),
        Failures.unauthenticated());
  }

  @ParameterizedTest
  @MethodSource("breakages")
  void everyFailureThatMayBeRetriedOrTakenElsewhereIsRecovered(Failure breakage) {
    World two = new World().group("chat", "a").group("backup", "b").fallback("chat", "backup");
    two.provider.next("a", says(FIRST), breaks(breakage)).always("a", continues());
    two.provider.always("b", continues());

    assertThat(two.call(Mode.STREAMED).text()).isEqualTo(FIRST + REST);
  }

  @Test
  void breakBehindMoreThanIsKeptIsFinal() {
    world.provider.next(
        "a", says("x".repeat(Accumulator.MAX_KEPT + 1)), breaks(Failures.truncated()));

    MainstayException exception = world.fail(Mode.STREAMED);

    assertThat(exception.failure()).isEqualTo(Failures.truncated());
    assertThat(world.provider.asked).hasSize(1);
  }

  static List<Failure> finals() {
    return List.of(Failures.badRequest(), Failures.unprocessable(), Failures.contentPolicy());
  }

  @ParameterizedTest
  @MethodSource("finals")
  void whatBlamesTheRequestIsFinal(Failure breakage) {
    World two = new World().group("chat", "a").group("backup", "b").fallback("chat", "backup");
    two.provider.next("a", says(FIRST), breaks(breakage));

    MainstayException exception = two.fail(Mode.STREAMED);

    assertThat(exception.failure()).isEqualTo(breakage);
    assertThat(exception.partial().orElseThrow().text()).isEqualTo(FIRST);
    assertThat(two.provider.asked).containsExactly("a");
  }

  @Test
  void rateLimitAfterOutputIsWaitedForAsItsHintSays() {
    world
        .provider
        .next("a", says(FIRST), breaks(Failures.rateLimited(ofSeconds(7))))
        .next("a", continues());

    ChatResponse response = world.call(Mode.STREAMED);

    assertThat(World.waits(response)).hasSize(1);
    assertThat(World.waits(response).getFirst()).isBetween(ofSeconds(7), Duration.ofMillis(7_700));
  }

  @Test
  void anotherDeploymentGoesOnAtOnce() {
    World two = new World().group("chat", "a", "b").chance(0);
    two.provider.next("a", says(FIRST), breaks(Failures.truncated())).next("b", continues());

    ChatResponse response = two.call(Mode.STREAMED);

    assertThat(response.text()).isEqualTo(FIRST + REST);
    assertThat(World.waits(response)).containsExactly(Duration.ZERO);
    assertThat(response.metadata().deployment()).hasValue("scripted/b");
  }

  @Test
  void secondAndThirdBreakAreRecoveredToo() {
    world
        .provider
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("a", says(FIRST + "who had "), breaks(Failures.connectionFailed()))
        .next("a", says(FIRST + "who had three "), breaks(Failures.connectionFailed()));
    World patient = world.retries(RetryPolicy.of(3));
    world.provider.next("a", says(FIRST + REST), finishes());

    ChatResponse response = patient.call(Mode.STREAMED);

    assertThat(response.text()).isEqualTo(FIRST + REST);
    assertThat(response.metadata().recoveries()).hasSize(3);
  }

  @Test
  void recoveriesCountAsRetries() {
    world
        .provider
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("a", says(FIRST + "who "), breaks(Failures.truncated()))
        .next("a", says(FIRST + "who had "), breaks(Failures.connectionFailed()));

    MainstayException exception = world.fail(Mode.STREAMED);

    assertThat(exception.failure()).isEqualTo(Failures.connectionFailed());
    assertThat(exception.partial().orElseThrow().text()).isEqualTo(FIRST + "who had ");
    assertThat(world.provider.asked).hasSize(3);
  }

  @Test
  void answerThatDoesNotBelongIsNeverShownAndTheBreakItselfIsTold() {
    world
        .provider
        .next("a", says(FIRST), breaks(Failures.connectionFailed()))
        .always("a", says("Sure, here is the rest: " + REST), finishes());
    List<ChatEvent> seen = new ArrayList<>();

    MainstayException exception =
        catchThrowableOfType(MainstayException.class, () -> read(seen, CallOptions.none()));

    assertThat(text(seen)).isEqualTo(FIRST);
    assertThat(exception.failure()).isEqualTo(Failures.connectionFailed());
    assertThat(World.outcomes(exception.metadata().attempts()))
        .containsExactly("ConnectionFailed", "MalformedAnswer", "MalformedAnswer");
    assertThat(exception.getSuppressed()).hasSize(2);
  }

  @Test
  void targetThatPromisesToGoOnIsTrusted() {
    world
        .provider
        .prefills("a", Prefill.CONTINUES)
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("a", says(" " + REST), finishes());

    assertThat(world.call(Mode.STREAMED).text()).isEqualTo(FIRST + REST);
    assertThat(world.provider.requests.getLast().messages())
        .last()
        .extracting(Message::role)
        .isEqualTo("assistant");
  }

  @Test
  void refusedPrefillIsAskedAgainByAnchorAtOnceUncountedAndRemembered() {
    world
        .retries(RetryPolicy.of(1))
        .provider
        .prefills("a", Prefill.CONTINUES)
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("a", breaks(Failures.badRequest()))
        .next("a", continues())
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("a", continues());

    ChatResponse first = world.call(Mode.STREAMED);
    ChatResponse second = world.call(Mode.STREAMED);

    assertThat(first.text()).isEqualTo(FIRST + REST);
    assertThat(first.metadata().attempts()).hasSize(3);
    assertThat(first.metadata().recoveries())
        .extracting(Recovery::form)
        .containsExactly(RecoveryForm.ANCHOR);
    assertThat(second.metadata().attempts()).hasSize(2);
  }

  @Test
  void anyOther400ToAContinuationIsNotTheCallersFault() {
    World two = new World().group("chat", "a").group("backup", "b").fallback("chat", "backup");
    two.provider.next("a", says(FIRST), breaks(Failures.truncated()));
    two.provider.always("a", breaks(Failures.badRequest())).next("b", continues());

    assertThat(two.call(Mode.STREAMED).text()).isEqualTo(FIRST + REST);
  }

  @Test
  void toolCallsThatWereHeldBackAreAskedForAgain() {
    world
        .provider
        .next(
            "a", says("Let me look."), calls(0, "c1", "f", "{\"a\""), breaks(Failures.truncated()))
        .next("a", says("Let me look."), calls(0, "c2", "f", "{}"), finishes());

    ChatResponse response = world.call(Mode.STREAMED);

    assertThat(response.text()).isEqualTo("Let me look.");
    assertThat(response.toolCalls()).extracting(call -> call.id()).containsExactly("c2");
  }

  @Test
  void toolCallThatHasGoneOutMakesABreakFinal() {
    world.sendToolCallsAtOnce();
    world.provider.next("a", calls(0, "c1", "f", "{"), breaks(Failures.truncated()));

    assertThat(world.fail(Mode.STREAMED).failure()).isEqualTo(Failures.truncated());
    assertThat(world.provider.asked).hasSize(1);
  }

  @Test
  void breakBetweenTheSemanticEndAndTheLastByteIsNone() {
    world.provider.next("a", says(FIRST), finishes(), breaks(Failures.connectionFailed()));

    ChatResponse response = world.call(Mode.STREAMED);

    assertThat(response.text()).isEqualTo(FIRST);
    assertThat(world.provider.asked).hasSize(1);
  }

  @Test
  void errorBehindTheFinishReasonThatTheCallerHasIsNoBreak() {
    world.provider.next("a", says(FIRST), finishes(), errs(Failures.serverError()));

    List<ChatEvent> seen = read();

    assertThat(seen).containsExactly(new TextDelta(FIRST), new Finished(FinishReason.STOP, "stop"));
    assertThat(world.provider.asked).hasSize(1);
  }

  @Test
  void errorBehindTheEndOfARecoveredAnswerStillLetsItsUsageBeTold() {
    world
        .provider
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("a", says(FIRST + REST), finishes(), errs(Failures.serverError()));

    List<ChatEvent> seen = read();

    assertThat(text(seen)).isEqualTo(FIRST + REST);
    assertThat(seen).filteredOn(Finished.class::isInstance).hasSize(1);
    assertThat(seen.getLast()).isInstanceOf(UsageReported.class);
    assertThat(world.provider.asked).hasSize(2);
  }

  @Test
  void errorBehindAnEndWithoutAnyOutputIsRetried() {
    world
        .provider
        .next("a", finishes(), errs(Failures.serverError()))
        .next("a", answer(FIRST + REST));

    assertThat(text(read())).isEqualTo(FIRST + REST);
  }

  @Test
  void reasoningIsNotShownTwice() {
    world
        .provider
        .next("a", thinks("Hmm"), breaks(Failures.truncated()))
        .next("a", thinks("Hmm, well"), says("Hello"), thinks("!"), finishes());

    ChatResponse response = world.call(Mode.STREAMED);

    assertThat(response.choice().reasoning()).isEqualTo("Hmm!");
    assertThat(response.text()).isEqualTo("Hello");
    assertThat(world.provider.requests.getLast()).isEqualTo(world.provider.requests.getFirst());
  }

  @Test
  void usageIsTheSumMarkedAsAnEstimateWhereAPartToldNone() {
    Usage told = new Usage(10, 4, 14, OptionalLong.empty(), OptionalLong.empty());
    world
        .provider
        .next("a", chunk("A", "m1", FIRST), breaks(Failures.truncated()))
        .next("a", chunk("B", "m2", FIRST + REST), end("B", "m2"), usage("B", "m2", told));

    List<ChatChunk> chunks = chunks(requestWithUsage());

    List<JsonObject> json = chunks.stream().map(c -> c.json().orElseThrow()).toList();
    assertThat(json).extracting(j -> j.text("id").orElseThrow()).containsOnly("A");
    assertThat(json.getLast().text("model")).hasValue("m2");
    JsonObject usage = json.getLast().object("usage").orElseThrow();
    assertThat(usage.flag("estimated")).hasValue(true);
    assertThat(usage.number("completion_tokens").orElseThrow()).isGreaterThan(4);
    assertThat(json.subList(0, json.size() - 1)).noneMatch(j -> j.hasValue("usage"));
  }

  @Test
  void toolCallThatWasLostCountsInTheUsage() {
    String arguments = "{\"text\":\"" + "I wonder about the king. ".repeat(200);
    world
        .provider
        .next("a", says(FIRST), calls(0, "c", "f", arguments), breaks(Failures.truncated()))
        .next("a", says(FIRST), calls(0, "d", "f", arguments + "\"}"), finishes());

    Usage usage = world.call(Mode.STREAMED).usage().orElseThrow();

    assertThat(usage.completionTokens()).isGreaterThan(2 * TokenEstimate.of(arguments));
  }

  @Test
  void roleIsToldOnce() {
    world
        .provider
        .next("a", chunk("A", "m1", FIRST), breaks(Failures.truncated()))
        .next("a", chunk("B", "m2", FIRST + REST), end("B", "m2"));

    List<ChatChunk> chunks = chunks(ChatRequest.of("chat", "Hello"));

    assertThat(chunks)
        .filteredOn(c -> c.json().filter(j -> j.toString().contains("\"role\"")).isPresent())
        .hasSize(1);
  }

  @Test
  void restartTellsTheCallerToDropWhatItHas() {
    world
        .recovery(RecoveryPolicy.RESTART)
        .provider
        .next("a", says("One"), breaks(Failures.truncated()))
        .next("a", answer("Two"));

    List<ChatEvent> seen = new ArrayList<>();
    ChatResponse response = read(seen, CallOptions.none());

    assertThat(seen)
        .containsExactly(
            new TextDelta("One"),
            new Restarted(),
            new TextDelta("Two"),
            new Finished(FinishReason.STOP, "stop"));
    assertThat(response.text()).isEqualTo("Two");
    assertThat(world.provider.requests.getLast()).isEqualTo(world.provider.requests.getFirst());
  }

  @Test
  void failPolicyEndsWithTheBreak() {
    world
        .recovery(RecoveryPolicy.FAIL)
        .provider
        .next("a", says(FIRST), breaks(Failures.truncated()));

    MainstayException exception = world.fail(Mode.STREAMED);

    assertThat(exception.failure()).isEqualTo(Failures.truncated());
    assertThat(exception.partial().orElseThrow().text()).isEqualTo(FIRST);
    assertThat(world.provider.asked).hasSize(1);
  }

  @Test
  void deadlineHoldsOverRecoveriesToo() {
    world
        .provider
        .next("a", says(FIRST), pauses(ofSeconds(8)), breaks(Failures.truncated()))
        .next("a", stalls());

    MainstayException exception =
        world.fail(Mode.STREAMED, CallOptions.none().withTimeout(ofSeconds(20)));

    assertThat(exception).isInstanceOf(CallTimeoutException.class);
    assertThat(exception.metadata().duration()).isEqualTo(ofSeconds(20));
    assertThat(exception.partial().orElseThrow().text()).isEqualTo(FIRST);
    assertThat(world.provider.open()).isZero();
  }

  @Test
  void recoveryThatTakesTooLongEndsWithTheBreak() {
    world
        .timeouts(Timeouts.defaults().withUntilRecovered(ofSeconds(30)))
        .provider
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("a", stalls());

    MainstayException exception = world.fail(Mode.STREAMED);

    assertThat(exception.failure()).isEqualTo(Failures.truncated());
    assertThat(exception.metadata().duration()).isEqualTo(ofSeconds(30));
  }

  @Test
  void closingDuringARecoveryEndsItAtOnce() {
    world.provider.next("a", says(FIRST), breaks(Failures.rateLimited(ofSeconds(9))));
    ChatStream stream = world.engine().stream(ChatRequest.of("chat", "Hello"), CallOptions.none());
    stream.nextChunk();
    world.time.schedule(ofSeconds(3), stream::close);

    MainstayException exception = catchThrowableOfType(MainstayException.class, stream::nextChunk);

    assertThat(exception.failure()).isInstanceOf(Failure.Cancelled.class);
    assertThat(exception.metadata().duration()).isEqualTo(ofSeconds(3));
    assertThat(world.provider.asked).hasSize(1);
    assertThat(world.events).filteredOn(CallEvent.CallFailed.class::isInstance).hasSize(1);
    assertThat(world.time.pendingTimers()).isZero();
  }

  @Test
  void storyTellsBreakAndRecovery() {
    world
        .provider
        .next("a", says(FIRST), breaks(Failures.rateLimited(ofSeconds(4))))
        .next("a", pauses(ofSeconds(2)), says(FIRST + REST), finishes());

    ChatResponse response = world.call(Mode.STREAMED);

    assertThat(world.events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly(
            "CallStarted",
            "AttemptStarted",
            "FirstOutput",
            "AttemptFailed",
            "Waiting",
            "AttemptStarted",
            "Recovered",
            "CallSucceeded");
    assertThat(World.outcomes(response.metadata().attempts()))
        .containsExactly("RateLimited", "Succeeded");
    Recovery recovery = response.metadata().recoveries().getFirst();
    assertThat(recovery.failure()).isInstanceOf(Failure.RateLimited.class);
    assertThat(recovery.deployment()).isEqualTo("scripted/a");
    assertThat(recovery.gap()).isBetween(ofSeconds(6), Duration.ofMillis(6_400));
  }

  @Test
  void closingFromAnotherThreadWhileTheContinuationIsSilentLetsGoOfIt() {
    world.provider.next("a", says(FIRST), breaks(Failures.truncated())).next("a", stalls());
    ChatStream stream = world.engine().stream(ChatRequest.of("chat", "Hello"), CallOptions.none());
    stream.nextChunk();
    world.time.schedule(ofSeconds(7), () -> closeElsewhere(stream));

    MainstayException exception = catchThrowableOfType(MainstayException.class, stream::nextChunk);

    assertThat(exception.failure()).isInstanceOf(Failure.Cancelled.class);
    assertThat(exception.partial().orElseThrow().text()).isEqualTo(FIRST);
    assertThat(world.time.elapsed()).isEqualTo(ofSeconds(7));
    assertThat(world.provider.asked).hasSize(2);
    assertThat(world.provider.open()).isZero();
    assertThat(world.time.pendingTimers()).isZero();
  }

  @Test
  void severalChoicesAreFinal() {
    world.provider.next("a", says(FIRST), breaks(Failures.truncated()));
    ChatRequest two =
        new ChatRequest(ChatRequest.of("chat", "Hello").json().toBuilder().put("n", 2).build());

    MainstayException exception = catchThrowableOfType(MainstayException.class, () -> chunks(two));

    assertThat(exception.failure()).isEqualTo(Failures.truncated());
    assertThat(world.provider.asked).hasSize(1);
  }

  @Test
  void limitOnTokensIsLeftToAProviderThatIsSentTheOriginalRequestAgain() {
    String all = "Hi there, " + "the king had three sons and a daughter. ".repeat(9);
    world.provider.next("a", says("Hi "), breaks(Failures.truncated())).next("a", answer(all));
    ChatRequest limited =
        new ChatRequest(
            ChatRequest.of("chat", "Hello").json().toBuilder().put("max_tokens", 20).build());

    List<ChatEvent> seen = chunks(limited).stream().flatMap(c -> c.events().stream()).toList();

    assertThat(text(seen)).isEqualTo(all);
    assertThat(seen).contains(new Finished(FinishReason.STOP, "stop"));
  }

  @Test
  void answerGoneOnWithEndsWithLengthFarBeyondTheCallersLimit() {
    String more = "the king had three sons and a daughter. ".repeat(9);
    world.provider.next("a", says(FIRST), breaks(Failures.truncated()));
    world.provider.next("a", answer(FIRST + more));
    ChatRequest limited =
        new ChatRequest(
            ChatRequest.of("chat", "Hello").json().toBuilder().put("max_tokens", 20).build());

    List<ChatEvent> seen = chunks(limited).stream().flatMap(c -> c.events().stream()).toList();

    assertThat(text(seen).length()).isBetween(FIRST.length() + 40, FIRST.length() + 160);
    assertThat(seen)
        .filteredOn(Finished.class::isInstance)
        .containsExactly(new Finished(FinishReason.LENGTH, "length"));
  }

  private static void closeElsewhere(ChatStream stream) {
    try {
      Thread.ofPlatform().start(stream::close).join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static ScriptedProvider.Act[] continues() {
    return answer(FIRST + REST);
  }

  private static ScriptedProvider.Act chunk(String id, String model, String text) {
    return new ScriptedProvider.SaysJson(
        new ChatChunk(
            List.of(new TextDelta(text)),
            Optional.of(
                json(
                    """
                    {"id":"%s","object":"chat.completion.chunk","model":"%s","choices":[{"index":0,\
                    "delta":{"role":"assistant","content":"%s"},"finish_reason":null}]}\
                    """
                        .formatted(id, model, text)))));
  }

  private static ScriptedProvider.Act end(String id, String model) {
    return new ScriptedProvider.SaysJson(
        new ChatChunk(
            List.of(new Finished(FinishReason.STOP, "stop")),
            Optional.of(
                json(
                    """
                    {"id":"%s","object":"chat.completion.chunk","model":"%s","choices":[{"index":0,\
                    "delta":{},"finish_reason":"stop"}]}\
                    """
                        .formatted(id, model)))));
  }

  private static ScriptedProvider.Act usage(String id, String model, Usage usage) {
    return new ScriptedProvider.SaysJson(
        new ChatChunk(
            List.of(new UsageReported(usage)),
            Optional.of(
                json(
                    """
                    {"id":"%s","object":"chat.completion.chunk","model":"%s","choices":[],\
                    "usage":{"prompt_tokens":10,"completion_tokens":4,"total_tokens":14}}\
                    """
                        .formatted(id, model)))));
  }

  private static JsonObject json(String text) {
    return Json.parseObject(text);
  }

  private static ChatRequest requestWithUsage() {
    return new ChatRequest(
        ChatRequest.of("chat", "Hello").json().toBuilder()
            .put("stream_options", json("{\"include_usage\":true}"))
            .build());
  }

  private List<ChatEvent> read() {
    List<ChatEvent> seen = new ArrayList<>();
    read(seen, CallOptions.none());
    return seen;
  }

  private ChatResponse read(List<ChatEvent> seen, CallOptions options) {
    try (ChatStream stream = world.engine().stream(ChatRequest.of("chat", "Hello"), options)) {
      stream.forEach(seen::add);
      return stream.response();
    }
  }

  private List<ChatChunk> chunks(ChatRequest request) {
    List<ChatChunk> chunks = new ArrayList<>();
    try (ChatStream stream = world.engine().stream(request, CallOptions.none())) {
      Optional<ChatChunk> chunk = stream.nextChunk();
      while (chunk.isPresent()) {
        chunks.add(chunk.get());
        chunk = stream.nextChunk();
      }
    }
    return chunks;
  }

  private static String text(List<ChatEvent> events) {
    StringBuilder text = new StringBuilder();
    for (ChatEvent event : events) {
      if (event instanceof TextDelta(String piece)) {
        text.append(piece);
      }
    }
    return text.toString();
  }
}
