package dev.mainstay.gate;

import static dev.mainstay.engine.Failures.badRequest;
import static dev.mainstay.engine.Failures.overloaded;
import static dev.mainstay.engine.Failures.rateLimited;
import static dev.mainstay.engine.Failures.serverError;
import static dev.mainstay.engine.Failures.unauthenticated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many callers at one gate leave no place taken: SEMANTICS 3.2, 3.3 and 5.1. */
@Timeout(60)
class GateConcurrencyTest {
  private static final int CALLERS = 500;
  private static final int ENTRIES_EACH = 20;
  private static final int PLACES = 40;
  private static final List<Failure> FAILURES =
      List.of(
          serverError(),
          overloaded(),
          badRequest(),
          Failing.cancelled(),
          unauthenticated(),
          rateLimited(Duration.ofMillis(200)));

  private final ManualTime time = new ManualTime();
  private final Gate gate =
      new Gates(
              new HealthPolicy(OptionalInt.empty(), Map.of(), Duration.ofMillis(100), true),
              RetryBudget.defaults(),
              PacingPolicy.disabled(),
              time)
          .of(Deployment.of("vendor/model").withMaxParallelRequests(PLACES));
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger entered = new AtomicInteger();

  @Test
  void tenThousandEntriesFrom500ThreadsLeaveEverythingAsItWas() throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all =
          IntStream.range(0, CALLERS)
              .<Future<?>>mapToObj(caller -> callers.submit(() -> enterOften(caller, start)))
              .toList();
      start.countDown();
      for (Future<?> caller : all) {
        caller.get();
      }
    }

    assertThat(entered.get()).isEqualTo(CALLERS * ENTRIES_EACH);
    assertThat(most.get()).isBetween(2, PLACES);
    assertThat(gate.load().inFlight()).isZero();
    time.advance(Duration.ofHours(1));
    Ward.succeed(gate.visit().enter(Terms.of(true, false)).orElseThrow());
    assertThat(gate.health()).isEqualTo(new Health.Closed());
    assertThat(gate.load().expectedNanos(time.nanos())).isLessThan(1);
    assertThat(gate.load().requestsPerMinute(time.nanos())).isEqualTo(1);
  }

  private Void enterOften(int caller, CountDownLatch start) throws InterruptedException {
    Random random = new Random(caller);
    start.await();
    for (int entry = 0; entry < ENTRIES_EACH; ) {
      Optional<Permit> permit =
          gate.visit().enter(Terms.of(random.nextInt(4) != 0, random.nextInt(4) == 0));
      time.advance(Duration.ofMillis(random.nextInt(20)));
      if (permit.isPresent()) {
        stay(permit.get(), random);
        entry++;
      }
      Thread.yield();
    }
    return null;
  }

  private void stay(Permit permit, Random random) {
    entered.incrementAndGet();
    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
    Thread.yield();
    if (random.nextBoolean()) {
      permit.committed();
    }
    Thread.yield();
    switch (random.nextInt(3)) {
      case 0 -> permit.succeeded(Optional.empty());
      case 1 -> permit.failed(FAILURES.get(random.nextInt(FAILURES.size())));
      default -> {}
    }
    inside.decrementAndGet();
    permit.close();
    if (random.nextInt(5) == 0) {
      permit.close();
    }
  }
}
