package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.calls;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.pauses;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent.TextDelta;
import java.time.Duration;
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

  private static String text(ChatChunk chunk) {
    return chunk.events().getFirst() instanceof TextDelta(String text) ? text : "";
  }
}
