package dev.mainstay.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.wire.KeptText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A block that never ends fills no memory: what of it would be told at its end is let go. */
class OpenBlockTest {
  @ParameterizedTest
  @ValueSource(strings = {"text", "signature", "redactedContent"})
  void thoughtThatIsTooLongIsNotToldOnceMore(String member) {
    JsonObject piece = JsonObject.builder().put(member, "x".repeat(KeptText.MOST)).build();
    JsonObject delta = JsonObject.of("reasoningContent", piece);
    OpenBlock thought = OpenBlock.of(delta);

    thought.add(delta);
    assertThat(thought.thought()).isPresent();

    for (int i = 0; i < 3; i++) {
      thought.add(delta);
    }
    assertThat(thought.thought()).isEmpty();
  }
}
