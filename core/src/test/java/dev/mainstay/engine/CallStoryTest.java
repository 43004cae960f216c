package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.pauses;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.Attempt;
import dev.mainstay.call.CallEvent;
import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.policy.RetryPolicy;
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

/** SEMANTICS 4: what listeners and metadata tell of a call, in which order and on which thread. */
class CallStoryTest extends StreamReading {
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

  @Test
  void listenerThatClosesTheStreamAsItIsGoneOnWithIsToldOfItsEndLast() {
    List<ChatStream> opened = new ArrayList<>();
    world.listener(event -> {
      if (event instanceof CallEvent.AttemptStarted && !opened.isEmpty()) {
        opened.getFirst().close();
      }
    });
    world.provider.next("a", says("Hel"), breaks(Failures.truncated())).next("a", stalls());
    opened.add(open());

    assertThatThrownBy(() -> opened.getFirst().forEach(event -> {}))
        .isInstanceOf(MainstayException.class);

    assertThat(world.events)
        .extracting(event -> event.getClass().getSimpleName())
        .endsWith("AttemptStarted", "AttemptFailed", "CallFailed");
    assertThat(World.outcomes(opened.getFirst().metadata().attempts()))
        .containsExactly("Truncated", "Cancelled");
    assertThat(world.provider.open()).isZero();
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

  /** What comes after the commit is the caller's time and the provider's. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void overheadIsWhatACallSpentNeitherWaitingNorInAttempts(Mode mode) {
    spendsFiveMillisecondsAfterAFailure()
        .provider
        .next("a", pauses(ofSeconds(2)), breaks(Failures.serverError()))
        .next("a", pauses(ofSeconds(3)), says("Hel"), pauses(ofSeconds(4)), says("lo"), finishes());

    CallMetadata metadata = world.call(mode).metadata();

    assertThat(metadata.attempts()).extracting(Attempt::waitBefore).last().isEqualTo(ofSeconds(1));
    assertThat(metadata.overhead()).isEqualTo(ofMillis(5));
    assertThat(metadata.duration()).isEqualTo(ofMillis(2_000 + 5 + 1_000 + 3_000 + 4_000));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void callThatFailsTellsItsOverheadAsWell(Mode mode) {
    spendsFiveMillisecondsAfterAFailure()
        .retries(RetryPolicy.of(1))
        .provider
        .always("a", pauses(ofSeconds(2)), breaks(Failures.serverError()));

    assertThat(world.fail(mode).metadata().overhead()).isEqualTo(ofMillis(10));
  }

  private World spendsFiveMillisecondsAfterAFailure() {
    return world.listener(event -> {
      if (event instanceof CallEvent.AttemptFailed) {
        world.time.advance(ofMillis(5));
      }
    });
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
}
