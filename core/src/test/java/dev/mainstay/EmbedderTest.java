package dev.mainstay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.EmbeddingResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.FailedStream;
import dev.mainstay.provider.Provider;
import dev.mainstay.time.ManualTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Embeddings keep what section 2 and 3 of SEMANTICS promise of plain calls: the loop is the same.
 */
class EmbedderTest extends AskingForEmbeddings {
  @Test
  void failureThatMayPassIsTriedAgain() {
    first.failures.add(new Failure.RateLimited(FailureDetail.of("slow down").withStatus(429)));

    EmbeddingResponse answer = mainstay().embed("one", "a");

    assertThat(answer.vector()).containsExactly(1f);
    assertThat(answer.calls().getFirst().attempts()).hasSize(2);
    assertThat(answer.promptTokens()).hasValue(1);
  }

  @Test
  void modelIsToldInTheProvidersWords() {
    JsonObject told = JsonObject.of("model", new JsonString("text-embedding-3-small"));

    assertThat(new EmbeddingResponse(told, List.of()).model()).isEqualTo("text-embedding-3-small");
    assertThat(mainstay().embed("one", "a").model()).isEmpty();
  }

  @Test
  void groupThatFailsIsLeftForItsFallback() {
    first.failures.add(new Failure.NotFound(FailureDetail.of("no such model").withStatus(404)));

    EmbeddingResponse answer = mainstay().embed("both", "a");

    assertThat(answer.calls().getFirst().deployment()).contains("second/e");
  }

  @Test
  void providerWithoutEmbeddingsSaysSo() {
    Provider chatOnly =
        (deployment, request, timeout) ->
            new FailedStream(new Failure.Cancelled(FailureDetail.of("")));
    try (Mainstay mainstay =
        Mainstay.builder()
            .provider("chat", chatOnly)
            .group("g", Deployment.of("chat/m"))
            .time(new ManualTime())
            .build()) {
      assertThatThrownBy(() -> mainstay.embed("g", "a"))
          .isInstanceOf(MainstayException.class)
          .hasMessageContaining("chat cannot be asked for embeddings");
    }
  }

  @Test
  void closingEndsEmbeddingsToo() {
    Mainstay mainstay = mainstay();
    mainstay.close();

    assertThatThrownBy(() -> mainstay.embed("one", "a"))
        .isInstanceOfSatisfying(
            MainstayException.class,
            e -> assertThat(e.failure()).isInstanceOf(Failure.Cancelled.class));
  }
}
