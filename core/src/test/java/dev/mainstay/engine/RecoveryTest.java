package dev.mainstay.engine;

import static dev.mainstay.engine.BrokenTale.ANCHOR;
import static dev.mainstay.engine.BrokenTale.FIRST;
import static dev.mainstay.engine.BrokenTale.REST;
import static dev.mainstay.engine.BrokenTale.chunks;
import static dev.mainstay.engine.BrokenTale.continues;
import static dev.mainstay.engine.BrokenTale.read;
import static dev.mainstay.engine.BrokenTale.text;
import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.calls;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.call.Recovery;
import dev.mainstay.call.RecoveryForm;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.Restarted;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Message;
import dev.mainstay.model.Prefill;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.stream.Accumulator;
import dev.mainstay.text.TokenEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SEMANTICS 6.2 to 6.5 and 6.7: which streams that break after output go on, and how, through the
 * one loop.
 */
class RecoveryTest {
  private final World world = new World().group("chat", "a").chance(0.5);

  @Test
  void brokenStreamGoesOnAsOneWholeAnswer() {
    world
        .provider
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next(
            "a",
            says("Once upon a "),
            says("time there was a king who "),
            says("had three sons."),
            finishes());

    List<ChatEvent> seen = read(world);

    assertThat(text(seen)).isEqualTo(FIRST + REST);
    assertThat(seen).filteredOn(Finished.class::isInstance).hasSize(1);
    assertThat(seen.getLast()).isInstanceOf(UsageReported.class);
  }

  @Test
  void secondAnswerInTheSameStreamBreaksTheFirst() {
    world
        .provider
        .next("a", says(FIRST), says(new Restarted()), says("A quite other story."), finishes())
        .next("a", continues());

    List<ChatEvent> seen = read(world);

    assertThat(text(seen)).isEqualTo(FIRST + REST);
    assertThat(seen).noneMatch(Restarted.class::isInstance);
  }

  /** As where a deployment's defaults ask for them; what would go on is one of them alone. */
  @Test
  void breakOfSeveralAnswersIsFinalWhoeverAskedForThem() {
    world
        .provider
        .next(
            "a",
            says(FIRST),
            says(new OtherChoice(1, new TextDelta("Another"))),
            breaks(Failures.truncated()))
        .next("a", continues());

    MainstayException broken = catchThrowableOfType(MainstayException.class, () -> read(world));

    assertThat(broken.failure()).isInstanceOf(Failure.Truncated.class);
    assertThat(world.provider.requests()).hasSize(1);
  }

  @Test
  void nextIsAskedWithTheTextSoFarAndToRepeatItsEnd() {
    world.provider.next("a", says(FIRST), breaks(Failures.truncated())).next("a", continues());

    read(world);

    List<Message> messages = world.provider.requests().getLast().messages();
    assertThat(messages).extracting(Message::role).containsExactly("user", "assistant", "user");
    assertThat(messages.getFirst()).isEqualTo(Message.user("Hello"));
    assertThat(messages.get(1).text()).isEqualTo(FIRST);
    assertThat(messages.getLast().text()).contains(ANCHOR);
  }

  static List<Failure> breakages() {
    return List.of(
        Failures.truncated(),
        Failures.connectionFailed(),
        Failures.serverError(),
        Failures.malformed(),
        Failures.rateLimited(),
        Failures.overloaded(),
        Failures.quota(),
        Failures.unauthenticated());
  }

  @ParameterizedTest
  @MethodSource("breakages")
  void everyFailureThatMayBeRetriedOrTakenElsewhereIsRecovered(Failure breakage) {
    World two = new World().group("chat", "a").group("backup", "b").fallback("chat", "backup");
    two.provider.next("a", says(FIRST), breaks(breakage)).always("a", continues());
    two.provider.always("b", continues());

    assertThat(two.call(Mode.STREAMED).text()).isEqualTo(FIRST + REST);
  }

  @Test
  void breakBehindMoreThanIsKeptIsFinal() {
    world.provider.next(
        "a", says("x".repeat(Accumulator.MAX_KEPT + 1)), breaks(Failures.truncated()));

    MainstayException exception = world.fail(Mode.STREAMED);

    assertThat(exception.failure()).isEqualTo(Failures.truncated());
    assertThat(world.provider.asked()).hasSize(1);
  }

