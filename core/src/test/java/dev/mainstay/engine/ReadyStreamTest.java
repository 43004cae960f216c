package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.calls;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.pauses;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.ProviderStream.Step;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What is ready in a stream is what its reader need not wait for, and nothing else. */
class ReadyStreamTest extends StreamReading {
  private static final Duration LONG = Duration.ofSeconds(1);

  @Test
  void chunksThatCameTogetherAreReadyToTheEnd() {
    world.provider.next("a", says("Hel"), says("lo"), finishes());

    try (ChatStream stream = open()) {
      assertThat(stream.nextChunk()).map(ReadyStreamTest::text).contains("Hel");
      assertThat(stream.isReady()).isTrue();
      assertThat(stream.isReady()).isTrue();
      assertThat(stream.nextChunk()).map(ReadyStreamTest::text).contains("lo");
      assertThat(stream.isReady()).isTrue();
      assertThat(stream.nextChunk().orElseThrow().events()).containsExactly(finished());
      assertThat(stream.isReady()).isTrue();
      assertThat(stream.nextChunk()).isEmpty();
      assertThat(stream.isReady()).isTrue();
    }
  }

  @Test
  void nothingIsReadyWhileTheProviderPauses() {
    world.provider.next("a", says("Hel"), pauses(LONG), says("lo"), finishes());

    try (ChatStream stream = open()) {
      stream.nextChunk();

      assertThat(stream.isReady()).isFalse();
      assertThat(world.time.elapsed()).isZero();
      assertThat(stream.nextChunk()).map(ReadyStreamTest::text).contains("lo");
    }
  }

  @Test
  void whatIsHeldBackIsNotReady() {
    world.provider.next(
        "a", says("I look"), calls(0, "call_1", "look", "{\"at\":"), says(""), pauses(LONG));

    try (ChatStream stream = open()) {
      stream.nextChunk();
      while (stream.isReady()) {
        assertThat(stream.nextChunk().orElseThrow().hasOutput()).isFalse();
      }

      assertThat(world.time.elapsed()).isZero();
    }
  }

  @Test
  void breakIsNotReadySinceTheRestMayHaveToBeWaitedFor() {
    failing().provider.next("a", says("Hel"), breaks(Failures.truncated()));

    try (ChatStream stream = open()) {
      stream.nextChunk();

      assertThat(stream.isReady()).isFalse();
      assertThatThrownBy(stream::nextChunk).isInstanceOf(MainstayException.class);
      assertThat(stream.isReady()).isTrue();
    }
  }

  @Test
  void lookingAheadSaysNothingOfWhatTheReaderHas() {
    world.provider.next("a", says("Hel"), says("lo"), finishes());

    try (ChatStream stream = open()) {
      stream.nextChunk();
      stream.isReady();

      assertThat(stream.response().text()).isEqualTo("Hel");
    }
  }

  @Test
  void closedStreamIsReadyToSaySo() {
    world.provider.next("a", says("Hel"), pauses(LONG), says("lo"), finishes());
    ChatStream stream = open();
    stream.nextChunk();

    stream.close();

    assertThat(stream.isReady()).isTrue();
    assertThatThrownBy(stream::nextChunk).isInstanceOf(MainstayException.class);
    assertThat(world.time.elapsed()).isZero();
  }

  @Test
  void interruptOfALookAheadIsToldByTheNextRead() {
    ChatStream stream =
        lookingAhead(() -> {
          throw new InterruptedException();
        });

    assertThat(stream.isReady()).isTrue();

    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThatThrownBy(stream::nextChunk)
        .isInstanceOfSatisfying(
            MainstayException.class,
            e -> assertThat(e.failure()).isInstanceOf(Failure.Cancelled.class));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void whatAProviderThrowsAtALookAheadEndsTheCall() {
    IllegalStateException bug = new IllegalStateException("a bug");
    ChatStream stream =
        lookingAhead(() -> {
          throw bug;
        });

    assertThatThrownBy(stream::isReady).isSameAs(bug);

    assertThat(world.events.getLast()).isInstanceOf(CallEvent.CallFailed.class);
    assertThat(world.engine().underWay()).isZero();
    assertThat(stream.isReady()).isTrue();
    assertThatThrownBy(stream::nextChunk).isInstanceOf(MainstayException.class);
  }

  @Test
  void streamThatIsClosedDuringALookAheadIsLetGo() {
    List<ChatStream> opened = new ArrayList<>();
    opened.add(
        lookingAhead(() -> {
          Thread.ofVirtual().start(opened.getFirst()::close).join();
          return Optional.empty();
        }));

    opened.getFirst().isReady();

    assertThat(world.events.getLast()).isInstanceOf(CallEvent.CallFailed.class);
    assertThat(world.engine().underWay()).isZero();
  }

  /** A stream that has given its first chunk, and does so when somebody looks whether more came. */
  private ChatStream lookingAhead(Callable<Optional<Step>> look) {
    world.providers(deployment -> (asked, request, timeout) -> new LookedAt(world.time, look));
    ChatStream stream = open();
    stream.nextChunk();
    return stream;
  }

  /** Says one word; whoever looks ahead meets what the test wants, and who reads on waits. */
  private static final class LookedAt implements ProviderStream {
    private final ProviderStream said;
    private final Callable<Optional<Step>> look;

    LookedAt(TimeSource time, Callable<Optional<Step>> look) {
      this.said = ScriptedProvider.stream(time, says("Hel"), stalls());
      this.look = look;
    }

    @Override
    public Step next() throws InterruptedException {
      return said.next();
    }

    @Override
    public Optional<Step> poll() throws InterruptedException {
      try {
        return look.call();
      } catch (InterruptedException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void abort(Failure cause) {
      said.abort(cause);
    }

    @Override
    public void close() {
      said.close();
    }
  }

  private static String text(ChatChunk chunk) {
    return chunk.events().getFirst() instanceof TextDelta(String text) ? text : "";
  }
}
