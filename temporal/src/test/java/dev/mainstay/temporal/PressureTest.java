package dev.mainstay.temporal;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.pauses;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.transport.RealTime.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.call.CallEvent;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** DURABLE 4: more callers than places. */
@Timeout(30)
class PressureTest {
  private static final int CALLERS = 12;
  // The world's worker has as many.
  private static final int SLOTS = 20;

  @ParameterizedTest
  @EnumSource
  void callsWithoutAPlaceAreHandedBackAndEachIsMadeOnce(RetryOwner owner) {
    try (DurableWorld world = crowded()) {
      CallPolicy policy =
          CallPolicy.defaults().withOwner(owner).withHandOver(Duration.ZERO).withNumRetries(0);

      List<WorkflowStub> runs = begin(world, policy);
      await().until(() -> world.provider.asked().size() == 2);
      // Of the others all have been in a worker, and have left it.
      await().until(() -> world.handedBack() >= CALLERS - 2);
      assertThat(world.provider.asked()).hasSize(2);
      world.providersTime.release();

      assertThat(runs).allMatch(run -> run.getResult(String.class).equals("Hi"));
      assertThat(world.provider.asked()).hasSize(CALLERS);
    }
  }

  @Test
  void callsWaitInLineInTheWorkerAsLongAsTheyMay() {
    try (DurableWorld world = crowded()) {
      List<WorkflowStub> runs = begin(world, CallPolicy.defaults());
      await().until(() -> world.provider.asked().size() == 2);
      world.providersTime.release();

      assertThat(runs).allMatch(run -> run.getResult(String.class).equals("Hi"));
      assertThat(world.provider.asked()).hasSize(CALLERS);
      assertThat(world.handedBack()).isZero();
      assertThat(runs).allMatch(run -> world.attempts(run).equals(List.of(1)));
    }
  }

  @Test
  void callsThatWaitForOneProviderLeaveSlotsToCallsToOthers() {
    try (DurableWorld world = crowded()) {
      world.provider.always("b", pauses(Duration.ofSeconds(1)), says("Hi"), finishes());
      world.provider.always("c", answer("Free"));
      world.start();
      for (int i = 0; i < 3 * SLOTS; i++) {
        world.begin(Ask.Mode.PLAIN, CallPolicy.defaults());
      }
      // Two are made, half the slots are held by who waits, and each other has been handed back.
      await().until(() -> world.handedBack() >= 3 * SLOTS - SLOTS / 2 - 2);

      WorkflowStub free =
          world.begin(Ask.Mode.PLAIN, ChatRequest.of("free", "Hello"), CallPolicy.defaults());

      // Who waits does so for 10 s, and the provider for as long as the test likes.
      assertThat(get(free, 5)).isEqualTo("Free");
      assertThat(world.provider.asked()).containsExactly("b", "b", "c");
      world.providersTime.release();
    }
  }

  // A call beside Temporal has the one place: while no activity runs, the server skips over waits.
  @ParameterizedTest
  @MethodSource("ownersAndModes")
  void tenHandBacksInWhichNobodyWasAskedLoseNoCall(RetryOwner owner, Ask.Mode mode) {
    AtomicReference<Runnable> onTenth = new AtomicReference<>();
    try (DurableWorld world = onePlace(onTenth)) {
      world.provider.always("b", pauses(Duration.ofSeconds(1)), says("Hi"), finishes());
      Thread other = Thread.startVirtualThread(() -> world.mainstay.chat(DurableWorld.QUESTION));
      await().until(() -> world.provider.asked().size() == 1);
      onTenth.set(() -> endOf(other, world));

      WorkflowStub run = world.start().begin(mode, oneAttempt(owner).withHandOver(Duration.ZERO));

      assertThat(run.getResult(String.class)).isEqualTo("Hi");
      assertThat(world.attempts(run)).containsExactly(11);
      assertThat(world.provider.asked()).containsExactly("b", "b");
    }
  }

  private static Stream<Arguments> ownersAndModes() {
    return Stream.of(RetryOwner.values())
        .flatMap(owner ->
            Stream.of(Ask.Mode.PLAIN, Ask.Mode.STREAMED).map(mode -> Arguments.of(owner, mode)));
  }

  private static CallPolicy oneAttempt(RetryOwner owner) {
    return CallPolicy.defaults().withOwner(owner).withPasses(1).withNumRetries(0);
  }

  private static DurableWorld onePlace(AtomicReference<Runnable> onTenth) {
    AtomicInteger handedBack = new AtomicInteger();
    return new DurableWorld(
        builder ->
            Mainstay.builder()
                .group("chat", Deployment.of("scripted/b").withMaxParallelRequests(1))
                .listener(event -> {
                  if (event instanceof CallEvent.CallFailed && handedBack.incrementAndGet() == 10) {
                    onTenth.get().run();
                  }
                }),
        worker -> worker);
  }

  private static void endOf(Thread call, DurableWorld world) {
    world.providersTime.release();
    try {
      call.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String get(WorkflowStub run, int seconds) {
    try {
      return run.getResult(seconds, TimeUnit.SECONDS, String.class);
    } catch (TimeoutException e) {
      throw new AssertionError("it got no slot", e);
    }
  }

  private static List<WorkflowStub> begin(DurableWorld world, CallPolicy policy) {
    world.provider.always("b", pauses(Duration.ofSeconds(1)), says("Hi"), finishes());
    world.start();
    return IntStream.range(0, CALLERS).mapToObj(i -> world.begin(Ask.Mode.PLAIN, policy)).toList();
  }

  private static DurableWorld crowded() {
    return new DurableWorld(
        builder ->
            Mainstay.builder()
                .group("chat", Deployment.of("scripted/b").withMaxParallelRequests(2))
                .group("free", Deployment.of("scripted/c")),
        worker -> worker);
  }
}
