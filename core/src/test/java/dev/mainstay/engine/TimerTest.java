package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.calls;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.keepsAlive;
import static dev.mainstay.testing.ScriptedProvider.pauses;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static dev.mainstay.testing.ScriptedProvider.thinks;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mainstay.call.CallTimeoutException;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.model.ChatEvent.RefusalDelta;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.testing.ScriptedProvider.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** SEMANTICS 2.6 and 2.7: what is too long, and what follows. */
class TimerTest {
  private final World world = new World().group("chat", "a").retries(RetryPolicy.of(0));

  @Test
  void streamWithoutOutputEndsAfterTenMinutes() {
    world.provider.next("a", stalls());

    MainstayException exception = world.fail(Mode.STREAMED);

    assertThat(phase(exception)).isEqualTo(TimeoutPhase.FIRST_TOKEN);
    assertThat(exception).isInstanceOf(CallTimeoutException.class);
    assertThat(world.time.elapsed()).isEqualTo(ofMinutes(10));
  }

  @Test
  void plainAnswerThatIsNotWholeEndsAfterTenMinutesHoweverMuchHasCome() {
    world.provider.next("a", says("He"), pauses(ofMinutes(9)), says("llo"), stalls());

    MainstayException exception = world.fail(Mode.PLAIN);

    assertThat(phase(exception)).isEqualTo(TimeoutPhase.ATTEMPT);
    assertThat(exception.partial()).isEmpty();
    assertThat(world.time.elapsed()).isEqualTo(ofMinutes(10));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void withSomewhereElseToGoPatienceIsShorter(Mode mode) {
    world.group("backup", "b").fallback("chat", "backup");
    world.provider.next("a", stalls()).next("b", answer("Hi"));

    world.call(mode);

    assertThat(world.time.elapsed()).isEqualTo(ofSeconds(280));
  }

  @Test
  void limitOfAnAttemptDoesNotBindAStreamThatHasOutput() {
    world
        .timeouts(Timeouts.defaults().withAttempt(ofSeconds(10)))
        .provider
        .next(
            "a",
            says("He"),
            pauses(ofSeconds(9)),
            says("ll"),
            pauses(ofMinutes(1)),
            says("o"),
            finishes());

    assertThat(world.call(Mode.STREAMED).text()).isEqualTo("Hello");
  }

  @Test
  void streamThatFallsSilentEndsAfterTwoMinutesWithWhatHasCome() {
    world.provider.next("a", says("Hel"), says("lo"), stalls());

    MainstayException exception = world.fail(Mode.STREAMED);

    assertThat(phase(exception)).isEqualTo(TimeoutPhase.IDLE);
    assertThat(exception.partial().orElseThrow().text()).isEqualTo("Hello");
    assertThat(exception.partial().orElseThrow().finishReason()).isEmpty();
    assertThat(world.time.elapsed()).isEqualTo(ofMinutes(2));
  }

  @Test
  void keepAlivesAreNoOutput() {
    world.provider.next(
        "a", says("Hi"), pauses(ofSeconds(70)), keepsAlive(), pauses(ofSeconds(70)), says("!"));

    MainstayException exception = world.fail(Mode.STREAMED);

    assertThat(phase(exception)).isEqualTo(TimeoutPhase.IDLE);
    assertThat(world.time.elapsed()).isEqualTo(ofMinutes(2));
  }

  @Test
  void keepAlivesBeforeTheFirstOutputAreNoneEither() {
    Action pause = pauses(ofSeconds(100));
    world.provider.next("a", pause, keepsAlive(), pause, keepsAlive(), pause, keepsAlive(), pause);

    MainstayException exception =
        world.fail(Mode.STREAMED, CallOptions.none().withStreamTimeout(ofSeconds(250)));

    assertThat(phase(exception)).isEqualTo(TimeoutPhase.FIRST_TOKEN);
    assertThat(exception)
        .hasMessageContaining(
            "no output within 250.0 s; to wait longer, set Timeouts.withFirstToken");
    assertThat(world.time.elapsed()).isEqualTo(ofSeconds(250));
  }

  @Test
  void modelThatReasonsAndFallsSilentIsGivenNoMore() {
    world.provider.next("a", thinks("Hmm"), pauses(ofMinutes(4)), thinks("Well"), stalls());

    MainstayException exception = world.fail(Mode.STREAMED);

    assertThat(phase(exception)).isEqualTo(TimeoutPhase.IDLE);
    assertThat(world.time.elapsed()).isEqualTo(ofMinutes(14));
  }

  @Test
  void modelThatReasonsIsGivenTheTimeOfAFirstToken() {
    world.provider.next("a", thinks("Hmm"), pauses(ofMinutes(9)), says("Hi"), finishes());

    assertThat(world.call(Mode.STREAMED).text()).isEqualTo("Hi");
  }

  @Test
  void toolCallsThatAreHeldBackAreOutputForTheTimers() {
    world.provider.next(
        "a",
        calls(0, "c1", "f", ""),
        pauses(ofSeconds(110)),
        calls(0, "", "", "{}"),
        pauses(ofSeconds(110)),
        finishes());

    assertThat(world.call(Mode.STREAMED).toolCalls()).hasSize(1);
  }

  @Test
  void refusalIsOutputForTheTimers() {
    Action word = says(new RefusalDelta("I "));
    Action pause = pauses(ofSeconds(110));
    world.provider.next(
        "a",
        word,
        pause,
        word,
        pause,
        word,
        pause,
        word,
        pause,
        word,
        pause,
        word,
        pause,
        finishes());

    assertThat(world.call(Mode.STREAMED).choice().refusal()).isEqualTo("I ".repeat(6));
  }

  @Test
  void toolCallsThatStallAreAskedForAgain() {
    World two = new World().group("chat", "a").retries(RetryPolicy.of(1));
    two.provider
        .next("a", calls(0, "c1", "f", "{"), stalls())
        .next("a", calls(0, "c2", "f", "{}"), finishes());

    ChatResponse response = two.call(Mode.STREAMED);

    assertThat(response.toolCalls()).singleElement().extracting("id").isEqualTo("c2");
  }

  @Test
  void streamThatHasFinishedIsNotWaitedForLong() {
    world.provider.next("a", says("H"), says("i"), finishes(), stalls());

    assertThat(world.call(Mode.STREAMED).text()).isEqualTo("Hi");
    assertThat(world.time.elapsed()).isEqualTo(ofSeconds(5));
  }

  @Test
  void callerWhoReadsSlowlyIsNoSilentProvider() {
    world.provider.next("a", says("Hel"), pauses(ofSeconds(60)), says("lo"), finishes());

    try (ChatStream stream =
        world.engine().stream(ChatRequest.of("chat", "Hello"), CallOptions.none())) {
      stream.nextChunk();
      world.time.advance(Duration.ofHours(1));
      stream.forEach(event -> {});

      assertThat(stream.response().text()).isEqualTo("Hello");
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void oneDeadlineIsOverAttemptsAndWaits(Mode mode) {
    World patient = new World().group("chat", "a").retries(RetryPolicy.of(9));
    patient
        .provider
        .next("a", breaks(Failures.serverError()))
        .next("a", pauses(ofSeconds(3)), breaks(Failures.serverError()))
        .next("a", stalls());

    MainstayException exception = patient.fail(mode, CallOptions.none().withTimeout(ofSeconds(8)));

    assertThat(phase(exception)).isEqualTo(TimeoutPhase.TOTAL);
    assertThat(exception.failure().message())
        .isEqualTo("the call was not over within its timeout of 8.0 s");
    assertThat(exception.getSuppressed()).hasSize(2);
    assertThat(patient.time.elapsed()).isEqualTo(ofSeconds(8));
  }

  @Test
  void deadlineHoldsToTheVeryEndOfAStream() {
    world.provider.next(
        "a", says("Hel"), pauses(ofSeconds(5)), says("lo"), pauses(ofSeconds(5)), finishes());

    MainstayException exception =
        world.fail(Mode.STREAMED, CallOptions.none().withTimeout(ofSeconds(8)));

    assertThat(phase(exception)).isEqualTo(TimeoutPhase.TOTAL);
    assertThat(exception.partial().orElseThrow().text()).isEqualTo("Hello");
    assertThat(world.time.elapsed()).isEqualTo(ofSeconds(8));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void limitUntilOutputBindsAllAttemptsTogether(Mode mode) {
    World bounded = new World().group("chat", "a").retries(RetryPolicy.of(5));
    bounded.timeouts(Timeouts.defaults().withUntilOutput(ofSeconds(700)));
    bounded.provider.always("a", stalls());

    MainstayException exception = bounded.fail(mode);

    assertThat(phase(exception)).isEqualTo(TimeoutPhase.UNTIL_OUTPUT);
    assertThat(bounded.provider.asked()).hasSize(2);
    assertThat(bounded.time.elapsed()).isEqualTo(ofSeconds(700));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void limitUntilOutputIsWhatTheCallerIsToldAlsoInAFallback(Mode mode) {
    world.group("backup", "b").fallback("chat", "backup");
    world.timeouts(Timeouts.defaults().withUntilOutput(ofSeconds(100)));
    world.provider.next("a", breaks(Failures.quota())).next("b", stalls());

    MainstayException exception = world.fail(mode);

    assertThat(phase(exception)).isEqualTo(TimeoutPhase.UNTIL_OUTPUT);
    assertThat(exception.getSuppressed()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void silentProviderIsNotAskedTwiceWhereThereIsAnother(Mode mode) {
    World two = new World().group("chat", "a", "b").chance(0).retries(RetryPolicy.of(5));
    two.provider
        .next("a", stalls())
        .next("b", breaks(Failures.serverError()))
        .next("b", answer("Hi"));

    two.call(mode);

    assertThat(two.provider.asked()).containsExactly("a", "b", "b");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void silentProviderWithoutAnotherGivesWayToTheFallback(Mode mode) {
    World two = new World().group("chat", "a").group("backup", "b").fallback("chat", "backup");
    two.provider.next("a", breaks(Failures.providerTimeout())).next("b", answer("Hi"));

    two.call(mode);

    assertThat(two.provider.asked()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void silentProviderWithNoOtherIsAskedAgain(Mode mode) {
    World one = new World().group("chat", "a");
    one.provider.next("a", stalls()).next("a", answer("Hi"));

    assertThat(one.call(mode).text()).isEqualTo("Hi");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void countForTimeoutsIsObeyedWhereItIsSet(Mode mode) {
    World two = new World().group("chat", "a").group("backup", "b").fallback("chat", "backup");
    two.retries(RetryPolicy.builder().onTimeout(1).build());
    two.provider
        .next("a", breaks(Failures.providerTimeout()))
        .next("a", breaks(Failures.providerTimeout()))
        .next("b", answer("Hi"));

    two.call(mode);

    assertThat(two.provider.asked()).containsExactly("a", "a", "b");
  }

  private static TimeoutPhase phase(MainstayException exception) {
    return ((Failure.TimedOut) exception.failure()).phase();
  }

  /** SEMANTICS 1: a timer that the request itself set never counts. */
  @ParameterizedTest
  @MethodSource("wishes")
  void timerThatTheRequestSetNeverCoolsTheDeploymentDown(CallOptions wish, Action[] silence) {
    world.group("backup", "b").fallback("chat", "backup");
    world.provider.always("a", silence).always("b", answer("Hi"));

    for (int i = 0; i < 10; i++) {
      ChatRequest request = ChatRequest.of("chat", "Hello");
      assertThat(askedFirst(() -> drain(world.engine().stream(request, wish)))).isEqualTo("a");
    }
  }

  static Stream<Arguments> wishes() {
    CallOptions none = CallOptions.none();
    return Stream.of(
        Arguments.of(none.withStreamTimeout(ofSeconds(1)), new Action[] {stalls()}),
        Arguments.of(none.withStreamTimeout(ofSeconds(1)), new Action[] {says("Hel"), stalls()}),
        Arguments.of(none.withTimeout(ofSeconds(1)), new Action[] {stalls()}),
        Arguments.of(none.withTimeout(ofSeconds(1)), new Action[] {says("Hel"), stalls()}));
  }

  /** SEMANTICS 3.3: what the configuration finds too long, counts. */
  @Test
  void timerThatTheConfigurationSetCoolsTheDeploymentDown() {
    world.group("backup", "b").fallback("chat", "backup");
    world.provider.always("a", stalls()).always("b", answer("Hi"));

    List<String> first = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      first.add(askedFirst(() -> world.call(Mode.STREAMED)));
    }

    assertThat(first).containsExactly("a", "a", "a", "b");
  }

  @Test
  void timerThatTheConfigurationSetDoesSoThoughTheRequestSetALongerOne() {
    World two =
        new World()
            .group("chat", d -> d.withTimeout(ofSeconds(1)), "a")
            .group("backup", "b")
            .fallback("chat", "backup");
    two.provider.always("a", stalls()).always("b", answer("Hi"));

    for (int i = 0; i < 4; i++) {
      two.call(Mode.STREAMED, CallOptions.none().withStreamTimeout(ofSeconds(9)));
    }

    assertThat(two.provider.asked()).containsExactly("a", "b", "a", "b", "a", "b", "b");
  }

  private String askedFirst(ThrowingCallable call) {
    int before = world.provider.asked().size();
    Throwable unused = catchThrowable(call);
    return world.provider.asked().get(before);
  }

  private static void drain(ChatStream stream) {
    try (stream) {
      stream.forEach(event -> {});
    }
  }
}
