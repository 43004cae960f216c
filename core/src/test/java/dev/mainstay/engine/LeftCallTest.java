package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.testing.ScriptedProvider.Action;
import dev.mainstay.time.CrowdTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A call ends when its stream is closed or its thread interrupted: nothing stays open behind it,
 * and an answer that has its finish reason stays a success.
 */
class LeftCallTest extends StreamReading {
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
  void streamClosedAtItsFinishReasonIsASuccess() {
    world.provider.next("a", says("Hel"), says("lo"), finishes(), stalls());
    ChatStream stream = open();
    stream.nextChunk();
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
    world.provider.next("a", says("Hel"), says("lo"), finishes(), stalls());
    ChatStream stream = open();
    stream.nextChunk();
    stream.nextChunk();
    world.time.schedule(Duration.ofSeconds(1), stream::close);

    assertThat(stream.nextChunk().orElseThrow().events()).containsExactly(finished());
    assertThat(stream.nextChunk()).isEmpty();

    assertThat(world.events.getLast()).isInstanceOf(CallEvent.CallSucceeded.class);
    assertThat(world.provider.open()).isZero();
  }

  @Test
  void interruptBehindTheFinishReasonTakesNothingBack() {
    world.provider.next("a", says("Hel"), says("lo"), finishes(), stalls());
    ChatStream stream = open();
    stream.nextChunk();
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
    world.provider.always("b", says("Hel"), says("lo"), finishes(), stalls());
    world.provider.always("c", says("Hel"), says("lo"), finishes(), stalls());
    for (int i = 0; i < 20; i++) {
      ChatStream stream = world.engine().stream(ChatRequest.of("two", "Hello"), CallOptions.none());
      stream.nextChunk();
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
  void endOfTheLibraryEndsTheCallDuringAWait(Mode mode) {
    CrowdTime time = new CrowdTime();
    BusyProvider provider = new BusyProvider(time, ofMillis(10));
    World waiting =
        new World()
            .group("chat", d -> d.withRpm(1), "a")
            .clock(time)
            .providers(deployment -> provider);
    List<Failure> failures = new ArrayList<>();

    time.run(
        List.of(
            () -> {
              waiting.call(mode);
              failures.add(waiting.fail(mode).failure());
            },
            () -> {
              time.park(ofMillis(500));
              waiting.engine().close();
            }));

    assertThat(failures).singleElement().isInstanceOf(Failure.Cancelled.class);
    assertThat(provider.asked).hasSize(1);
    assertThat(time.elapsed()).isEqualTo(ofMillis(500));
    assertThat(time.pendingTimers()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void callThatIsEndedAsItsFailureIsToldWaitsForNothing(Mode mode) {
    world.provider.always("a", breaks(Failures.serverError()));
    world.listener(event -> {
      if (event instanceof CallEvent.AttemptFailed) {
        world.engine().close();
      }
    });

    assertThat(world.fail(mode).failure()).isInstanceOf(Failure.Cancelled.class);
    assertThat(world.events).noneMatch(CallEvent.Waiting.class::isInstance);
    assertThat(world.provider.asked()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void callThatIsMadeAfterTheLibrarysEndAsksNobody(Mode mode) {
    world.engine().close();

    assertThat(world.fail(mode).failure()).isInstanceOf(Failure.Cancelled.class);
    assertThat(world.provider.asked()).isEmpty();
    assertThat(world.engine().underWay()).isZero();
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

  static Stream<Action> whatAStreamWaitsFor() {
    return Stream.of(stalls(), breaks(Failures.rateLimited(ofSeconds(10))));
  }

  @ParameterizedTest
  @MethodSource("whatAStreamWaitsFor")
  void interruptEndsTheStreamWhateverItWaitsFor(Action then) {
    world.provider.next("a", says("Hel"), then);
    ChatStream stream = open();
    stream.nextChunk();
    world.time.schedule(ofSeconds(7), Thread.currentThread()::interrupt);

    Throwable thrown = catchThrowable(stream::nextChunk);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(thrown)
        .isInstanceOfSatisfying(
            MainstayException.class,
            e -> assertThat(e.failure()).isInstanceOf(Failure.Cancelled.class));
    assertThat(world.time.elapsed()).isEqualTo(ofSeconds(7));
    assertThat(world.provider.open()).isZero();
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
}
