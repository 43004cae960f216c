package dev.mainstay.engine;

import static dev.mainstay.engine.BrokenTale.FIRST;
import static dev.mainstay.engine.BrokenTale.REST;
import static dev.mainstay.engine.BrokenTale.continues;
import static dev.mainstay.engine.BrokenTale.text;
import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.calls;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static dev.mainstay.testing.ScriptedProvider.thinks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.DeliveredAnswer;
import dev.mainstay.call.MainstayException;
import dev.mainstay.call.MidStreamException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Restarted;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Message;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.provider.TokenPrices;
import dev.mainstay.rendering.Rendered;
import dev.mainstay.testing.ScriptedProvider.Action;
import dev.mainstay.text.TokenEstimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A call that goes on with an answer that another one left, as if its own stream had broken. */
class ResumedCallTest {
  private static final CallOptions ONCE = CallOptions.none().withRetries(0);
  private static final ChatCall CALL = ChatCall.of(ChatRequest.of("chat", "Hello"));
  private static final Usage USED =
      new Usage(10, 20, 30, OptionalLong.empty(), OptionalLong.empty());

  private final World world = new World().group("chat", "a");
  private final List<ChatEvent> seen = new ArrayList<>();

  @Test
  void callGoesOnInAnotherProcessWhereTheFirstHadStopped() {
    DeliveredAnswer begun = kept(broken(says(FIRST), breaks(Failures.truncated())));
    World other = new World().group("chat", "b");
    other.provider.next("b", continues());

    ChatResponse whole = other.read(CALL.resumedFrom(begun), seen);

    assertThat(text(seen)).isEqualTo(REST);
    assertThat(whole.text()).isEqualTo(FIRST + REST);
    assertThat(other.provider.requests().getFirst().messages())
        .extracting(Message::role)
        .containsExactly("user", "assistant", "user");
    assertThat(other.events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("CallStarted", "AttemptStarted", "FirstOutput", "CallSucceeded");
  }

  @Test
  void whatARunningStreamHasDeliveredIsGoneOnWith() {
    world.provider.next("a", says(FIRST), says("who had "), stalls());
    DeliveredAnswer begun;
    try (ChatStream stream = world.engine().stream(CALL)) {
      assertThat(stream.nextChunk()).isPresent();
      begun = kept(stream.delivered());
    }
    world.provider.next("a", continues());

    world.read(CALL.resumedFrom(begun), seen);

    assertThat(begun.text()).isEqualTo(FIRST);
    assertThat(text(seen)).isEqualTo(REST);
  }

  @Test
  void usageOfAnAttemptUnderWayIsInWhatItsStreamHasDelivered() {
    world.provider.next("a", says(FIRST), breaks(Failures.truncated()));
    world.provider.next("a", says(FIRST + "who had "), stalls());

    try (ChatStream stream = world.engine().stream(CALL)) {
      stream.nextChunk();
      Usage first = stream.delivered().usage().orElseThrow();
      stream.nextChunk();
      DeliveredAnswer both = kept(stream.delivered());

      assertThat(both.text()).isEqualTo(FIRST + "who had ");
      assertThat(both.usage().orElseThrow().completionTokens())
          .isEqualTo(first.completionTokens() + TokenEstimate.of(FIRST + "who had "));
      assertThat(both.usage().orElseThrow().promptTokens()).isGreaterThan(2 * first.promptTokens());
      assertThat(stream.delivered()).as("asked for once more").isEqualTo(both);
    }
  }

  @Test
  void stateIsAllThatAnotherCallMustKnow() {
    ChatChunk first =
        new ChatChunk(
            List.of(new TextDelta(FIRST)), Optional.of(Json.parseObject("{\"id\": \"c1\"}")));
    DeliveredAnswer begun =
        kept(
            broken(
                thinks("Hm."),
                says(first),
                says(new UsageReported(USED)),
                breaks(Failures.truncated())));

    assertThat(begun.id()).isEqualTo("c1");
    assertThat(begun.text()).isEqualTo(FIRST);
    assertThat(begun.reasoning()).isEqualTo("Hm.");
    assertThat(begun.takes()).isZero();
    assertThat(begun.form()).isEmpty();
    assertThat(begun.usage()).hasValue(USED);
    assertThat(begun.isUsageEstimated()).isFalse();
    assertThat(begun.cost()).isEmpty();
    assertThat(begun.isCut()).isFalse();
  }

  @Test
  void usageAndCostAreThoseOfAllCalls() {
    World priced =
        new World().group("chat", d -> d.withInfo(d.info().withPrices(TokenPrices.of(1, 2))), "a");
    priced.provider.next(
        "a", says(FIRST), says(new UsageReported(USED)), breaks(Failures.truncated()));
    priced.provider.next("a", says(FIRST + REST), finishes(), says(new UsageReported(USED)));
    MainstayException broken =
        catchThrowableOfType(
            MainstayException.class, () -> priced.read(CALL.withOptions(ONCE), seen));
    DeliveredAnswer begun = kept(broken.delivered().orElseThrow());

    ChatResponse whole = priced.read(CALL.resumedFrom(begun), new ArrayList<>());

    assertThat(begun.cost()).isEqualTo(OptionalDouble.of(50));
    assertThat(whole.usage()).hasValue(twice());
    assertThat(whole.metadata().cost()).isEqualTo(OptionalDouble.of(100));
  }

  private static Usage twice() {
    return new Usage(20, 40, 60, OptionalLong.empty(), OptionalLong.empty());
  }

  @Test
  void callThatBreaksAgainIsGoneOnWithAgain() {
    DeliveredAnswer begun = kept(broken(says(FIRST), breaks(Failures.truncated())));
    DeliveredAnswer more =
        kept(
            broken(
                CALL.resumedFrom(begun),
                says(FIRST),
                says("who had three "),
                breaks(Failures.truncated())));
    world.provider.next("a", continues());

    ChatResponse whole = world.read(CALL.resumedFrom(more), seen);

    assertThat(more.text()).isEqualTo(FIRST + "who had three ");
    assertThat(text(seen)).isEqualTo("sons.");
    assertThat(whole.text()).isEqualTo(FIRST + REST);
  }

  @Test
  void retriesAndFallbacksOfAResumedCallAreThoseOfAnyRecovery() {
    World two = new World().group("chat", "a").group("backup", "b").fallback("chat", "backup");
    two.provider.always("a", breaks(Failures.serverError())).always("b", continues());

    two.read(CALL.resumedFrom(DeliveredAnswer.of(FIRST)), seen);

    assertThat(text(seen)).isEqualTo(REST);
    assertThat(two.provider.asked()).containsExactly("a", "a", "a", "b");
  }

  @Test
  void plainCallGivesTheWholeAnswer() {
    world.provider.next("a", continues());

    ChatResponse whole = world.engine().chat(CALL.resumedFrom(DeliveredAnswer.of(FIRST)));

    assertThat(whole.text()).isEqualTo(FIRST + REST);
    assertThat(whole.finishReason()).contains(FinishReason.STOP);
  }

  @Test
  void callThatNeverGetsOnTellsWhatFailedAndHasWhatItBeganWith() {
    world.provider.always("a", breaks(Failures.serverError()));

    MidStreamException failed =
        catchThrowableOfType(
            MidStreamException.class,
            () -> world.read(CALL.resumedFrom(DeliveredAnswer.of(FIRST)), seen));

    assertThat(failed.failure()).isEqualTo(Failures.serverError());
    assertThat(failed.partial().orElseThrow().text()).isEqualTo(FIRST);
    assertThat(failed.delivered().orElseThrow().text()).isEqualTo(FIRST);
    assertThat(seen).isEmpty();
  }

  @Test
  void callThatFailsEverywhereTellsTheFirstGroupsFailure() {
    World two = new World().group("chat", "a").group("backup", "b").fallback("chat", "backup");
    two.provider.always("a", breaks(Failures.quota()));
    two.provider.always("b", breaks(Failures.unauthenticated()));

    MainstayException failed =
        catchThrowableOfType(
            MainstayException.class,
            () -> two.read(CALL.resumedFrom(DeliveredAnswer.of(FIRST)), seen));

    assertThat(failed.failure()).isEqualTo(Failures.quota());
    assertThat(two.provider.asked()).containsExactly("a", "b");
  }

  @Test
  void callThatNobodyLetsInTellsWhyAndHasWhatItBeganWith() {
    World resting = new World().group("chat", "a", "b");
    resting.provider.always("a", breaks(Failures.unauthenticated()));
    resting.provider.always("b", breaks(Failures.unauthenticated()));
    resting.fail(Mode.STREAMED);
    resting.provider.forget();

    MainstayException refused =
        catchThrowableOfType(
            MainstayException.class,
            () -> resting.read(CALL.resumedFrom(DeliveredAnswer.of(FIRST)), seen));

    assertThat(refused.failure()).isInstanceOf(Failure.Unauthenticated.class);
    assertThat(refused.delivered().orElseThrow().text()).isEqualTo(FIRST);
    assertThat(resting.provider.asked()).isEmpty();
    assertThat(resting.engine().underWay()).isZero();
  }

  @Test
  void callThatIsMadeAfterTheLibrarysEndHasWhatItBeganWith() {
    world.engine().close();

    MainstayException ended =
        catchThrowableOfType(
            MainstayException.class,
            () -> world.read(CALL.resumedFrom(DeliveredAnswer.of(FIRST)), seen));

    assertThat(ended.failure()).isInstanceOf(Failure.Cancelled.class);
    assertThat(ended.delivered().orElseThrow().text()).isEqualTo(FIRST);
    assertThat(world.provider.asked()).isEmpty();
  }

  @Test
  void answerThatNobodyGoesOnWithIsRefused() {
    DeliveredAnswer begun = kept(broken(calls(0, "c", "f", "{"), breaks(Failures.truncated())));

    MainstayException refused =
        catchThrowableOfType(
            MainstayException.class, () -> world.read(CALL.resumedFrom(begun), seen));

    assertThat(refused.failure()).isInstanceOf(Failure.BadRequest.class);
    assertThat(refused)
        .hasMessageContaining(
            "the call cannot go on with the answer it begins with: a tool call had begun to go"
                + " out");
    assertThat(world.events.getLast()).isInstanceOf(CallEvent.CallFailed.class);
    assertThat(world.provider.asked()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = RecoveryPolicy.class,
      names = {"RESTART", "CONTINUE_OR_RESTART"})
  void answerThatNobodyGoesOnWithBeginsAnewWhereThatIsWanted(RecoveryPolicy policy) {
    DeliveredAnswer begun = kept(broken(calls(0, "c", "f", "{"), breaks(Failures.truncated())));
    world.provider.next("a", says("Anew"), breaks(Failures.quota()));

    MainstayException broken =
        catchThrowableOfType(
            MainstayException.class,
            () -> world.read(CALL.resumedFrom(begun).withRecovery(policy), seen));

    assertThat(seen).containsExactly(new Restarted(), new TextDelta("Anew"));
    assertThat(broken.delivered().orElseThrow().takes()).isEqualTo(1);
    assertThat(broken.delivered().orElseThrow().text()).isEqualTo("Anew");
  }

  @Test
  void groupThatIsSetToFailGoesOnWithWhatItIsGivenAndFailsAtTheNextBreak() {
    world.provider.next("a", says(FIRST), says("who had "), breaks(Failures.truncated()));

    MainstayException broken =
        catchThrowableOfType(
            MainstayException.class,
            () ->
                world.read(
                    CALL.withRecovery(RecoveryPolicy.FAIL).resumedFrom(DeliveredAnswer.of(FIRST)),
                    seen));

    assertThat(broken.failure()).isEqualTo(Failures.truncated());
    assertThat(text(seen)).isEqualTo("who had ");
    assertThat(world.provider.asked()).hasSize(1);
  }

  @Test
  void renderedAnswerIsGoneOnWithInTheSameFormAlone() {
    DeliveredAnswer begun =
        kept(broken(rendered("marks"), says(FIRST), breaks(Failures.truncated())));
    world.provider.next("a", continues()).next("a", answer("Anew"));

    world.read(rendered("marks").resumedFrom(begun), seen);
    assertThat(text(seen)).isEqualTo(REST);

    seen.clear();
    world.read(
        rendered("JSON").resumedFrom(begun).withRecovery(RecoveryPolicy.CONTINUE_OR_RESTART), seen);
    assertThat(seen.subList(0, 2)).containsExactly(new Restarted(), new TextDelta("Anew"));
    assertThat(begun.form()).hasSize(64);
  }

  @Test
  void callIsLateWhereItHasNoOutputInItsTime() {
    world.provider.always("a", stalls());

    MainstayException late =
        catchThrowableOfType(
            MainstayException.class,
            () ->
                world.read(
                    CALL.resumedFrom(DeliveredAnswer.of(FIRST))
                        .withOptions(CallOptions.none().withTimeout(Duration.ofSeconds(5))),
                    seen));

    assertThat(late.failure()).isInstanceOf(Failure.TimedOut.class);
    assertThat(late.delivered().orElseThrow().text()).isEqualTo(FIRST);
  }

  @Test
  void textKeptElsewhereGoesBeforeThatOfTheState() {
    DeliveredAnswer begun = kept(broken(says(FIRST), breaks(Failures.truncated())));
    world.provider.next("a", continues());

    world.read(CALL.resumedFrom(begun.withText("").withText(FIRST + "who ")), seen);

    assertThat(text(seen)).isEqualTo("had three sons.");
  }

  @Test
  void stateOfWhichNothingIsThereIsThatOfAnAnswerNotBegun() {
    world.provider.next("a", answer("Hi"));

    world.read(CALL.resumedFrom(new DeliveredAnswer(JsonObject.empty())), seen);

    assertThat(text(seen)).isEqualTo("Hi");
    assertThat(world.provider.requests().getFirst().messages()).hasSize(1);
  }

  private static ChatCall rendered(String form) {
    return CALL.withRendering((request, target) -> Rendered.of(request.with(Message.system(form))));
  }

  private DeliveredAnswer broken(Action... actions) {
    return broken(CALL, actions);
  }

  private DeliveredAnswer broken(ChatCall call, Action... actions) {
    world.sendToolCallsAtOnce().provider.next("a", actions);
    return catchThrowableOfType(
            MidStreamException.class, () -> world.read(call.withOptions(ONCE), new ArrayList<>()))
        .delivered()
        .orElseThrow();
  }

  private static DeliveredAnswer kept(DeliveredAnswer state) {
    DeliveredAnswer read = new DeliveredAnswer(Json.parseObject(state.json().toBytes()));
    assertThat(read).isEqualTo(state);
    return read;
  }
}
