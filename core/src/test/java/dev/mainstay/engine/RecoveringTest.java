package dev.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.RecoveryForm;
import dev.mainstay.continuation.ContinuedAnswer;
import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.Reach;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.RefusalDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Prefill;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.TokenPrices;
import dev.mainstay.stream.Accumulator;
import dev.mainstay.stream.UsageSum;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.text.TokenEstimate;
import dev.mainstay.time.ManualTime;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SEMANTICS 6.2 and 6.4: what the failure of an attempt to go on means, and what is asked next. */
class RecoveringTest {
  private static final String TEXT = "Once upon a time there was a king ";
  private static final Usage TOLD =
      new Usage(10, 4, 14, OptionalLong.empty(), OptionalLong.empty());
  private static final Deployment A = Deployment.of("scripted/a");
  private static final Rendition ASKED = Rendition.plain(ChatRequest.of("chat", "Hello"));

  private final ScriptedProvider provider = new ScriptedProvider(new ManualTime());
  private final PrefillMemory memory = new PrefillMemory();

  @Test
  void streamsThatBreakTogetherAreBothAskedDifferentlyWhereTheirPrefillIsRefused() {
    provider.prefills("a", Prefill.CONTINUES);
    Recovering one = broken(TEXT);
    Recovering two = broken(TEXT);
    one.plan(A, ASKED, d -> provider);
    two.plan(A, ASKED, d -> provider);

    one.weigh(A, Failures.badRequest());
    two.weigh(A, Failures.badRequest());

    assertThat(one.takePrefillRefusal()).isTrue();
    assertThat(one.takePrefillRefusal()).isFalse();
    assertThat(two.takePrefillRefusal()).isTrue();
  }

  @Test
  void targetThatDoesNotRepeatThePrefillItShouldIsAskedByAnchorNext() {
    provider.prefills("a", Prefill.ECHOES);
    Recovering recovering = broken(TEXT);
    recovering.plan(A, ASKED, d -> provider);
    assertThat(recovering.form()).isEqualTo(RecoveryForm.PREFILL);

    Failure weighed = recovering.weigh(A, says(recovering, "who had three sons."));
    recovering.plan(A, ASKED, d -> provider);

    assertThat(recovering.form()).isEqualTo(RecoveryForm.ANCHOR);
    assertThat(recovering.takePrefillRefusal()).isFalse();
    assertThat(weighed.detail().cooldown()).hasValue(Cooldown.NONE);
  }

  @Test
  void targetWhoseConnectionFailsIsAskedByPrefillAgain() {
    provider.prefills("a", Prefill.ECHOES);
    Recovering recovering = broken(TEXT);
    recovering.plan(A, ASKED, d -> provider);

    Failure weighed = recovering.weigh(A, Failures.connectionFailed());
    recovering.plan(A, ASKED, d -> provider);

    assertThat(weighed).isEqualTo(Failures.connectionFailed());
    assertThat(recovering.form()).isEqualTo(RecoveryForm.PREFILL);
  }

  @Test
  void shortTextThatWasToldOtherwiseIsAskedForByAnchor() {
    Recovering recovering = broken("Hi ");
    recovering.plan(A, ASKED, d -> provider);
    assertThat(recovering.form()).isEqualTo(RecoveryForm.RESTART);

    recovering.weigh(A, says(recovering, "Hello there"));
    recovering.plan(A, ASKED, d -> provider);

    assertThat(recovering.form()).isEqualTo(RecoveryForm.ANCHOR);
  }

