package dev.mainstay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.EmbeddingResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.FailedStream;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.time.Deadline;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Embeddings keep what section 2 and 3 of SEMANTICS promise of plain calls: the loop is the same.
 */
class EmbedderTest {
  private final ManualTime time = new ManualTime();
  private final Scripted first = new Scripted(3, time);
  private final Scripted second = new Scripted(2, time);

  @Test
  void failureThatMayPassIsTriedAgain() {
    first.failures.add(new Failure.RateLimited(FailureDetail.of("slow down").withStatus(429)));

    EmbeddingResponse answer = mainstay().embed("one", "a");

    assertThat(answer.vector()).containsExactly(1f);
    assertThat(answer.calls().getFirst().attempts()).hasSize(2);
    assertThat(answer.promptTokens()).hasValue(1);
  }

  @Test
  void groupThatFailsIsLeftForItsFallback() {
    first.failures.add(new Failure.NotFound(FailureDetail.of("no such model").withStatus(404)));

    EmbeddingResponse answer = mainstay().embed("both", "a");

    assertThat(answer.calls().getFirst().deployment()).contains("second/e");
  }

  @Test
  void manyInputsAreAskedForInPartsOfTheLeastThatEveryDeploymentTakes() {
    EmbeddingResponse answer =
        mainstay().embed(EmbeddingRequest.of("mixed", List.of("a", "bb", "ccc", "dddd", "eeeee")));

    assertThat(answer.vectors().stream().map(vector -> vector[0]))
        .containsExactly(1f, 2f, 3f, 4f, 5f);
    assertThat(answer.json().array("data").orElseThrow().objects().map(i -> i.number("index")))
        .extracting(index -> index.orElseThrow())
        .containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(answer.promptTokens()).hasValue(5);
    assertThat(answer.calls()).hasSize(3);
    assertThat(first.sizes.size() + second.sizes.size()).isEqualTo(3);
  }

  @Test
  void fallbackThatTakesFewerIsAskedInPartsOfItsOwn() {
    first.failures.add(new Failure.NotFound(FailureDetail.of("no such model").withStatus(404)));

    EmbeddingResponse answer =
        mainstay().embed(EmbeddingRequest.of("both", List.of("a", "bb", "ccc")));

    assertThat(answer.vectors().stream().map(vector -> vector[0])).containsExactly(1f, 2f, 3f);
    assertThat(second.sizes).containsExactly(2, 1);
    assertThat(answer.calls()).hasSize(1);
    assertThat(answer.calls().getFirst().deployment()).contains("second/e");
    assertThat(answer.promptTokens()).hasValue(3);
  }

  @Test
  void deadlineIsOneOverAllParts() {
    first.takes = Duration.ofSeconds(8);
    EmbeddingRequest request = EmbeddingRequest.of("one", Collections.nCopies(9, "a"));
    CallOptions options = CallOptions.none().withTimeout(Duration.ofSeconds(10));

    assertThatThrownBy(() -> mainstay().embed(request, options))
        .isInstanceOfSatisfying(
            MainstayException.class,
            e ->
                assertThat(e.failure())
                    .isInstanceOfSatisfying(
                        Failure.TimedOut.class,
                        late -> assertThat(late.phase()).isEqualTo(TimeoutPhase.TOTAL)));
    assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(10));
    assertThat(first.sizes).containsExactly(3, 3);
  }

  @Test
  void partsThatAreOverByTheDeadlineAreOneAnswer() {
    first.takes = Duration.ofSeconds(3);
    EmbeddingRequest request = EmbeddingRequest.of("one", Collections.nCopies(9, "a"));
    CallOptions options = CallOptions.none().withTimeout(Duration.ofSeconds(10));

    assertThat(mainstay().embed(request, options).vectors()).hasSize(9);
    assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(9));
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
          .hasMessageContaining("chat is not asked for embeddings");
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

  private Mainstay mainstay() {
    return Mainstay.builder()
        .provider("first", first)
        .provider("second", second)
        .group("one", Deployment.of("first/e"))
        .group("both", Deployment.of("first/e"))
        .group("spare", Deployment.of("second/e"))
        .group("mixed", Deployment.of("first/e"), Deployment.of("second/e"))
        .fallback("both", "spare")
        .time(time)
        .build();
  }

  /** Embeds each text as its length, after a while. */
  private static final class Scripted implements Provider {
    final Deque<Failure> failures = new ArrayDeque<>();
    final List<Integer> sizes = new ArrayList<>();
    private final int most;
    private final ManualTime time;
    Duration takes = Duration.ZERO;

    Scripted(int most, ManualTime time) {
      this.most = most;
      this.time = time;
    }

    @Override
    public ProviderStream open(
        Deployment deployment, ChatRequest request, Duration connectTimeout) {
      throw new AssertionError("embeddings were asked for");
    }

    @Override
    public int mostEmbeddings(Deployment deployment) {
      return most;
    }

    @Override
    public ProviderStream embed(
        Deployment deployment, EmbeddingRequest request, Duration connectTimeout) {
      Failure failure = failures.poll();
      return failure == null ? answer(request) : new FailedStream(failure);
    }

    private ProviderStream answer(EmbeddingRequest request) {
      List<JsonValue> inputs = request.inputs();
      sizes.add(inputs.size());
      List<JsonObject> items =
          IntStream.range(0, inputs.size())
              .mapToObj(i ->
                  JsonObject.builder()
                      .put("index", i)
                      .put("embedding", JsonArray.of(JsonNumber.of(length(inputs.get(i)))))
                      .build())
              .toList();
      JsonObject json =
          JsonObject.builder()
              .put("data", JsonArray.of(items))
              .put("usage", JsonObject.builder().put("prompt_tokens", inputs.size()).build())
              .build();
      return new One(new ChatChunk(List.of(), Optional.of(json)), Deadline.in(takes, time), time);
    }

    private static long length(JsonValue input) {
      return ((JsonString) input).value().length();
    }
  }

  private static final class One implements ProviderStream {
    private final Deque<Step> steps = new ArrayDeque<>();
    private final Deadline ready;
    private final ManualTime time;

    One(ChatChunk chunk, Deadline ready, ManualTime time) {
      steps.add(new Next(chunk));
      this.ready = ready;
      this.time = time;
    }

    @Override
    public Step next() {
      while (!ready.isPast() && !(steps.peek() instanceof Broken)) {
        time.park(ready.remaining());
      }
      Step step = steps.poll();
      return step == null ? new End() : step;
    }

    @Override
    public void abort(Failure cause) {
      steps.addFirst(new Broken(cause));
    }

    @Override
    public void close() {}
  }
}
