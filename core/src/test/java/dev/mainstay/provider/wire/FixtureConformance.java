package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.time.ManualTime;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Transport;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every recorded exchange of a dialect that does not speak OpenAI's JSON is read as its manifest
 * says, however its bytes arrive.
 */
public abstract class FixtureConformance {
  private static final int OF_EVERY_DIALECT = 8;

  private final String api;
  private final int answers;

  /**
   * @param api the dialect's name in the manifest
   * @param answers how many recorded answers it has there
   */
  protected FixtureConformance(String api, int answers) {
    this.api = api;
    this.answers = answers;
  }

  /** The provider that speaks the dialect. */
  protected abstract Provider provider(Transport transport, TimeSource time);

  /** A deployment of it, without a key. */
  protected abstract Deployment deployment();

  @Test
  void everyFixtureOfTheDialectIsTried() {
    requireFixtures();

    assertThat(answers()).hasSize(answers + OF_EVERY_DIALECT);
  }

  @TestFactory
  Stream<DynamicTest> answerInOnePiece() {
    requireFixtures();
    return answers().map(f -> dynamicTest(f.file(), () -> check(f, t -> t)));
  }

  @TestFactory
  Stream<DynamicTest> answerByteByByte() {
    requireFixtures();
    return answers().map(f -> dynamicTest(f.file(), () -> check(f, ScriptedTransport::byteByByte)));
  }

  @TestFactory
  Stream<DynamicTest> answerSplitAnywhere() {
    requireFixtures();
    return answers()
        .map(f ->
            dynamicTest(
                f.file(),
                () ->
                    IntStream.range(1, f.body().length)
                        .forEach(at -> check(f, t -> t.splitAt(at)))));
  }

  @TestFactory
  Stream<DynamicTest> errorWithItsStatusIsTheSameForAStreamedCall() {
    requireFixtures();
    return answers()
        .filter(f -> f.kind().equals("error"))
        .map(f ->
            dynamicTest(f.file(), () -> FixtureCheck.check(f, hear(f, f.body(), t -> t, true))));
  }

  @TestFactory
  Stream<DynamicTest> plainAnswerToAStreamedCallIsToldInChunks() {
    requireFixtures();
    return answers()
        .filter(f -> f.kind().equals("response"))
        .map(f ->
            dynamicTest(
                f.file(),
                () -> {
                  Heard heard = hear(f, f.body(), t -> t, true);

                  FixtureCheck.check(f, heard);
                  assertThat(heard.chunks)
                      .allSatisfy(chunk ->
                          assertThat(chunk.text("object")).hasValue("chat.completion.chunk"));
                }));
  }

  /** SEMANTICS 0, the first thing that never happens. */
  @TestFactory
  Stream<DynamicTest> streamCutAtAnyByteIsNeverToldAsWholeBeforeItsEnd() {
    requireFixtures();
    return answers()
        .filter(f -> f.kind().equals("stream"))
        .map(f -> dynamicTest(f.file(), () -> cutEverywhere(f)));
  }

  private void cutEverywhere(Fixture fixture) {
    byte[] body = fixture.body();
    Heard whole = hear(fixture, body, t -> t, true);
    for (int cut = 0; cut < body.length; cut++) {
      Heard heard = hear(fixture, Arrays.copyOf(body, cut), t -> t, true);

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

  private Stream<Fixture> answers() {
    return Stream.of(api, "any")
        .flatMap(name -> Fixture.of(name).stream())
        .filter(fixture -> !fixture.isRequest());
  }

  private static void requireFixtures() {
    if (Fixture.home().isEmpty()) {
      abort("skipped: the system property mainstay.fixtures names no folder with a manifest.json");
    }
  }

  private void check(Fixture fixture, Function<ScriptedTransport, ScriptedTransport> split) {
    FixtureCheck.check(fixture, hear(fixture, fixture.body(), split, fixture.isStream()));
  }

  private Heard hear(
      Fixture fixture,
      byte[] body,
      Function<ScriptedTransport, ScriptedTransport> split,
      boolean isStream) {
    ScriptedTransport transport =
        new ScriptedTransport(fixture.head(), body, ScriptedTransport.Ending.CLOSED);
    ChatRequest request =
        new ChatRequest(
            Json.parseObject(
                "{\"messages\":[],\"stream_options\":{\"include_usage\":true},\"stream\":"
                    + isStream
                    + "}"));
    return Heard.from(
        provider(split.apply(transport), new ManualTime(FixtureCheck.NOW))
            .open(deployment().withKey("bad-key-0123456789-test"), request, Duration.ofSeconds(5)));
  }
}
