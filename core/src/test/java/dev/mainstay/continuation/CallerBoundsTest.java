package dev.mainstay.continuation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.continuation.CallerBounds.Bounded;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Prefill;
import dev.mainstay.provider.VendorTerms;
import dev.mainstay.stream.Delivered;
import dev.mainstay.text.TokenEstimate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SEMANTICS 6.4: the caller's stop strings and its limit on tokens hold over the joint. */
class CallerBoundsTest {
  private static final Bounded HELD = new Bounded("", Optional.empty());

  @Test
  void stopStringThatBeginsInTheTextAndEndsAfterItEndsTheAnswer() {
    CallerBounds bounds = stopping("The E", "END", "###");

    assertThat(bounds.add("N")).isEqualTo(HELD);
    assertThat(bounds.add("D of it")).isEqualTo(new Bounded("", Optional.of(FinishReason.STOP)));
  }

  @Test
  void beginningOfAStopStringIsShownWhereItGoesOnOtherwise() {
    CallerBounds bounds = stopping("The E", "END");

    assertThat(bounds.add("N")).isEqualTo(HELD);
    assertThat(bounds.add("T")).isEqualTo(shown("NT"));
    assertThat(bounds.add("END")).isEqualTo(shown("END"));
  }

  @Test
  void beginningOfAStopStringIsShownWhereTheAnswerEnds() {
    CallerBounds bounds = stopping("The E", "END");
    bounds.add("N");

    assertThat(bounds.end()).isEqualTo("N");
    assertThat(bounds.end()).isEmpty();
  }

  @Test
  void textThatMeetsNoStopStringIsNotHeld() {
    CallerBounds bounds = stopping("The ", "END");

    assertThat(bounds.add("EN")).isEqualTo(shown("EN"));
  }

  // A caller may send a stop string of a megabyte, and have the model say most of it.
  @Test
  @Timeout(10)
  void longStopStringIsLookedForInTime() {
    CallerBounds bounds = stopping("a".repeat(1 << 20), "a".repeat(1 << 20) + "b");

    assertThat(bounds.add("a")).isEqualTo(HELD);
    assertThat(bounds.add("aab").ended()).hasValue(FinishReason.STOP);
  }

  @Test
  void stopStringThatIsOnOneSideOfTheJointIsTheProviders() {
    assertThat(stopping("The END", "END").add("x")).isEqualTo(shown("x"));
    assertThat(stopping("The ENDE", "END").add("xEND")).isEqualTo(shown("xEND"));
    assertThat(stopping("aa", "aaa").add("a").ended()).hasValue(FinishReason.STOP);
  }

  @Test
  void oneStopStringMayBeAString() {
    ChatRequest request =
        ChatRequest.builder("m").user("?").field("stop", new JsonString("\n\n")).build();
    CallerBounds bounds = CallerBounds.of(Delivered.text("a\n"), Continuer.unknown(request));

    assertThat(bounds.add("\nb")).isEqualTo(new Bounded("", Optional.of(FinishReason.STOP)));
  }

  @Test
  void answerEndsAtTheLimitOnTokensThatTheTextHasUsedSomeOf() {
    CallerBounds bounds =
        CallerBounds.of(Delivered.text("one ".repeat(30)), Continuer.unknown(limited(80)));

    assertThat(bounds.add("two ".repeat(50))).isEqualTo(shown("two ".repeat(50)));
    Bounded bounded = bounds.add("three ".repeat(50));

    assertThat(bounded.ended()).hasValue(FinishReason.LENGTH);
    assertThat(bounded.text().length() / 6).isBetween(20, 30);
  }

  @Test
  void limitThatTheEstimateAloneIsOverEndsNothing() {
    String text = "the king had three sons and a daughter. ".repeat(9);
    long estimate = TokenEstimate.of("Hi " + text);
    CallerBounds bounds =
        CallerBounds.of(Delivered.text("Hi "), Continuer.unknown(limited((int) (estimate / 1.2))));

    assertThat(bounds.add(text)).isEqualTo(shown(text));
  }

  @Test
  void limitOfARequestThatIsSentUnchangedIsLeftToTheProvider() {
    CallerBounds bounds =
        CallerBounds.ofUnchanged(Delivered.text("one two three"), Continuer.unknown(limited(1)));

    assertThat(bounds.add(" four five six")).isEqualTo(shown(" four five six"));
  }

  @Test
  void stopStringsHoldWhereARequestIsSentUnchangedToo() {
    ChatRequest request = ChatRequest.builder("m").user("?").stop("END").build();
    CallerBounds bounds =
        CallerBounds.ofUnchanged(Delivered.text("The E"), Continuer.unknown(request));

    assertThat(bounds.add("ND")).isEqualTo(new Bounded("", Optional.of(FinishReason.STOP)));
  }

  @Test
  void limitThatMayCountHiddenReasoningIsLeftToTheProvider() {
    assertThat(limitedBy("max_completion_tokens").add(" four five six"))
        .isEqualTo(shown(" four five six"));
    assertThat(limitedBy("max_tokens").add(" four five six").ended()).hasValue(FinishReason.LENGTH);
    assertThat(limitedBy("max_tokens", "max_completion_tokens").add(" four five six").ended())
        .hasValue(FinishReason.LENGTH);
  }

  private static CallerBounds limitedBy(String... names) {
    ChatRequest request = ChatRequest.of("m", "?");
    for (String name : names) {
      request = new ChatRequest(request.json().with(name, JsonNumber.of(1)));
    }
    return CallerBounds.of(Delivered.text("one two three"), Continuer.unknown(request));
  }

  @Test
  void limitThatCountsReasoningTooIsLeftToTheProvider() {
    CallerBounds bounds =
        CallerBounds.of(
            Delivered.text("one two three"),
            new Continuer(Prefill.NONE, true, false, VendorTerms.of(limited(1))));

    assertThat(bounds.add(" four")).isEqualTo(shown(" four"));
  }

  private static ChatRequest limited(int tokens) {
    return ChatRequest.builder("m").user("?").field("max_tokens", JsonNumber.of(tokens)).build();
  }

  private static CallerBounds stopping(String delivered, String... stops) {
    ChatRequest request = ChatRequest.builder("m").user("?").stop(stops).build();
    return CallerBounds.of(Delivered.text(delivered), Continuer.unknown(request));
  }

  private static Bounded shown(String text) {
    return new Bounded(text, Optional.empty());
  }
}