  static List<Failure> finals() {
    return List.of(Failures.badRequest(), Failures.unprocessable(), Failures.contentPolicy());
  }

  @ParameterizedTest
  @MethodSource("finals")
  void whatBlamesTheRequestIsFinal(Failure breakage) {
    World two =
        new World()
            .group("chat", "a")
            .group("backup", "b")
            .fallback("chat", "backup")
            .fallbacks(f -> f.withContentPolicy(Map.of("chat", List.of("backup"))));
    two.provider.next("a", says(FIRST), breaks(breakage));

    MainstayException exception = two.fail(Mode.STREAMED);

    assertThat(exception.failure()).isEqualTo(breakage);
    assertThat(exception.partial().orElseThrow().text()).isEqualTo(FIRST);
    assertThat(two.provider.asked()).containsExactly("a");
  }

  @Test
  void secondAndThirdBreakAreRecoveredToo() {
    world
        .provider
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("a", says(FIRST + "who had "), breaks(Failures.connectionFailed()))
        .next("a", says(FIRST + "who had three "), breaks(Failures.connectionFailed()));
    World patient = world.retries(RetryPolicy.of(3));
    world.provider.next("a", says(FIRST + REST), finishes());

    ChatResponse response = patient.call(Mode.STREAMED);

    assertThat(response.text()).isEqualTo(FIRST + REST);
    assertThat(response.metadata().recoveries()).hasSize(3);
  }

  @Test
  void recoveriesCountAsRetries() {
    world
        .provider
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("a", says(FIRST + "who "), breaks(Failures.truncated()))
        .next("a", says(FIRST + "who had "), breaks(Failures.connectionFailed()));

    MainstayException exception = world.fail(Mode.STREAMED);

    assertThat(exception.failure()).isEqualTo(Failures.connectionFailed());
    assertThat(exception.partial().orElseThrow().text()).isEqualTo(FIRST + "who had ");
    assertThat(world.provider.asked()).hasSize(3);
  }

  @Test
  void answerThatDoesNotBelongIsNeverShownAndTheBreakItselfIsTold() {
    world
        .provider
        .next("a", says(FIRST), breaks(Failures.connectionFailed()))
        .always("a", says("Sure, here is the rest: " + REST), finishes());
    List<ChatEvent> seen = new ArrayList<>();

    MainstayException exception =
        catchThrowableOfType(MainstayException.class, () -> read(world, seen));

    assertThat(text(seen)).isEqualTo(FIRST);
    assertThat(exception.failure()).isEqualTo(Failures.connectionFailed());
    assertThat(World.outcomes(exception.metadata().attempts()))
        .containsExactly("ConnectionFailed", "MalformedAnswer", "MalformedAnswer");
    assertThat(exception.getSuppressed()).hasSize(2);
  }

  @Test
  void targetThatPromisesToGoOnIsTrusted() {
    world
        .provider
        .prefills("a", Prefill.CONTINUES)
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("a", says(" " + REST), finishes());

    assertThat(world.call(Mode.STREAMED).text()).isEqualTo(FIRST + REST);
    assertThat(world.provider.requests().getLast().messages())
        .last()
        .extracting(Message::role)
        .isEqualTo("assistant");
  }

  @Test
  void refusedPrefillIsAskedAgainByAnchorAtOnceUncountedAndRemembered() {
    world
        .retries(RetryPolicy.of(1))
        .provider
        .prefills("a", Prefill.CONTINUES)
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("a", breaks(Failures.badRequest()))
        .next("a", continues())
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("a", continues());

    ChatResponse first = world.call(Mode.STREAMED);
    ChatResponse second = world.call(Mode.STREAMED);

    assertThat(first.text()).isEqualTo(FIRST + REST);
    assertThat(first.metadata().attempts()).hasSize(3);
    assertThat(first.metadata().recoveries())
        .extracting(Recovery::form)
        .containsExactly(RecoveryForm.ANCHOR);
    assertThat(second.metadata().attempts()).hasSize(2);
  }

