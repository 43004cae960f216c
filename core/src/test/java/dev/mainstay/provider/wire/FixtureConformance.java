package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.time.ManualTime;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every recorded answer of a dialect, and those of every dialect, are read as their manifest says,
 * however their bytes arrive.
 */
public abstract class FixtureConformance {
  // So far apart are the splits of one reading, about one in an event; all readings together have
  // split at every byte.
  private static final int APART = 251;

  // The key of the one who was recorded.
  private static final String KEY = "bad-key-0123456789-test";

  // So short that it is looked for as a word by itself, and in no other spelling.
  private static final String SHORT_KEY = "k-1";

  private static final ChatRequest STREAMED = request(true);
  private static final ChatRequest PLAIN = request(false);

  private final FixtureSet set;

  protected FixtureConformance(FixtureSet set) {
    this.set = set;
  }

  /** The provider that speaks the dialect. */
  protected abstract Provider provider(Transport transport, TimeSource time);

  /** A deployment of it, without a key. */
  protected abstract Deployment deployment();

  @TestFactory
  Stream<DynamicTest> answerInOnePiece() {
    return answers().map(f -> dynamicTest(f.file(), () -> check(f, t -> t)));
  }

  @TestFactory
  Stream<DynamicTest> answerByteByByte() {
    return answers().map(f -> dynamicTest(f.file(), () -> check(f, ScriptedTransport::byteByByte)));
  }

  @TestFactory
  Stream<DynamicTest> answerSplitAtEveryByte() {
    return answers().map(f -> dynamicTest(f.file(), () -> splitEverywhere(f)));
  }

  private void splitEverywhere(Fixture fixture) {
    Recorded recorded = new Recorded(fixture);
    int length = recorded.body.length;
    Heard whole = recorded.hear(t -> t, fixture.isStream());
    FixtureCheck.check(fixture, whole);
    Recorded again = recorded.withKeyWhereItIsQuoted();
    for (int first = 1; first <= Math.min(APART, length - 1); first++) {
      int[] splits = IntStream.iterate(first, at -> at < length, at -> at + APART).toArray();
      Heard heard = again.hear(transport -> transport.splitAt(splits), fixture.isStream());
      // What is the same in all as what was found right is right.
      if (!heard.isSameAs(whole)) {
        FixtureCheck.check(fixture, heard);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> errorWithItsStatusIsTheSameForAStreamedCall() {
    return answers()
        .filter(f -> f.kind().equals("error"))
        .map(f ->
            dynamicTest(f.file(), () -> FixtureCheck.check(f, new Recorded(f).hear(t -> t, true))));
  }

  @TestFactory
  Stream<DynamicTest> plainAnswerToAStreamedCallIsToldInChunks() {
    return answers()
        .filter(f -> f.kind().equals("response"))
        .map(f ->
            dynamicTest(
                f.file(),
                () -> {
                  Heard heard = new Recorded(f).hear(t -> t, true);

                  // Only a plain call may do without a finish reason.
                  if (f.expected().text("finishReason").isEmpty()) {
                    assertThat(heard.failure).get().isInstanceOf(Failure.Truncated.class);
                    return;
                  }
                  FixtureCheck.check(f, heard);
                  assertThat(heard.chunks)
                      .allSatisfy(chunk ->
                          assertThat(chunk.text("object")).hasValue("chat.completion.chunk"));
                }));
  }

  /** SEMANTICS 0, the first thing that never happens. */
  @TestFactory
  Stream<DynamicTest> streamCutAtAnyByteIsNeverToldAsWholeBeforeItsEnd() {
    return answers()
        .filter(f -> f.kind().equals("stream"))
        .map(f -> dynamicTest(f.file(), () -> cutEverywhere(f)));
  }

  private void cutEverywhere(Fixture fixture) {
    Recorded recorded = shortened(new Recorded(fixture)).withKeyWhereItIsQuoted();
    Heard whole = recorded.hear(t -> t, true);
    assertThat(whole.isSuccess()).isTrue();
    for (int cut = 0; cut < recorded.body.length; cut++) {
      Heard heard = recorded.of(Arrays.copyOf(recorded.body, cut)).hear(t -> t, true);

      if (heard.isSuccess()) {
        assertThat(heard.finish).as("cut at %s", cut).isEqualTo(whole.finish).isPresent();
        assertThat(heard.text.toString()).as("cut at %s", cut).isEqualTo(whole.text.toString());
        assertThat(heard.toolCalls).as("cut at %s", cut).isEqualTo(whole.toolCalls);
      } else {
        assertThat(heard.failure)
            .get()
            .isInstanceOfAny(Failure.Truncated.class, Failure.MalformedAnswer.class);
      }
    }
  }

  private Recorded shortened(Recorded recorded) {
    Recorded shorter = recorded.of(RecordedEvents.withoutMoreOfTheSame(recorded.body));
    return shorter.hear(t -> t, true).isSuccess() ? shorter : recorded;
  }

  private Stream<Fixture> answers() {
    return Stream.of(set, FixtureSet.OF_EVERY_DIALECT).flatMap(FixtureSet::stream);
  }

  private void check(Fixture fixture, Function<ScriptedTransport, ScriptedTransport> split) {
    FixtureCheck.check(fixture, new Recorded(fixture).hear(split, fixture.isStream()));
  }

  private static ChatRequest request(boolean isStream) {
    return new ChatRequest(
        Json.parseObject(
            "{\"messages\":[],\"stream_options\":{\"include_usage\":true},\"stream\":"
                + isStream
                + "}"));
  }

  /** An answer that can be heard again and again. */
  private final class Recorded {
    private final HttpHead head;
    private final byte[] body;
    private final Deployment asked;

    Recorded(Fixture fixture) {
      this(fixture.head(), fixture.body(), deployment().withKey(KEY));
    }

    private Recorded(HttpHead head, byte[] body, Deployment asked) {
      this.head = head;
      this.body = body;
      this.asked = asked;
    }

    Recorded of(byte[] other) {
      return new Recorded(head, other, asked);
    }

    /**
     * To be heard hundreds of times, with the key where it is quoted. Where it is not, to look for
     * it in one piece and byte by byte is enough.
     */
    Recorded withKeyWhereItIsQuoted() {
      return new String(body, StandardCharsets.ISO_8859_1).contains(KEY)
          ? this
          : new Recorded(head, body, deployment().withKey(SHORT_KEY));
    }

    Heard hear(Function<ScriptedTransport, ScriptedTransport> split, boolean isStream) {
      ScriptedTransport transport =
          new ScriptedTransport(head, body, ScriptedTransport.Ending.CLOSED);
      return Heard.from(
          provider(split.apply(transport), new ManualTime(FixtureCheck.NOW))
              .open(asked, isStream ? STREAMED : PLAIN, Duration.ofSeconds(5)));
    }
  }
}
