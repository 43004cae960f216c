package dev.mainstay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingTest {
  private static final float[] VECTOR = {0.5f, -0.25f, 1e-9f, Float.MIN_VALUE, 0.1f};

  @Test
  void bothFormsHoldTheSameNumbers() {
    assertThat(Embedding.floats(Embedding.base64(VECTOR))).isEqualTo(VECTOR);
    assertThat(Embedding.floats(Embedding.numbers(VECTOR))).isEqualTo(VECTOR);
    // As numpy's float32 of 0.5 and -0.25 has it.
    assertThat(Embedding.base64(new float[] {0.5f, -0.25f}))
        .isEqualTo(new JsonString("AAAAPwAAgL4="));
  }

  @Test
  void whatIsNoVectorIsRefused() {
    assertThatThrownBy(() -> Embedding.floats(JsonNumber.of(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Embedding.floats(new JsonString("AAA=")))
        .hasMessageContaining("32-bit floats");
    assertThatThrownBy(() -> Embedding.floats(Json.parse("[1,\"2\"]")))
        .hasMessageContaining("not a number");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"a\"           | 1",
        "[\"a\",\"b\"] | 2",
        "[1,2,3]         | 1",
        "[[1,2],[3]]     | 2",
        "[]              | 0",
        "null            | 0",
      })
  void inputsAreTextsOrTokens(String input, int count) {
    JsonObject json = Json.parseObject("{\"model\":\"e\",\"input\":" + input + "}");

    assertThat(new EmbeddingRequest(json).inputs()).hasSize(count);
  }

  @Test
  void noTextIsAMistake() {
    assertThatThrownBy(() -> EmbeddingRequest.of("e"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }
}
