package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Prefill;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.testing.ScriptedProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SEMANTICS 0 and 4.2: whatever somebody's code throws in a call, its place, connection and timers
 * are given back, and its story ends once.
 */
class ThrownAnywhereTest {
  private static final CallOptions TIMED = CallOptions.none().withTimeout(ofSeconds(300));

  private final World world =
      new World()
          .group("chat", d -> d.withMaxParallelRequests(1), "a")
          .budget(RetryBudget.unlimited());

  /** What code may throw, declared or not. */
  enum Thrown {
    EXCEPTION(new IllegalStateException("bug with sk-secret")),
    ERROR(new AssertionError("bug with sk-secret")),
    CHECKED(new IOException("bug with sk-secret")),
    // Of another call, made inside this one.
    ANOTHER_CALLS_END(anothersEnd());

    private final Throwable it;

    Thrown(Throwable it) {
      this.it = it;
    }

    <T> T raise() {
      return ThrownAnywhereTest.<T, RuntimeException>raise(it);
    }
  }

  /** Where in a provider's code it is thrown. */
  enum Place {
    OPEN,
    FIRST_READ,
    LATER_READ,
    CLOSE_AFTER_FAILURE,
    CLOSE_AFTER_SUCCESS,
    PLAN_OF_RECOVERY,
    OPEN_IN_RECOVERY,
    DICE
  }

  static Stream<Arguments> places() {
    return Stream.of(Place.values())
        .flatMap(place -> Stream.of(Thrown.values()).map(thrown -> Arguments.of(place, thrown)));
  }

  @ParameterizedTest
  @MethodSource("places")
  void streamIsOverAndKeepsNothingWhateverIsThrown(Place place, Thrown thrown) {
    script(place);
    Faulty faulty = new Faulty(world.provider, place, thrown);
    world.providers(deployment -> faulty).dice(faulty::dice);

    // Without a close: who met the exception has nothing left to do.
    Throwable met = catchThrowable(this::readAll);

    assertThat(met).isSameAs(thrown.it);
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @MethodSource("places")
  void plainCallIsOverAndKeepsNothingWhateverIsThrown(Place place, Thrown thrown) {
    script(place);
    Faulty faulty = new Faulty(world.provider, place, thrown);
    world.providers(deployment -> faulty).dice(faulty::dice);

    Throwable met = catchThrowable(() -> world.call(Mode.PLAIN, TIMED));

    assertThat(met).isIn(thrown.it, null);
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @EnumSource(Thrown.class)
  void streamThatCrashedStaysBroken(Thrown thrown) {
    script(Place.LATER_READ);
    world.providers(deployment -> new Faulty(world.provider, Place.LATER_READ, thrown));
    List<Object> read = new ArrayList<>();
    ChatStream stream = open();
    assertThat(catchThrowable(() -> stream.forEach(read::add))).isSameAs(thrown.it);

    assertThatThrownBy(stream::nextChunk)
        .isInstanceOfSatisfying(
            MainstayException.class,
            e -> {
              if (thrown != Thrown.ANOTHER_CALLS_END) {
                assertThat(e.partial().orElseThrow().text()).isEqualTo("Hel");
                assertThat(e).hasMessageNotContaining("sk-secret");
              }
            });
  }

  @ParameterizedTest
  @EnumSource(Thrown.class)
  void listenerThatThrowsAtEveryEventEndsNoCallAndIsCounted(Thrown thrown) {
    AtomicInteger told = new AtomicInteger();
    world
        .group("backup", "b")
        .fallback("chat", "backup")
        .listener(event -> {
          told.incrementAndGet();
          thrown.raise();
        });
    for (Mode mode : Mode.values()) {
      world
          .provider
          .next("a", breaks(Failures.serverError()))
          .next("a", breaks(Failures.quota()))
          .next("b", answer("Hi"));

      assertThat(world.call(mode).text()).isEqualTo("Hi");
      WhatIsLeft.requireNothing(world);
      world.events.clear();
      world.time.advance(ofSeconds(3600));
    }
    assertThat(world.listeners().failures()).isEqualTo(told.get());
  }

  @Test
  void interruptThatAListenerMetEndsTheCall() {
    world.provider.next("a", breaks(Failures.serverError())).next("a", answer("never"));
    world.listener(event -> raise(new InterruptedException()));

    MainstayException exception = world.fail(Mode.PLAIN);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(exception.failure()).isInstanceOf(Failure.Cancelled.class);
  }

  private void script(Place place) {
    switch (place) {
      case OPEN, FIRST_READ, LATER_READ, CLOSE_AFTER_SUCCESS ->
          world.provider.next("a", says("Hel"), says("lo"), finishes());
      case CLOSE_AFTER_FAILURE, DICE ->
          world.provider.next("a", breaks(Failures.serverError())).next("a", answer("Hello"));
      case PLAN_OF_RECOVERY, OPEN_IN_RECOVERY ->
          world
              .provider
              .next("a", says("Hello"), breaks(Failures.connectionFailed()))
              .next("a", answer("Hello again"));
    }
  }

  private void assertNothingIsLeft() {
    WhatIsLeft.requireNothing(world);
    world.provider.always("a", answer("next"));
    assertThat(world.call(Mode.STREAMED).text()).isNotEmpty();
  }

  private void readAll() {
    open().forEach(event -> {});
  }

  private ChatStream open() {
    return world.engine().stream(ChatRequest.of("chat", "Hello"), TIMED);
  }

  /** The scripted provider, but for one thing it throws, once. */
  private static final class Faulty implements Provider {
    private final ScriptedProvider sound;
    private final Place place;
    private final Thrown thrown;
    private final Set<Place> met = EnumSet.noneOf(Place.class);
    private boolean hasThrown;

    Faulty(ScriptedProvider sound, Place place, Thrown thrown) {
      this.sound = sound;
      this.place = place;
      this.thrown = thrown;
    }

    long dice() {
      at(Place.DICE);
      return 0;
    }

    @Override
    public ProviderStream open(Deployment deployment, ChatRequest request, Duration connect) {
      at(met.contains(Place.OPEN) ? Place.OPEN_IN_RECOVERY : Place.OPEN);
      return new Stream(sound.open(deployment, request, connect));
    }

    @Override
    public Prefill prefill(Deployment deployment) {
      at(Place.PLAN_OF_RECOVERY);
      return sound.prefill(deployment);
    }

    private void at(Place reached) {
      met.add(reached);
      if (reached == place && !hasThrown) {
        hasThrown = true;
        thrown.raise();
      }
    }

    private final class Stream implements ProviderStream {
      private final ProviderStream sound;
      private Step last = new End();

      Stream(ProviderStream sound) {
        this.sound = sound;
      }

      @Override
      public Step next() throws InterruptedException {
        at(met.contains(Place.FIRST_READ) ? Place.LATER_READ : Place.FIRST_READ);
        last = sound.next();
        return last;
      }

      @Override
      public void abort(Failure cause) {
        sound.abort(cause);
      }

      @Override
      public void close() {
        sound.close();
        at(last instanceof Broken ? Place.CLOSE_AFTER_FAILURE : Place.CLOSE_AFTER_SUCCESS);
      }
    }
  }

  private static Throwable anothersEnd() {
    World another = new World().group("x", "y");
    another.provider.next("y", breaks(Failures.badRequest()));
    return another.fail(Mode.PLAIN);
  }

  @SuppressWarnings("unchecked")
  private static <T, E extends Throwable> T raise(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
