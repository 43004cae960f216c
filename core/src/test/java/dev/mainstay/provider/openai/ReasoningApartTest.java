package dev.mainstay.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.model.Usage;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** xAI counts what was reasoned beside the completion, everybody else within it. */
class ReasoningApartTest {
  private static final String USAGE =
      "{'usage':{'prompt_tokens':12,'completion_tokens':%d,'total_tokens':%d,"
          + "'completion_tokens_details':{'reasoning_tokens':386}}}";

  @Test
  void reasoningBesideTheCompletionIsOutputToo() {
    Usage usage =
        UsageFields.in(Asking.json(String.format(Locale.ROOT, USAGE, 1, 399))).orElseThrow();

    assertThat(usage.completionTokens()).isEqualTo(387);
    assertThat(usage.totalTokens()).isEqualTo(399);
    assertThat(usage.reasoningTokens()).hasValue(386);
  }

  @ParameterizedTest
  @CsvSource({"400, 412", "387, 399", "1, 13", "386, 398"})
  void reasoningWithinTheCompletionIsNotCountedTwice(long completion, long total) {
    Usage usage =
        UsageFields.in(Asking.json(String.format(Locale.ROOT, USAGE, completion, total)))
            .orElseThrow();

    assertThat(usage.completionTokens()).isEqualTo(completion);
  }
}
