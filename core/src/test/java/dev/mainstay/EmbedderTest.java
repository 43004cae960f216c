package dev.mainstay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.mainstay.call.Attempt;
import dev.mainstay.call.EmbeddingResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Embedding;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.FailedStream;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.TokenPrices;
import dev.mainstay.routing.Fallbacks;
import dev.mainstay.time.Deadline;
import dev.mainstay.time.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertThat(List.of(first.sizes, second.sizes))
        .containsExactlyInAnyOrder(List.of(2, 2, 1), List.of());
  }

  /** Vectors of two models are not to be compared, however alike they look. */
  @Test
  void modelThatFailsAtALaterPartIsLeftWithAllParts() {
    first.failsFrom(1, new Failure.NotFound(FailureDetail.of("gone").withStatus(404)));

    EmbeddingResponse answer =
        mainstay().embed(EmbeddingRequest.of("both", List.of("a", "bb", "ccc", "dddd")));

    assertThat(answer.vectors().stream().map(vector -> vector[0])).containsExactly(1f, 2f, 3f, 4f);
    assertThat(first.sizes).containsExactly(3);
    assertThat(second.sizes).containsExactly(2, 1, 1);
    assertThat(answer.metadata().deployment()).contains("second/e");
    assertThat(answer.metadata().attempts())
        .extracting(Attempt::deployment, attempt -> attempt.outcome().word())
        .containsExactly(
            tuple("first/e#2", "Succeeded"),
            tuple("first/e#2", "NotFound"),
            tuple("second/e", "Succeeded"),
            tuple("second/e", "Succeeded"));
    assertThat(answer.metadata().retryCount()).isEqualTo(1);
    assertThat(answer.metadata().fallbackCount()).isEqualTo(1);
    assertThat(answer.metadata().cost()).hasValueCloseTo(7.0, within(1e-9));
  }

  @Test
  void partIsAskedAgainOfItsModelBeforeThatIsLeft() {
    first.failsFrom(1, new Failure.ServerError(FailureDetail.of("no").withStatus(500)));

    EmbeddingResponse answer =
        mainstay().embed(EmbeddingRequest.of("both", List.of("a", "bb", "ccc", "dddd")));

    assertThat(answer.metadata().attempts())
        .extracting(Attempt::deployment)
        .containsExactly(
            "first/e#2", "first/e#2", "first/e#2", "first/e#2", "second/e", "second/e");
    assertThat(time.elapsed()).isLessThan(Duration.ofSeconds(6));
  }

  @Test
  void partThatIsTooLongGoesToTheLargerWindowWithAllOthers() {
    first.failsFrom(1, new Failure.ContextWindowExceeded(FailureDetail.of("long").withStatus(400)));

    EmbeddingResponse answer =
        builder()
            .fallbacks(Fallbacks.none().withContextWindow(Map.of("one", List.of("spare"))))
            .build()
            .embed(EmbeddingRequest.of("one", List.of("a", "bb", "ccc", "dddd")));

    assertThat(second.sizes).containsExactly(2, 1, 1);
    assertThat(answer.vectors()).hasSize(4);
  }

  @Test
  void otherDeploymentsOfTheModelMayAnswerLaterParts() {
    first.failsFrom(1, new Failure.Unauthenticated(FailureDetail.of("no").withStatus(401)));
    first.failsFor = "x";
    Deployment x = Deployment.of("first/e").withId("x").withOrder(1).withKey("kx");
    Deployment y = Deployment.of("first/e").withId("y").withOrder(2).withKey("ky");

    EmbeddingResponse answer =
        builder()
            .group("two", x, y)
            .fallback("two", "spare")
            .build()
            .embed(EmbeddingRequest.of("two", List.of("a", "bb", "ccc", "dddd")));

    assertThat(answer.metadata().attempts())
        .extracting(Attempt::deployment)
        .containsExactly("x", "x", "y");
    assertThat(second.sizes).isEmpty();
  }

  @Test
  void oneNameAtTwoAddressesIsNotOneModel() {
    first.failsFrom(1, new Failure.Unauthenticated(FailureDetail.of("no").withStatus(401)));
    first.failsFor = "x";
    Deployment x =
        Deployment.of("first/e").withId("x").withOrder(1).withEndpoint(URI.create("https://x"));
    Deployment y =
        Deployment.of("first/e").withId("y").withOrder(2).withEndpoint(URI.create("https://y"));

    EmbeddingResponse answer =
        builder()
            .group("two", x, y)
            .build()
            .embed(EmbeddingRequest.of("two", List.of("a", "bb", "ccc", "dddd")));

    assertThat(answer.metadata().attempts())
        .extracting(Attempt::deployment)
        .containsExactly("x", "x", "y", "y");
  }

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

  private static JsonObject vector(int index, JsonValue vector) {
    return JsonObject.builder().put("index", index).put("embedding", vector).build();
  }

  @Test
  void errorTellsTheAttemptsAtAllParts() {
    first.failsFrom(1, new Failure.BadRequest(FailureDetail.of("no").withStatus(400)));

    assertThatThrownBy(
            () -> mainstay().embed(EmbeddingRequest.of("both", List.of("a", "b", "c", "d"))))
        .isInstanceOfSatisfying(
            MainstayException.class,
            e -> {
              assertThat(e.failure()).isInstanceOf(Failure.BadRequest.class);
              assertThat(e.metadata().attempts())
                  .extracting(attempt -> attempt.outcome().word())
                  .containsExactly("Succeeded", "BadRequest");
            });
    assertThat(second.sizes).isEmpty();
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
                        late -> assertThat(late.phase()).isEqualTo(TimeoutPhase.TOTAL)))
        .hasMessageContaining("within its timeout of 10.0 s");
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
    return builder().build();
  }

  private MainstayBuilder builder() {
    ModelInfo priced = ModelInfo.unknown().withPrices(TokenPrices.of(1, 0));
    return Mainstay.builder()
        .provider("first", first)
        .provider("second", second)
        .group("one", Deployment.of("first/e").withInfo(priced))
        .group("both", Deployment.of("first/e").withInfo(priced))
        .group("spare", Deployment.of("second/e").withInfo(priced))
        .group(
            "mixed",
            Deployment.of("first/e").withInfo(priced),
            Deployment.of("second/e").withInfo(priced))
        .fallback("both", "spare")
        .time(time);
  }

  /** Embeds each text as its length, after a while. */
  private static final class Scripted implements Provider {
    final Deque<Failure> failures = new ArrayDeque<>();
    final List<Integer> sizes = new ArrayList<>();
    private final int most;
    private final ManualTime time;
    Duration takes = Duration.ZERO;
    String failsFor = "";
    int growsFrom = Integer.MAX_VALUE;
    boolean isBase64;
    Consumer<List<JsonObject>> data = items -> {};
    private int failsFrom = Integer.MAX_VALUE;
    private Failure fails = new Failure.Cancelled(FailureDetail.of(""));
    private int asked;

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
      boolean isFailing = failsFor.isEmpty() || failsFor.equals(deployment.id());
      if (failure == null && isFailing && asked++ >= failsFrom) {
        failure = fails;
      }
      return failure == null ? answer(request) : new FailedStream(failure);
    }

    /** From its call of the number {@code from} on, 0 being the first, it fails. */
    void failsFrom(int from, Failure by) {
      failsFrom = from;
      fails = by;
    }

    private ProviderStream answer(EmbeddingRequest request) {
      List<JsonValue> inputs = request.inputs();
      sizes.add(inputs.size());
      List<JsonObject> items = new ArrayList<>();
      for (int i = 0; i < inputs.size(); i++) {
        JsonArray vector = vector(length(inputs.get(i)));
        items.add(
            EmbedderTest.vector(i, isBase64 ? Embedding.base64(Embedding.floats(vector)) : vector));
      }
      data.accept(items);
      JsonObject json =
          JsonObject.builder()
              .put("data", JsonArray.of(items))
              .put("usage", JsonObject.builder().put("prompt_tokens", inputs.size()).build())
              .build();
      UsageReported usage =
          new UsageReported(
              new Usage(
                  inputs.size(), 0, inputs.size(), OptionalLong.empty(), OptionalLong.empty()));
      return new One(
          new ChatChunk(List.of(usage), Optional.of(json)), Deadline.in(takes, time), time);
    }

    private JsonArray vector(long length) {
      JsonNumber number = JsonNumber.of(length);
      return sizes.size() > growsFrom ? JsonArray.of(number, number) : JsonArray.of(number);
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
