package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mainstay.call.ChatStream;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SEMANTICS 0 and 4.2: a stream that throws where it is to be ended is ended all the same. */
class ThrownAtTheEndTest {
  private static final CallOptions TIMED = CallOptions.none().withTimeout(ofSeconds(300));

  private final World world =
      new World()
          .group("chat", d -> d.withMaxParallelRequests(1), "a")
          .budget(RetryBudget.unlimited());

  @Test
  void streamIsClosedThatCannotEvenBeAborted() {
    world.provider.next("a", answer("never"));
    IllegalStateException bug = new IllegalStateException("abort");
    List<String> done = new ArrayList<>();
    world.providers(deployment ->
        (d, request, connect) -> {
          world.time.advance(ofSeconds(400));
          return new Unabortable(world.provider.open(d, request, connect), done, bug);
        });

    assertThat(catchThrowable(() -> world.call(Mode.PLAIN, TIMED))).isSameAs(bug);

    assertThat(done).containsExactly("abort", "close");
    WhatIsLeft.requireNothing(world);
  }

  @Test
  void closingAStreamThatCannotBeAbortedKeepsNothingOfIt() {
    world.provider.next("a", says("Hello"), stalls());
    IllegalStateException bug = new IllegalStateException("abort");
    List<String> done = new ArrayList<>();
    world.providers(deployment ->
        (d, request, connect) ->
            new Unabortable(world.provider.open(d, request, connect), done, bug));
    ChatStream stream = open();

    assertThat(catchThrowable(stream::close)).isSameAs(bug);

    assertThat(done).contains("abort", "close");
    WhatIsLeft.requireNothing(world);
  }

  @Test
  void closingTheEngineEndsEveryCallThoughOneCannotBeAborted() {
    World many = new World().group("chat", "a");
    IllegalStateException bug = new IllegalStateException("abort");
    List<String> done = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      many.provider.next("a", says("Hello"), stalls());
    }
    many.providers(deployment ->
        (d, request, connect) ->
            new Unabortable(many.provider.open(d, request, connect), done, bug));
    for (int i = 0; i < 3; i++) {
      ChatStream unused = many.engine().stream(ChatRequest.of("chat", "Hello"), TIMED);
    }

    assertThat(catchThrowable(many.engine()::close)).isSameAs(bug);

    assertThat(done).containsExactly("abort", "abort", "abort");
  }

  @Test
  void whatALaterCloseThrowsIsKeptBesideWhatWasThrownFirst() {
    world.provider.next("a", says("Hello"), finishes());
    IllegalStateException first = new IllegalStateException("read");
    IllegalStateException second = new IllegalStateException("close");
    world.providers(deployment -> throwing(first, second));

    assertThat(catchThrowable(() -> world.call(Mode.PLAIN, TIMED))).isSameAs(first);

    assertThat(first.getSuppressed()).containsExactly(second);
    WhatIsLeft.requireNothing(world);
  }

  /** A stream that cannot be aborted. */
  private record Unabortable(ProviderStream sound, List<String> done, RuntimeException bug)
      implements ProviderStream {
    @Override
    public Step next() throws InterruptedException {
      return sound.next();
    }

    @Override
    public void abort(Failure cause) {
      done.add("abort");
      throw bug;
    }

    @Override
    public void close() {
      done.add("close");
      sound.close();
    }
  }

  private Provider throwing(RuntimeException atRead, RuntimeException atClose) {
    return (deployment, request, connect) -> {
      ProviderStream sound = world.provider.open(deployment, request, connect);
      return new ProviderStream() {
        @Override
        public Step next() {
          throw atRead;
        }

        @Override
        public void abort(Failure cause) {}

        @Override
        public void close() {
          sound.close();
          throw atClose;
        }
      };
    };
  }

  private ChatStream open() {
    return world.engine().stream(ChatRequest.of("chat", "Hello"), TIMED);
  }
}