  static List<Failure> refusals() {
    return List.of(
        Failures.badRequest(), Failures.unprocessable(), Failures.unsupportedParameter());
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusalOfOurFormOfAskingBlamesNobody(Failure refusal) {
    Recovering recovering = broken(TEXT);
    recovering.plan(A, ASKED, d -> provider);

    Failure weighed = recovering.weigh(A, refusal);

    assertThat(weighed).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(weighed.detail().cooldown()).hasValue(Cooldown.NONE);
    assertThat(weighed.isRetryable()).isTrue();
    assertThat(weighed.reach()).isEqualTo(Reach.ANYWHERE);
  }

  @Test
  void brokenEventOfATargetThatTellsAShortTextAgainIsNoDisagreement() {
    Recovering recovering = broken("Hi ");
    recovering.plan(A, ASKED, d -> provider);

    recovering.weigh(A, Failures.malformed());
    recovering.plan(A, ASKED, d -> provider);

    assertThat(recovering.form()).isEqualTo(RecoveryForm.RESTART);
  }

  @Test
  void answerThatBreaksAgainIsToldAgainFirstThoughItWasGoneOnWithByAnchor() {
    Recovering recovering = broken("Hi ");
    recovering.plan(A, ASKED, d -> provider);
    recovering.weigh(A, says(recovering, "Hello there"));
    recovering.plan(A, ASKED, d -> provider);
    assertThat(recovering.form()).isEqualTo(RecoveryForm.ANCHOR);

    recovering.broke(Failures.truncated(), TokenPrices.unknown(), 0);
    recovering.plan(A, ASKED, d -> provider);

    assertThat(recovering.form()).isEqualTo(RecoveryForm.RESTART);
  }

  @Test
  void formOfAnUnchangedRequestIsThatOfItsPolicy() {
    Accumulator thought = new Accumulator();
    thought.add(ChatChunk.of(new ReasoningDelta("I wonder.")));
    Recovering goesOn = broken(thought);
    Recovering restarts = broken(delivered(TEXT), RecoveryPolicy.RESTART);
    goesOn.plan(A, ASKED, d -> provider);
    restarts.plan(A, ASKED, d -> provider);

    assertThat(goesOn.form()).isEqualTo(RecoveryForm.ORIGINAL);
    assertThat(restarts.form()).isEqualTo(RecoveryForm.RESTART);
  }

  static List<Failure> failuresOfTheRequest() {
    return List.of(Failures.badRequest(), Failures.unprocessable(), Failures.contentPolicy());
  }

  @ParameterizedTest
  @MethodSource("failuresOfTheRequest")
  void breakThatBlamesTheRequestIsFinal(Failure failure) {
    Recovering recovering =
        Recovering.after(
            failure, ASKED, RecoveryPolicy.CONTINUE, memory, delivered(TEXT), new UsageSum());
    recovering.plan(A, ASKED, d -> provider);

    assertThat(recovering.isFinal(failure)).isTrue();
    assertThat(recovering.isFinal(Failures.truncated())).isFalse();
  }

  @Test
  void usageOfAnAttemptThatBrokeAgainCounts() {
    Recovering recovering = broken(TEXT);
    recovering.plan(A, ASKED, d -> provider);
    long before = sum(recovering).completionTokens();
    recovering.joint().orElseThrow().add(ChatChunk.of(new UsageReported(TOLD)));

    recovering.broke(Failures.truncated(), TokenPrices.unknown(), 0);
    recovering.plan(A, ASKED, d -> provider);

    assertThat(sum(recovering).completionTokens()).isEqualTo(before + TOLD.completionTokens());
  }

  @Test
  void usageOfAnAttemptThatFailedCounts() {
    Recovering recovering = broken(TEXT);
    recovering.plan(A, ASKED, d -> provider);
    long before = sum(recovering).completionTokens();
    recovering.joint().orElseThrow().add(ChatChunk.of(new UsageReported(TOLD)));

    recovering.weigh(A, Failures.truncated());
    recovering.plan(A, ASKED, d -> provider);

    assertThat(sum(recovering).completionTokens()).isEqualTo(before + TOLD.completionTokens());
  }

  @Test
  void everythingOfTheFirstAttemptIsEstimated() {
    Accumulator delivered = delivered(TEXT);
    delivered.add(ChatChunk.of(new ReasoningDelta("I wonder."), new RefusalDelta("No.")));
    delivered.add(ChatChunk.of(new ToolCallDelta(0, "c", "tell", "{\"a\": 1}")));
    Recovering recovering = broken(delivered);
    recovering.plan(A, ASKED, d -> provider);

    assertThat(sum(recovering).completionTokens())
        .isEqualTo(
            TokenEstimate.of(TEXT)
                + TokenEstimate.of("I wonder.")
                + TokenEstimate.of("No.")
                + TokenEstimate.of("tell")
                + TokenEstimate.of("{\"a\": 1}"));
  }

  private static Usage sum(Recovering recovering) {
    List<ChatEvent> last = recovering.joint().orElseThrow().release().getFirst().events();
    return ((UsageReported) last.getFirst()).usage();
  }

  private Recovering broken(String text) {
    return broken(delivered(text));
  }

  private Recovering broken(Accumulator delivered) {
    return broken(delivered, RecoveryPolicy.CONTINUE);
  }

  private Recovering broken(Accumulator delivered, RecoveryPolicy policy) {
    FirstRound first = new FirstRound(ASKED, policy, memory, delivered);
    return (Recovering) first.broke(Failures.truncated(), TokenPrices.unknown(), 0);
  }

  private static Accumulator delivered(String text) {
    Accumulator accumulator = new Accumulator();
    accumulator.add(ChatChunk.of(new TextDelta(text)));
    return accumulator;
  }

  /** The failure that comes of it where the next answer begins with {@code text}. */
  private static Failure says(Recovering recovering, String text) {
    ContinuedAnswer answer = recovering.joint().orElseThrow();
    answer.add(ChatChunk.of(new TextDelta(text)));
    return answer.failure().orElseThrow();
  }
}
