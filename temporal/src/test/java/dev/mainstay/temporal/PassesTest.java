package dev.mainstay.temporal;

import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.pauses;
import static dev.mainstay.transport.RealTime.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.MainstayBuilder;
import dev.mainstay.call.CallEvent;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Deployment;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** DURABLE 1: whom one pass asks where the wait before asking again is none. */
@Timeout(30)
class PassesTest {
  private static final CallPolicy ONE_PASS =
      CallPolicy.defaults().withPasses(1).withHandOver(Duration.ofSeconds(2));

  @Test
  void passOfTemporalsAsksNobodyTwiceThoughTheProviderAsksForNoWait() {
    try (DurableWorld world = new DurableWorld()) {
      world.provider.always("a", breaks(rateLimited(Optional.of(Duration.ZERO))));

      world.start().fail(Ask.Mode.PLAIN, ONE_PASS);

      assertThat(world.provider.asked()).containsExactly("a");
    }
  }

  @Test
  void passOfTemporalsAsksNobodyTwiceThoughTheBackoffIsNone() {
    try (DurableWorld world = withoutBackoff()) {
      world.provider.always("a", breaks(serverError()));

      world.start().fail(Ask.Mode.PLAIN, CallPolicy.defaults());

      assertThat(world.provider.asked()).containsExactly("a", "a", "a");
    }
  }

  @Test
  void passOfTemporalsAsksNobodyTwiceThoughMoreRetriesAreWishedFor() {
    RetryPolicy wished = RetryPolicy.builder().onRateLimit(5).build();
    try (DurableWorld world = withoutBackoff(builder -> builder.retries(wished))) {
      world.provider.always("a", breaks(rateLimited(Optional.empty())));

      world.start().fail(Ask.Mode.PLAIN, CallPolicy.defaults());

      assertThat(world.provider.asked()).containsExactly("a", "a", "a");
    }
  }

  @Test
  void mainstaysOwnRetriesWithoutBackoffAreAllMadeInOneAttempt() {
    try (DurableWorld world = withoutBackoff()) {
      world.provider.always("a", breaks(serverError()));

      WorkflowStub run =
          world.start().begin(Ask.Mode.PLAIN, CallPolicy.defaults().withOwner(RetryOwner.MAINSTAY));
      world.failure(run);

      assertThat(world.provider.asked()).containsExactly("a", "a", "a", "a");
      assertThat(world.attempts(run)).containsExactly(1);
    }
  }

  @Test
  void passOfTemporalsAsksNobodyTwiceThoughOthersWaitBehindIt() {
    AtomicInteger waiting = new AtomicInteger();
    try (DurableWorld world = crowded(waiting)) {
      world.provider.always(
          "b", pauses(Duration.ofSeconds(1)), breaks(rateLimited(Optional.empty())));
      world.start();
      List<WorkflowStub> runs =
          IntStream.range(0, 4).mapToObj(i -> world.begin(Ask.Mode.PLAIN, ONE_PASS)).toList();
      await().until(() -> world.provider.asked().size() == 1 && waiting.get() >= 3);
      world.providersTime.release();

      assertThat(runs).allSatisfy(run -> assertThat(asked(world, run)).isEqualTo(1));
      assertThat(world.provider.asked()).hasSize(4);
    }
  }

  private static int asked(DurableWorld world, WorkflowStub run) {
    return world.failure(run).metadata().attempts().size();
  }

  private static DurableWorld crowded(AtomicInteger waiting) {
    return new DurableWorld(
        builder ->
            Mainstay.builder()
                .group("chat", Deployment.of("scripted/b").withMaxParallelRequests(1))
                .listener(event -> {
                  if (event instanceof CallEvent.Waiting) {
                    waiting.incrementAndGet();
                  }
                }),
        worker -> worker);
  }

  private static DurableWorld withoutBackoff() {
    return withoutBackoff(builder -> builder);
  }

  private static DurableWorld withoutBackoff(UnaryOperator<MainstayBuilder> change) {
    return new DurableWorld(
        builder -> change.apply(builder.backoff(Backoff.defaults().withMaxDelay(Duration.ZERO))),
        worker -> worker);
  }

  private static Failure serverError() {
    return new Failure.ServerError(FailureDetail.of("it broke").withStatus(500));
  }

  private static Failure rateLimited(Optional<Duration> hint) {
    FailureDetail detail = FailureDetail.of("slow down").withStatus(429);
    return new Failure.RateLimited(hint.map(detail::withRetryAfter).orElse(detail));
  }
}
