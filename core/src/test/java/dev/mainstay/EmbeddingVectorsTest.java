package dev.mainstay;

import static dev.mainstay.ScriptedEmbeddings.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.EmbeddingResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.Embedding;
import dev.mainstay.model.EmbeddingRequest;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Vectors are those of their inputs and of one size, in whatever form they came, or there is no
 * answer.
 */
class EmbeddingVectorsTest extends AskingForEmbeddings {
  @Test
  void vectorsOfDifferentSizesAreNoAnswer() {
    first.growsFrom = 1;

    assertThatThrownBy(
            () -> mainstay().embed(EmbeddingRequest.of("one", List.of("a", "b", "c", "d"))))
        .isInstanceOfSatisfying(
            MainstayException.class,
            e -> assertThat(e.failure()).isInstanceOf(Failure.MalformedAnswer.class))
        .hasMessageContaining("vectors of 1 and of 2 dimensions");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void vectorsAreThoseOfTheirInputsHoweverTheAnswerHasThem(boolean isBase64) {
    first.isBase64 = isBase64;
    first.data = Collections::reverse;

    EmbeddingResponse answer =
        mainstay().embed(EmbeddingRequest.of("one", List.of("a", "bb", "ccc", "dddd", "eeeee")));

    assertThat(answer.vectors().stream().map(vector -> vector[0]))
        .containsExactly(1f, 2f, 3f, 4f, 5f);
    assertThat(answer.json().array("data").orElseThrow().objects().map(i -> i.number("index")))
        .extracting(index -> index.orElseThrow())
        .containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void vectorsOfAFallbackThatIsAskedInPartsAreThoseOfTheirInputsToo() {
    first.failures.add(new Failure.NotFound(FailureDetail.of("no such model").withStatus(404)));
    second.data = Collections::reverse;

    EmbeddingResponse answer =
        mainstay().embed(EmbeddingRequest.of("both", List.of("a", "bb", "ccc")));

    assertThat(answer.vectors().stream().map(vector -> vector[0])).containsExactly(1f, 2f, 3f);
  }

  @Test
  void vectorsOfDifferentSizesInTheFallbacksPartsAreNoAnswerEither() {
    first.failures.add(new Failure.NotFound(FailureDetail.of("no such model").withStatus(404)));
    second.growsFrom = 1;

    EmbeddingResponse answer =
        mainstay().embed(EmbeddingRequest.of("both", List.of("a", "bb", "ccc")));

    assertThat(answer.metadata().attempts())
        .extracting(attempt -> attempt.outcome().word())
        .containsExactly("NotFound", "MalformedAnswer", "Succeeded");
  }

  @Test
  void vectorWithoutAnIndexIsThatOfTheInputAtItsPlace() {
    first.data = items -> items.replaceAll(item -> item.without(Set.of("index")));

    EmbeddingResponse answer = mainstay().embed(EmbeddingRequest.of("one", List.of("a", "bb")));

    assertThat(answer.vectors().stream().map(vector -> vector[0])).containsExactly(1f, 2f);
    assertThat(answer.json().array("data").orElseThrow().objects().map(i -> i.number("index")))
        .extracting(index -> index.orElseThrow())
        .containsExactly(0L, 1L);
  }

  @Test
  void answerWhoseVectorsCannotBeToldApartIsNone() {
    assertMalformed(items -> items.set(1, items.getFirst()), "two embeddings of the index 0");
    assertMalformed(items -> items.set(0, numbered(2, items.getFirst())), "no input has");
    assertMalformed(items -> items.set(0, numbered(-1, items.getFirst())), "no input has");
    assertMalformed(List::removeLast, "1 embeddings for 2 inputs");
    assertMalformed(items -> items.add(items.getFirst()), "3 embeddings for 2 inputs");
    assertMalformed(items -> items.set(1, vector(1, JsonArray.of())), "empty");
    assertMalformed(items -> items.set(1, vector(1, new JsonString(""))), "empty");
    assertMalformed(
        items -> items.set(1, vector(1, Embedding.base64(new float[] {1, 2}))), "of 1 and of 2");
    assertMalformed(items -> items.set(1, vector(1, JsonNull.NULL)), "neither numbers");
    // So llama.cpp writes what is not a number.
    assertMalformed(items -> items.set(1, vector(1, JsonArray.of(JsonNull.NULL))), "not a number");
    assertMalformed(items -> items.set(1, vector(1, new JsonString("!"))), "not Base64");
  }

  private void assertMalformed(Consumer<List<JsonObject>> data, String message) {
    first.data = data;
    assertMalformed(
        () -> mainstay().embed(EmbeddingRequest.of("one", List.of("a", "bb"))), message);
  }

  private static void assertMalformed(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MainstayException.class,
            e -> assertThat(e.failure()).isInstanceOf(Failure.MalformedAnswer.class))
        .hasMessageContaining(message);
  }

  private static JsonObject numbered(int index, JsonObject item) {
    return item.with("index", JsonNumber.of(index));
  }
}
