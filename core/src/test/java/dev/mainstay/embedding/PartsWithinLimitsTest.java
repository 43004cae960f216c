package dev.mainstay.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.provider.EmbeddingLimit;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A part holds no more inputs, and no more tokens, than is embedded at once. */
class PartsWithinLimitsTest {
  private static final EmbeddingLimit LIMIT = new EmbeddingLimit(3, 100);

  @Test
  void inputsThatAreTokensCountAsSoMany() {
    assertThat(sizes(tokens(50), tokens(50), tokens(1), tokens(99))).containsExactly(2, 2);
  }

  @Test
  void textsCountAsTwiceWhatIsEstimatedOrTheirCharacters() {
    JsonValue words = new JsonString("international cooperation ".repeat(6));
    JsonValue ideographs = new JsonString("\u6c34".repeat(60));

    assertThat(sizes(words, words, words)).containsExactly(2, 1);
    assertThat(sizes(ideographs, ideographs)).containsExactly(1, 1);
  }

  @Test
  void inputOverTheLimitByItselfIsAPartOfItsOwn() {
    assertThat(sizes(tokens(7), tokens(101), tokens(7))).containsExactly(1, 1, 1);
    assertThat(sizes(tokens(101))).containsExactly(1);
  }

  @Test
  void requestWithinTheLimitIsItself() {
    EmbeddingRequest request = EmbeddingRequest.of("e", "a", "b", "c");

    assertThat(EmbeddingParts.of(request, LIMIT)).singleElement().isSameAs(request);
  }

  @Test
  void limitOfNothingIsRefused() {
    assertThatThrownBy(() -> EmbeddingLimit.ofInputs(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use 1 or more");
  }

  private static List<Integer> sizes(JsonValue... inputs) {
    EmbeddingRequest request = EmbeddingRequest.of("e", "").withInputs(List.of(inputs));
    return EmbeddingParts.of(request, LIMIT).stream().map(part -> part.inputs().size()).toList();
  }

  private static JsonValue tokens(int count) {
    return JsonArray.of(Collections.nCopies(count, JsonNumber.of(7)));
  }
}
