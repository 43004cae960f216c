package dev.mainstay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.call.BadRequestException;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.provider.Deployment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 7.5: names of models have at most 256 bytes, since they are kept. */
class ModelNameTest {
  private final Mainstay mainstay =
      Mainstay.builder()
          .environment(Map.of())
          .group("any/*", Deployment.of("openai/*").withKey("k"))
          .onlyConfiguredGroups()
          .build();

  @ParameterizedTest
  @CsvSource({"x, 2097152, 2097156", "x, 253, 257", "\u00e9, 127, 258"})
  void longerNameIsRefusedAndNotQuoted(String letter, int count, int bytes) {
    String name = "any/" + letter.repeat(count);

    MainstayException refused =
        catchThrowableOfType(BadRequestException.class, () -> mainstay.chat(name, "Hello"));

    assertThat(refused)
        .hasMessageContaining("the model's name has " + bytes + " bytes")
        .hasMessageContaining("at most 256");
    assertThat(refused.getMessage()).hasSizeLessThan(200);
    assertThat(refused.failure().detail().param()).hasValue("model");
    assertThat(refused.metadata().group()).isEmpty();
  }

  @Test
  void fallbackOfARequestIsNoLongerEither() {
    CallOptions options = CallOptions.none().withFallbacks(List.of("any/" + "x".repeat(300)));

    MainstayException refused =
        catchThrowableOfType(
            BadRequestException.class,
            () -> mainstay.chat(ChatRequest.of("any/model", "Hello"), options));

    assertThat(refused.failure().detail().param()).hasValue("fallbacks");
  }

  @Test
  void nameOfExactlyThatLengthIsLookedFor() {
    MainstayException unknown =
        catchThrowableOfType(
            MainstayException.class, () -> mainstay.chat("x".repeat(256), "Hello"));

    assertThat(unknown.failure()).isInstanceOf(Failure.NotFound.class);
  }

  @Test
  void nothingIsCalledByALongerName() {
    String name = "any/" + "x".repeat(253);

    assertThat(mainstay.hasModel("any/" + "x".repeat(252))).isTrue();
    assertThat(mainstay.hasModel(name)).isFalse();
    assertThat(mainstay.tokens(ChatRequest.of(name, "Hello")).isEstimated()).isTrue();
    assertThat(catchThrowableOfType(BadRequestException.class, () -> mainstay.embed(name, "a")))
        .hasMessageContaining("at most 256");
  }
}
