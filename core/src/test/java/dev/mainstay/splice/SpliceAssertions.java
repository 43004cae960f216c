package dev.mainstay.splice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.model.FinishReason;
import dev.mainstay.splice.Spliced.Failed;
import dev.mainstay.splice.Spliced.Hold;
import dev.mainstay.splice.Spliced.Show;

/** What becomes of whole answers at a joint. */
final class SpliceAssertions {
  static final String TEXT = "It was a dark night. The quick brown fox jumps ov";
  static final String ANCHOR = "The quick brown fox jumps ov";
  static final Show NOTHING_MORE = new Show("");

  private SpliceAssertions() {}

  static Splice anchored(String text, String anchor) {
    return Splice.anchored(text, new Anchor(anchor));
  }

  static void assertShown(Splice splice, String answer, String shown) {
    assertThat(splice.add(answer)).isEqualTo(shown.isEmpty() ? new Hold() : new Show(shown));
    assertThat(splice.end(FinishReason.STOP)).isEqualTo(NOTHING_MORE);
  }

  static void assertFails(Splice splice, String answer) {
    assertThat(splice.add(answer)).isNotInstanceOf(Show.class);
    assertThat(splice.end(FinishReason.STOP)).isInstanceOf(Failed.class);
  }
}
