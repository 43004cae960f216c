package dev.mainstay.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Usage;
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
