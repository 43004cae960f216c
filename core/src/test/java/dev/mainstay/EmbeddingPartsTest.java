package dev.mainstay;

import static dev.mainstay.ScriptedEmbeddings.vector;
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
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.WaitLimits;
import dev.mainstay.provider.Deployment;
import dev.mainstay.routing.Fallbacks;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/**
 * Inputs that are too many for one request are asked for in parts, all of one model and within one
 * deadline.
 */
class EmbeddingPartsTest extends AskingForEmbeddings {
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

  @Test
  void costThatEveryPartIsToldIsToldOfTheWhole() {
    first.costs = OptionalDouble.of(0.25);
    EmbeddingRequest request = EmbeddingRequest.of("one", List.of("a", "bb", "ccc", "dddd"));

    EmbeddingResponse answer = mainstay().embed(request);

    assertThat(answer.metadata().cost()).hasValue(0.5);
    assertThat(answer.json().object("usage").orElseThrow().decimal("cost")).hasValue(0.5);
  }

  @Test
  void inputsWithMoreTokensThanAProviderTakesAtOnceAreAskedForInParts() {
    String thirty = "ten words in three tens of ten ".repeat(4);
    String long0 = "x".repeat(600);

    EmbeddingResponse answer =
        mainstay().embed(EmbeddingRequest.of("one", List.of(thirty, thirty, long0, "a", "b")));

    assertThat(first.sizes).containsExactly(1, 1, 1, 2);
    assertThat(answer.vectors().stream().map(vector -> vector[0]))
        .containsExactly(124f, 124f, 600f, 1f, 1f);
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
  void waitThatALaterPartMayNotMakeIsHandedBack() {
    FailureDetail later = FailureDetail.of("later").withRetryAfter(Duration.ofSeconds(20));
    first.failsFrom(1, new Failure.RateLimited(later));
    EmbeddingRequest request = EmbeddingRequest.of("one", Collections.nCopies(6, "a"));
    CallOptions options =
        CallOptions.none().withWaitLimits(new WaitLimits(Duration.ZERO, Duration.ZERO));

    assertThatThrownBy(() -> mainstay().embed(request, options))
        .isInstanceOfSatisfying(
            MainstayException.class,
            e -> {
              assertThat(e.notWaited().orElseThrow())
                  .isGreaterThanOrEqualTo(Duration.ofSeconds(20));
              assertThat(e.metadata().attempts()).hasSize(2);
            });
  }

  @Test
  void partsThatAreOverByTheDeadlineAreOneAnswer() {
    first.takes = Duration.ofSeconds(3);
    EmbeddingRequest request = EmbeddingRequest.of("one", Collections.nCopies(9, "a"));
    CallOptions options = CallOptions.none().withTimeout(Duration.ofSeconds(10));

    assertThat(mainstay().embed(request, options).vectors()).hasSize(9);
    assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(9));
  }
}