  @Test
  void refusedPrefillLeavesTheCallItsRetries() {
    world
        .retries(RetryPolicy.of(2))
        .provider
        .prefills("a", Prefill.CONTINUES)
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("a", breaks(Failures.badRequest()))
        .next("a", breaks(Failures.connectionFailed()))
        .next("a", continues());

    assertThat(world.call(Mode.STREAMED).text()).isEqualTo(FIRST + REST);
  }

  @Test
  void answerThatDoesNotBelongIsNotReadAnyFurther() {
    world
        .chance(0)
        .provider
        .next("a", says(FIRST), breaks(Failures.connectionFailed()))
        .next("a", says("Sure, here is the rest: " + REST), stalls())
        .next("a", continues());

    assertThat(world.call(Mode.STREAMED).text()).isEqualTo(FIRST + REST);
    assertThat(world.time.elapsed()).isZero();
  }

  @Test
  void anyOther400ToAContinuationIsNotTheCallersFault() {
    World two = new World().group("chat", "a").group("backup", "b").fallback("chat", "backup");
    two.provider.next("a", says(FIRST), breaks(Failures.truncated()));
    two.provider.always("a", breaks(Failures.badRequest())).next("b", continues());

    assertThat(two.call(Mode.STREAMED).text()).isEqualTo(FIRST + REST);
  }

  @Test
  void toolCallsThatWereHeldBackAreAskedForAgain() {
    world
        .provider
        .next(
            "a", says("Let me look."), calls(0, "c1", "f", "{\"a\""), breaks(Failures.truncated()))
        .next("a", says("Let me look."), calls(0, "c2", "f", "{}"), finishes());

    ChatResponse response = world.call(Mode.STREAMED);

    assertThat(response.text()).isEqualTo("Let me look.");
    assertThat(response.toolCalls()).extracting(call -> call.id()).containsExactly("c2");
  }

  @Test
  void toolCallThatHasGoneOutMakesABreakFinal() {
    world.sendToolCallsAtOnce();
    world.provider.next("a", calls(0, "c1", "f", "{"), breaks(Failures.truncated()));

    assertThat(world.fail(Mode.STREAMED).failure()).isEqualTo(Failures.truncated());
    assertThat(world.provider.asked()).hasSize(1);
    assertThat(world.time.elapsed()).isZero();
  }

  @Test
  void restartTellsTheCallerToDropWhatItHas() {
    world
        .recovery(RecoveryPolicy.RESTART)
        .provider
        .next("a", says("One"), breaks(Failures.truncated()))
        .next("a", answer("Two"));

    List<ChatEvent> seen = new ArrayList<>();
    ChatResponse response = read(world, seen);

    assertThat(seen.subList(0, 4))
        .containsExactly(
            new TextDelta("One"),
            new Restarted(),
            new TextDelta("Two"),
            new Finished(FinishReason.STOP, "stop"));
    assertThat(response.usage().orElseThrow().completionTokens())
        .isEqualTo(TokenEstimate.of("One") + TokenEstimate.of("Two"));
    assertThat(response.text()).isEqualTo("Two");
    assertThat(world.provider.requests().getLast()).isEqualTo(world.provider.requests().getFirst());
  }

  @Test
  void failPolicyEndsWithTheBreak() {
    world
        .recovery(RecoveryPolicy.FAIL)
        .provider
        .next("a", says(FIRST), breaks(Failures.truncated()));

    MainstayException exception = world.fail(Mode.STREAMED);

    assertThat(exception.failure()).isEqualTo(Failures.truncated());
    assertThat(exception.partial().orElseThrow().text()).isEqualTo(FIRST);
    assertThat(world.provider.asked()).hasSize(1);
  }

  @Test
  void severalChoicesAreFinal() {
    world.provider.next("a", says(FIRST), breaks(Failures.truncated()));
    ChatRequest two =
        new ChatRequest(ChatRequest.of("chat", "Hello").json().toBuilder().put("n", 2).build());

    MainstayException exception =
        catchThrowableOfType(MainstayException.class, () -> chunks(world, two));

    assertThat(exception.failure()).isEqualTo(Failures.truncated());
    assertThat(world.provider.asked()).hasSize(1);
  }
}
