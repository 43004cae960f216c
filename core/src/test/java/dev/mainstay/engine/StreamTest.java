package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.calls;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static dev.mainstay.testing.ScriptedProvider.thinks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Content;
import dev.mainstay.model.FinishReason;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.testing.ScriptedProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEMANTICS 0, 4.2, 5.3, 6.1 and the tool-call hold of 6.4: what the reader of a stream sees. */
class StreamTest {
  private final World world = new World().group("chat", "a");

  @Test
  void breakBeforeOutputIsUnseenAlsoAfterKeepAlivesAndEmptyChunks() {
    world
        .provider
        .next("a", ScriptedProvider.keepsAlive(), says(""), breaks(Failures.truncated()))
        .next("a", answer("Hello"));

    assertThat(read()).containsExactly(new TextDelta("Hello"), finished());
  }

  @Test
  void breakAfterOutputGivesThePartialTextAndTheErrorButNoEnd() {
    failing().provider.next("a", says("Hel"), says("lo"), breaks(Failures.connectionFailed()));
    List<ChatEvent> seen = new ArrayList<>();

    MainstayException exception = catchThrowableOfType(MainstayException.class, () -> read(seen));

    assertThat(seen).containsExactly(new TextDelta("Hel"), new TextDelta("lo"));
    assertThat(exception.failure()).isEqualTo(Failures.connectionFailed());
    assertThat(exception.partial().orElseThrow().text()).isEqualTo("Hello");
    assertThat(exception.partial().orElseThrow().finishReason()).isEmpty();
    assertThat(World.outcomes(exception.metadata().attempts())).containsExactly("ConnectionFailed");
    assertThat(world.provider.asked()).hasSize(1);
  }

  @Test
  void reasoningIsOutput() {
    failing().provider.next("a", thinks("Hmm"), breaks(Failures.truncated()));

    assertThat(world.fail(Mode.STREAMED).partial().orElseThrow().choice().reasoning())
        .isEqualTo("Hmm");
  }

  @Test
  void refusalIsOutput() {
    failing()
        .provider
        .next("a", says(new ChatEvent.RefusalDelta("I cannot")), breaks(Failures.truncated()));

    assertThat(world.fail(Mode.STREAMED).partial().orElseThrow().choice().refusal())
        .isEqualTo("I cannot");
  }

  @Test
  void brokenStreamStaysBroken() {
    failing().provider.next("a", says("Hel"), breaks(Failures.truncated()));

    try (ChatStream stream = open()) {
      stream.nextChunk();

      assertThatThrownBy(stream::nextChunk).isInstanceOf(MainstayException.class);
      assertThatThrownBy(stream::nextChunk).isInstanceOf(MainstayException.class);
    }
  }

  @Test
  void breakAmongToolCallsIsAskedForAgainAsIfTheyHadNeverCome() {
    world
        .provider
        .next("a", calls(0, "c1", "f", "{\"a\""), breaks(Failures.truncated()))
        .next("a", calls(0, "c2", "f", "{"), calls(0, "", "", "}"), finishes());

    assertThat(read())
        .containsExactly(
            new ToolCallDelta(0, "c2", "f", "{"), new ToolCallDelta(0, "", "", "}"), finished());
  }

  @Test
  void toolCallsAfterTextAreHeldBackSoThatABreakShowsNoHalfCall() {
    failing()
        .provider
        .next("a", says("Look:"), calls(0, "c1", "f", "{"), breaks(Failures.truncated()));
    List<ChatEvent> seen = new ArrayList<>();

    MainstayException exception = catchThrowableOfType(MainstayException.class, () -> read(seen));

    assertThat(seen).containsExactly(new TextDelta("Look:"));
    assertThat(exception.partial().orElseThrow().toolCalls()).isEmpty();
  }

  @Test
  void toolCallsGoOutAtOnceWhereThatIsWished() {
    world.sendToolCallsAtOnce().provider.next("a", calls(0, "c1", "f", "{"), stalls());

    try (ChatStream stream = open()) {
      assertThat(stream.nextChunk().orElseThrow().events())
          .containsExactly(new ToolCallDelta(0, "c1", "f", "{"));
    }
  }

  @Test
  void answerWithoutOutputIsASuccess() {
    world.provider.next("a", finishes());

    assertThat(read()).containsExactly(finished());
  }

  @Test
  void closingEndsTheUpstreamAndTellsTheListeners() {
    world.provider.next("a", says("Hel"), stalls());

    ChatStream stream = open();
    stream.nextChunk();
    stream.close();
    stream.close();

    assertThat(world.provider.open()).isZero();
    assertThat(world.events.getLast()).isInstanceOf(CallEvent.CallFailed.class);
    assertThat(world.events).filteredOn(CallEvent.CallFailed.class::isInstance).hasSize(1);
    assertThatThrownBy(stream::nextChunk)
        .isInstanceOfSatisfying(
            MainstayException.class,
            e -> assertThat(e.failure()).isInstanceOf(Failure.Cancelled.class));
    assertThat(world.time.pendingTimers()).isZero();
  }

