package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.keepsAlive;
import static dev.mainstay.testing.ScriptedProvider.pauses;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.thinks;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.ChatStream;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.testing.ScriptedProvider.Action;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SEMANTICS 2.6: a connection that ends after 10 s or more of silence is silence, too, and a silent
 * provider is not asked twice.
 */
class SilenceTest {
  private final World world =
      new World().group("chat", "a").group("backup", "b").fallback("chat", "backup").chance(0);

  @ParameterizedTest
  @MethodSource("endings")
  void connectionThatEndsAfterTenSecondsOfSilenceIsNotAskedTwice(Mode mode, Failure ending) {
    world.provider.next("a", pauses(ofSeconds(10)), breaks(ending)).next("b", answer("Hi"));

    world.call(mode);

    assertThat(world.provider.asked()).containsExactly("a", "b");
    assertThat(world.time.elapsed()).isEqualTo(ofSeconds(10));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void connectionThatEndsSoonerIsAskedAgain(Mode mode, Failure ending) {
    world.provider.next("a", pauses(ofMillis(9_999)), breaks(ending)).next("a", answer("Hi"));

    world.call(mode);

    assertThat(world.provider.asked()).containsExactly("a", "a");
  }

  static Stream<Arguments> endings() {
    return Stream.of(Mode.values())
        .flatMap(mode ->
            Stream.of(Failures.connectionFailed(), Failures.truncated(), Failures.malformed())
                .map(ending -> Arguments.of(mode, ending)));
  }

  @ParameterizedTest
  @MethodSource("words")
  void errorThatTheProviderTellsIsNoSilenceHoweverLongItTook(Mode mode, Failure told) {
    world.provider.next("a", pauses(ofSeconds(30)), breaks(told)).next("a", answer("Hi"));

    world.call(mode);

    assertThat(world.provider.asked()).containsExactly("a", "a");
  }

  static Stream<Arguments> words() {
    Failure unreadable =
        new Failure.MalformedAnswer(FailureDetail.of("HTML").withQuoted("<html>busy</html>"));
    return Stream.of(Mode.values())
        .flatMap(mode ->
            Stream.of(Failures.serverError(), unreadable).map(told -> Arguments.of(mode, told)));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void onlyWhereThereIsNobodyElseTheSameIsAskedAgain(Mode mode) {
    World lone = new World().group("chat", "a").chance(0);
    lone.provider
        .next("a", pauses(ofSeconds(30)), breaks(Failures.connectionFailed()))
        .next("a", answer("Hi"));

    lone.call(mode);

    assertThat(lone.provider.asked()).containsExactly("a", "a");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void itIsNotGoneBackToEither(Mode mode) {
    World two = new World().group("chat", "a", "b").chance(0).retries(RetryPolicy.of(3));
    two.provider
        .next("a", pauses(ofSeconds(30)), breaks(Failures.truncated()))
        .always("b", breaks(Failures.serverError()));

    two.fail(mode);

    assertThat(two.provider.asked()).containsExactly("a", "b", "b", "b");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void countForTimeoutsIsObeyedWhereItIsSet(Mode mode) {
    world.retries(RetryPolicy.builder().onTimeout(1).build());
    world
        .provider
        .next("a", pauses(ofSeconds(30)), breaks(Failures.connectionFailed()))
        .next("a", answer("Hi"));

    world.call(mode);

    assertThat(world.provider.asked()).containsExactly("a", "a");
  }

  @Test
  void keepAlivesAreSilenceAndThoughtsAreNone() {
    Action still = pauses(ofSeconds(6));
    world
        .provider
        .next("a", keepsAlive(), still, thinks("hm"), still, breaks(Failures.connectionFailed()))
        .next("a", keepsAlive(), still, keepsAlive(), still, breaks(Failures.connectionFailed()))
        .next("b", answer("Hi"));

    world.call(Mode.STREAMED);

    assertThat(world.provider.asked()).containsExactly("a", "a", "b");
  }

  @Test
  void streamThatFallsSilentAndThenBreaksIsGoneOnWithElsewhere() {
    world
        .provider
        .next("a", says("The quick brown "), pauses(ofSeconds(10)), breaks(Failures.truncated()))
        .next("b", says("The quick brown fox."), finishes());

    assertThat(world.call(Mode.STREAMED).text()).isEqualTo("The quick brown fox.");
    assertThat(world.provider.asked()).containsExactly("a", "b");
  }

  @Test
  void callerWhoReadsSlowlyIsNoSilentProvider() {
    world
        .provider
        .next("a", says("The quick brown "), breaks(Failures.truncated()))
        .next("a", says("The quick brown fox."), finishes());

    try (ChatStream stream =
        world.engine().stream(ChatRequest.of("chat", "Hello"), CallOptions.none())) {
      stream.nextChunk();
      world.time.advance(ofSeconds(60));
      stream.forEach(event -> {});
    }

    assertThat(world.provider.asked()).containsExactly("a", "a");
  }

  /** A connection that ended after 30 s was asked three times once. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void silenceOfThirtySecondsCostsThirtySeconds(Mode mode) {
    world.provider.always("a", pauses(ofSeconds(30)), breaks(Failures.connectionFailed()));
    world.provider.always("b", answer("Hi"));

    world.call(mode);

    assertThat(world.time.elapsed()).isEqualTo(ofSeconds(30));
    assertThat(world.provider.asked()).isEqualTo(List.of("a", "b"));
  }

  /** SEMANTICS 2.6 and 2.7: with stream_timeout 10 the fallback answers within 15 s. */
  @Test
  void fallbackAnswersWithinFifteenSecondsWhereTheFirstTokenMayTakeTen() {
    World impatient =
        new World()
            .group("chat", d -> d.withStreamTimeout(ofSeconds(10)), "a")
            .group("backup", "b")
            .fallback("chat", "backup");
    impatient.provider.next("a", pauses(ofSeconds(20))).next("b", answer("Hi"));

    impatient.call(Mode.STREAMED);

    assertThat(impatient.provider.asked()).containsExactly("a", "b");
    assertThat(impatient.time.elapsed()).isEqualTo(ofSeconds(10));
  }
}
