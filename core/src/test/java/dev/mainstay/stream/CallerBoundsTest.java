package dev.mainstay.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Prefill;
import dev.mainstay.stream.CallerBounds.Bounded;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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

  @Test
  void oneStopStringMayBeAString() {
    ChatRequest request =
        ChatRequest.builder("m").user("?").field("stop", new JsonString("\n\n")).build();
    CallerBounds bounds = CallerBounds.of(request, Delivered.text("a\n"), Target.unknown());

    assertThat(bounds.add("\nb")).isEqualTo(new Bounded("", Optional.of(FinishReason.STOP)));
  }

  @Test
  void answerEndsAtTheLimitOnTokensThatTheTextHasUsedSomeOf() {
    CallerBounds bounds =
        CallerBounds.of(limited(8), Delivered.text("one two three"), Target.unknown());

    assertThat(bounds.add(" four five six")).isEqualTo(shown(" four five six"));
    assertThat(bounds.add(" seven eight nine ten"))
        .isEqualTo(new Bounded(" seven eight ", Optional.of(FinishReason.LENGTH)));
  }

  @Test
  void limitThatCountsReasoningTooIsLeftToTheProvider() {
    CallerBounds bounds =
        CallerBounds.of(
            limited(1), Delivered.text("one two three"), new Target(Prefill.NONE, true, false));

    assertThat(bounds.add(" four")).isEqualTo(shown(" four"));
  }

  private static ChatRequest limited(int tokens) {
    return ChatRequest.builder("m").user("?").field("max_tokens", JsonNumber.of(tokens)).build();
  }

  private static CallerBounds stopping(String delivered, String... stops) {
    ChatRequest request = ChatRequest.builder("m").user("?").stop(stops).build();
    return CallerBounds.of(request, Delivered.text(delivered), Target.unknown());
  }

  private static Bounded shown(String text) {
    return new Bounded(text, Optional.empty());
  }
}