  @Test
  void listenersAreToldOnTheThreadThatCallsReadsAndCloses() throws Exception {
    Set<Thread> tellers = new HashSet<>();
    world.listener(event -> tellers.add(Thread.currentThread()));
    failing().provider.next("a", breaks(Failures.serverError())).next("a", says("Hi"), stalls());

    ChatStream stream = open();
    stream.nextChunk();
    assertThat(tellers).containsExactly(Thread.currentThread());
    Thread closer = Thread.ofVirtual().start(stream::close);
    closer.join();

    assertThat(tellers).containsExactlyInAnyOrder(Thread.currentThread(), closer);
  }

  @Test
  void nothingIsToldOfACallAfterItsEnd() {
    world.provider.next("a", says("Hel"), stalls());
    ChatStream stream = open();
    stream.nextChunk();
    stream.close();
    List<CallEvent> story = List.copyOf(world.events);

    assertThatThrownBy(stream::nextChunk)
        .isInstanceOfSatisfying(
            MainstayException.class,
            e -> assertThat(e.partial().orElseThrow().text()).isEqualTo("Hel"));
    assertThatThrownBy(stream::nextChunk).isInstanceOf(MainstayException.class);
    stream.close();

    assertThat(world.events).isEqualTo(story);
    assertThat(World.outcomes(stream.metadata().attempts())).containsExactly("Cancelled");
  }

  @Test
  void listenerThatClosesTheStreamEndsTheCallInOrder() {
    List<ChatStream> opened = new ArrayList<>();
    world.listener(event -> {
      if (event instanceof CallEvent.AttemptFailed) {
        opened.getFirst().close();
      }
    });
    world.provider.next("a", says("Hel"), breaks(Failures.truncated()));
    opened.add(open());

    assertThatThrownBy(() -> opened.getFirst().forEach(event -> {}))
        .isInstanceOf(MainstayException.class);

    assertThat(world.events).filteredOn(CallEvent.CallFailed.class::isInstance).hasSize(1);
    assertThat(world.events.getLast()).isInstanceOf(CallEvent.CallFailed.class);
    assertThat(world.provider.asked()).hasSize(1);
    assertThat(world.provider.open()).isZero();
  }

  // ---- Closed at the finish reason: the reader has all there is

  @Test
  void streamClosedAtItsFinishReasonIsASuccess() {
    world.provider.next("a", says("Hello"), finishes(), stalls());
    ChatStream stream = open();
    stream.nextChunk();
    stream.nextChunk();

    stream.close();

    assertThat(world.events.getLast()).isInstanceOf(CallEvent.CallSucceeded.class);
    assertThat(World.outcomes(stream.metadata().attempts())).containsExactly("Succeeded");
    assertThat(stream.nextChunk()).isEmpty();
    assertThat(world.provider.open()).isZero();
    assertThat(world.time.pendingTimers()).isZero();
  }

  @Test
  void streamClosedWhileItsEndIsReadIsASuccessToo() {
    world.provider.next("a", says("Hello"), finishes(), stalls());
    ChatStream stream = open();
    stream.nextChunk();
    world.time.schedule(Duration.ofSeconds(1), stream::close);

    assertThat(stream.nextChunk().orElseThrow().events()).containsExactly(finished());
    assertThat(stream.nextChunk()).isEmpty();

    assertThat(world.events.getLast()).isInstanceOf(CallEvent.CallSucceeded.class);
    assertThat(world.provider.open()).isZero();
  }

  @Test
  void interruptBehindTheFinishReasonTakesNothingBack() {
    world.provider.next("a", says("Hello"), finishes(), stalls());
    ChatStream stream = open();
    stream.nextChunk();
    world.time.schedule(Duration.ofSeconds(1), Thread.currentThread()::interrupt);

    assertThat(stream.nextChunk().orElseThrow().events()).containsExactly(finished());
    assertThat(stream.nextChunk()).isEmpty();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(world.events.getLast()).isInstanceOf(CallEvent.CallSucceeded.class);
    assertThat(world.provider.open()).isZero();
  }

