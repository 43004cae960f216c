package dev.mainstay.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.architecture.FilledValues;
import dev.mainstay.call.DeliveredAnswer;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.TokenPrices;
import dev.mainstay.text.TokenEstimate;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * SEMANTICS 6.6: one usage, the sum over attempts, and marked where a part of it is an estimate.
 */
class UsageSumTest {
  private final UsageSum sum = new UsageSum();

  @Test
  void whatAttemptsToldIsAdded() {
    sum.add(new Usage(10, 5, 15, OptionalLong.of(4), OptionalLong.empty()));
    sum.add(new Usage(20, 7, 27, OptionalLong.of(8), OptionalLong.of(3)));

    assertThat(sum.usage())
        .isEqualTo(new Usage(30, 12, 42, OptionalLong.of(12), OptionalLong.of(3)));
    assertThat(sum.toJson().flag("estimated")).isEmpty();
    assertThat(sum.toJson().toJson())
        .isEqualTo(
            "{\"prompt_tokens\":30,\"completion_tokens\":12,\"total_tokens\":42,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":12},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":3}}");
  }

  @Test
  void costThatEveryAttemptToldIsTold() {
    sum.add(Usage.of(10, 5).withToldCost(0.25));
    sum.add(Usage.of(20, 7).withToldCost(0.5));

    assertThat(sum.usage()).isEqualTo(Usage.of(30, 12).withToldCost(0.75));
    assertThat(sum.copy().usage()).isEqualTo(sum.usage());
    assertThat(sum.toJson().decimal("cost")).hasValue(0.75);
  }

  @Test
  void costThatAnAttemptDidNotTellIsNotTold() {
    sum.add(Usage.of(10, 5).withToldCost(0.25));
    sum.add(Usage.of(20, 7));
    sum.add(Usage.of(20, 7).withToldCost(0.5));

    assertThat(sum.usage()).isEqualTo(Usage.of(50, 19));
    assertThat(sum.toJson().has("cost")).isFalse();
  }

  @Test
  void costToldForLessThanWasWrittenIsNotTheCostOfIt() {
    sum.payBy(TokenPrices.of(1, 2)::cost);
    sum.addAtLeast(Usage.of(10, 4).withToldCost(0.25), 10);

    assertThat(sum.usage()).isEqualTo(Usage.of(10, 10));
    assertThat(sum.cost()).hasValue(30);
  }

  @Test
  void costOfAnAttemptThatToldNoUsageIsNotTold() {
    sum.add(Usage.of(10, 5).withToldCost(0.25));
    sum.addEstimate(ChatRequest.of("m", "The quick brown fox"), 3);

    assertThat(sum.usage().toldCost()).isEmpty();
  }

  @Test
  void everythingThatWasToldIsKeptForAnotherCallToGoOnWith() {
    Usage told = new FilledValues().of(Usage.class);
    sum.add(told);

    DeliveredAnswer kept = new Accumulator().toGoOnWith("", sum);

    assertThat(kept.usage()).hasValue(told);
    assertThat(UsageSum.of(kept).usage()).isEqualTo(told);
  }

  @Test
  void whatABrokenAttemptToldCountsIfItIsAtLeastHalfOfWhatItWrote() {
    sum.addAtLeast(new Usage(10, 5, 15, OptionalLong.of(4), OptionalLong.empty()), 10);

    assertThat(sum.usage())
        .isEqualTo(new Usage(10, 5, 15, OptionalLong.of(4), OptionalLong.empty()));
    assertThat(sum.toJson().flag("estimated")).isEmpty();
  }

  @Test
  void whatItWroteCountsWhereItToldOfLess() {
    sum.addAtLeast(new Usage(10, 4, 14, OptionalLong.of(4), OptionalLong.of(1)), 10);

    assertThat(sum.usage())
        .isEqualTo(new Usage(10, 10, 20, OptionalLong.of(4), OptionalLong.of(1)));
    assertThat(sum.toJson().flag("estimated")).hasValue(true);
  }

  @Test
  void whatAnAttemptWroteIsWhatCameAndWhatWasHeld() {
    ChatRequest request = ChatRequest.of("m", "The quick brown fox");
    Accumulator came = new Accumulator();
    came.add(ChatChunk.of(new TextDelta("jumps over the lazy dog")));
    long written = came.estimatedTokens();

    sum.add(request, came, 3);

    assertThat(sum.usage().completionTokens()).isEqualTo(written + 3);
    assertThat(sum.usage().promptTokens()).isEqualTo(TokenEstimate.ofPrompt(request));
    assertThat(sum.toJson().flag("estimated")).hasValue(true);
  }

  @Test
  void whatNobodyToldIsEstimatedAndMarked() {
    sum.addEstimate(ChatRequest.of("m", "The quick brown fox"), TokenEstimate.of("jumps over"));
    sum.add(new Usage(20, 7, 27, OptionalLong.empty(), OptionalLong.empty()));

    assertThat(sum.toJson().flag("estimated")).hasValue(true);
    assertThat(sum.toJson().toJson())
        .isEqualTo(
            "{\"prompt_tokens\":28,\"completion_tokens\":9,\"total_tokens\":37,"
                + "\"estimated\":true}");
  }
}