  @Test
  void readersWhoCloseAtTheFinishReasonDoNotRestTheDeployment() {
    world.group("two", "b", "c").health(HealthPolicy.defaults());
    world.provider.always("b", says("Hello"), finishes(), stalls());
    world.provider.always("c", says("Hello"), finishes(), stalls());
    for (int i = 0; i < 20; i++) {
      ChatStream stream = world.engine().stream(ChatRequest.of("two", "Hello"), CallOptions.none());
      stream.nextChunk();
      stream.nextChunk();
      stream.close();
    }

    assertThat(world.provider.asked()).hasSize(20);
    assertThat(world.events).filteredOn(CallEvent.CallSucceeded.class::isInstance).hasSize(20);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void interruptEndsTheCallDuringAWait(Mode mode) {
    world.provider.always("a", breaks(Failures.serverError()));
    world.time.schedule(Duration.ofMillis(500), Thread.currentThread()::interrupt);

    MainstayException exception = world.fail(mode);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(exception.failure()).isInstanceOf(Failure.Cancelled.class);
    assertThat(exception.getSuppressed()).hasSize(1);
    assertThat(world.time.elapsed()).isEqualTo(Duration.ofMillis(500));
    assertThat(world.provider.open()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void interruptEndsTheCallWhileTheProviderIsSilent(Mode mode) {
    world.provider.next("a", stalls());
    world.time.schedule(Duration.ofSeconds(7), Thread.currentThread()::interrupt);

    MainstayException exception = world.fail(mode);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(exception.failure()).isInstanceOf(Failure.Cancelled.class);
    assertThat(World.outcomes(exception.metadata().attempts())).containsExactly("Cancelled");
    assertThat(world.provider.open()).isZero();
    assertThat(world.time.pendingTimers()).isZero();
  }

  @Test
  void eventsTellTheWholeStoryInOrder() {
    world.group("backup", "b").fallback("chat", "backup");
    world
        .provider
        .next("a", breaks(Failures.serverError()))
        .next("a", breaks(Failures.quota()))
        .next("b", answer("Hi"));

    read();

    assertThat(world.events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly(
            "CallStarted",
            "AttemptStarted",
            "AttemptFailed",
            "Waiting",
            "AttemptStarted",
            "AttemptFailed",
            "FellBack",
            "AttemptStarted",
            "FirstOutput",
            "CallSucceeded");
    String id = world.events.getFirst().callId();
    assertThat(world.events).extracting(CallEvent::callId).containsOnly(id);
    assertThat(world.events.getFirst()).isEqualTo(new CallEvent.CallStarted(id, "chat", true));
    assertThat(world.events)
        .filteredOn(CallEvent.AttemptStarted.class::isInstance)
        .containsExactly(
            new CallEvent.AttemptStarted(id, 1, "chat", "scripted/a"),
            new CallEvent.AttemptStarted(id, 2, "chat", "scripted/a"),
            new CallEvent.AttemptStarted(id, 3, "backup", "scripted/b"));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void listenersAreToldTheFailureThatTheCallerIsTold(Mode mode) {
    world.provider.next("a", breaks(Failures.badRequest()));

    MainstayException exception = world.fail(mode);

    assertThat(world.events.getLast())
        .isInstanceOfSatisfying(
            CallEvent.CallFailed.class,
            end -> assertThat(end.failure()).isEqualTo(exception.failure()));
    assertThat(world.events.getFirst())
        .isInstanceOfSatisfying(
            CallEvent.CallStarted.class,
            start -> assertThat(start.streamed()).isEqualTo(mode == Mode.STREAMED));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void callThatIsOverIsNotKept(Mode mode) {
    world.provider.next("a", answer("Hi")).next("a", breaks(Failures.badRequest()));

    world.call(mode);
    world.fail(mode);
    world.provider.next("a", says("Hi"), stalls());
    ChatStream stream = open();
    assertThat(world.engine().underWay()).isEqualTo(1);
    stream.close();

    assertThat(world.engine().underWay()).isZero();
  }

  @Test
  void metadataMayBeReadFromAnyThreadAtAnyMoment() throws Exception {
    world.group("backup", "b").fallback("chat", "backup");
    List<ChatStream> opened = new ArrayList<>();
    List<Integer> attempts = new ArrayList<>();
    world.listener(event -> {
      for (ChatStream stream : opened) {
        attempts.add(onAnotherThread(stream::metadata).attempts().size());
      }
    });
    world
        .provider
        .next("a", says("Hello"), breaks(Failures.serverError()))
        .next("a", breaks(Failures.serverError()))
        .next("a", breaks(Failures.quota()))
        .next("b", says("Hello there"), breaks(Failures.badRequest()));
    opened.add(open());

    assertThatThrownBy(() -> opened.getFirst().forEach(event -> {}))
        .isInstanceOf(MainstayException.class);

    assertThat(attempts).isSorted().endsWith(4);
    assertThat(onAnotherThread(opened.getFirst()::metadata).attempts()).hasSize(4);
  }

  private static <T> T onAnotherThread(Supplier<T> question) {
    return CompletableFuture.supplyAsync(question, Thread::startVirtualThread)
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  @Test
  void unknownModelIsToldBeforeAnybodyIsAsked() {
    MainstayException exception =
        catchThrowableOfType(
            MainstayException.class,
            () ->
                world
                    .engine()
                    .chat(
                        ChatRequest.builder("chatt").user(Content.text("Hi")).build(),
                        CallOptions.none()));

    assertThat(exception.failure()).isInstanceOf(Failure.NotFound.class);
    assertThat(exception).hasMessageContaining("'chatt'").hasMessageContaining("chat");
  }

  private ChatStream open() {
    return world.engine().stream(ChatRequest.of("chat", "Hello"), CallOptions.none());
  }

  private List<ChatEvent> read() {
    List<ChatEvent> events = new ArrayList<>();
    read(events);
    return events;
  }

  private void read(List<ChatEvent> into) {
    try (ChatStream stream = open()) {
      stream.forEach(into::add);
    }
  }

  // What becomes of a stream that broke is RecoveryTest's.
  private World failing() {
    return world.recovery(RecoveryPolicy.FAIL);
  }

  private static ChatEvent finished() {
    return new ChatEvent.Finished(FinishReason.STOP, "stop");
  }
}
