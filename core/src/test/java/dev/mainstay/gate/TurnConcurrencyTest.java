package dev.mainstay.gate;

import static dev.mainstay.engine.Failures.rateLimited;
import static dev.mainstay.engine.Failures.serverError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * SEMANTICS 5.1: threads that wait in several lines at once, leave at any moment and send what they
 * wait for to cool down: nobody waits beyond its time, and no place is lost or given twice.
 */
@Timeout(60)
class TurnConcurrencyTest {
  private static final long SEED = Long.getLong("mainstay.seed", 20_261_122);
  private static final int CALLERS = 300;
  private static final int TURNS_EACH = 30;
  private static final int PLACES = 3;
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final TimeSource time = TimeSource.system();
  private final HealthPolicy quick =
      new HealthPolicy(OptionalInt.empty(), Map.of(), Duration.ofMillis(2), true);
  private final List<Gate> gates = List.of(gate("vendor/a"), gate("vendor/b"), gate("vendor/c"));
  private final Map<Gate, AtomicInteger> inside =
      Map.of(
          gates.get(0), new AtomicInteger(),
          gates.get(1), new AtomicInteger(),
          gates.get(2), new AtomicInteger());
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger left = new AtomicInteger();

  @Test
  void everyTurnComesAndNoPlaceIsLost() throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        SplittableRandom random = new SplittableRandom(SEED + i);
        all.add(callers.submit(() -> waitOften(random)));
      }
      for (Future<?> caller : all) {
        caller.get();
      }
    }

    assertThat(served.get() + left.get()).isEqualTo(CALLERS * TURNS_EACH);
    assertThat(served.get()).as("seed %s", SEED).isGreaterThan(CALLERS * TURNS_EACH / 2);
    assertThat(most.get()).isEqualTo(PLACES);
    assertThat(gates).allMatch(gate -> gate.load().inFlight() == 0);
  }

  private void waitOften(SplittableRandom random) {
    for (int i = 0; i < TURNS_EACH; i++) {
      boolean leaves = random.nextInt(8) == 0;
      Optional<Permit> permit = turn(random, leaves);
      while (permit.isEmpty() && !leaves) {
        permit = turn(random, false);
      }
      permit.ifPresentOrElse(given -> stay(given, random), left::incrementAndGet);
    }
  }

  private Optional<Permit> turn(SplittableRandom random, boolean leaves) {
    Map<Visit, Terms> visits = new LinkedHashMap<>();
    int from = random.nextInt(3);
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      Terms terms = Terms.of(random.nextInt(4) != 0, false);
      visits.put(gates.get((from + i) % 3).visit(), terms);
    }
    try (Turn turn = Turn.at(visits, LONGEST, time)) {
      long until = time.nanos() + (leaves ? Duration.ofMillis(1) : LONGEST).toNanos();
      while (!turn.isOver() && until - time.nanos() > 0) {
        time.park(Duration.ofNanos(until - time.nanos()));
      }
      assertThat(leaves || turn.isOver()).as("overlooked, seed %s", SEED).isTrue();
      return leaves && random.nextBoolean() ? Optional.empty() : turn.take();
    }
  }

  private void stay(Permit permit, SplittableRandom random) {
    AtomicInteger here =
        gates.stream().filter(permit::isOf).findFirst().map(inside::get).orElseThrow();
    most.accumulateAndGet(here.incrementAndGet(), Math::max);
    served.incrementAndGet();
    Thread.yield();
    switch (random.nextInt(8)) {
      case 0 -> permit.failed(serverError());
      case 1 -> permit.failed(rateLimited(Duration.ofMillis(1)));
      case 2 -> {}
      default -> permit.succeeded(Optional.empty());
    }
    here.decrementAndGet();
    permit.close();
  }

  private Gate gate(String model) {
    return new Gates(quick, RetryBudget.unlimited(), PacingPolicy.disabled(), time)
        .of(Deployment.of(model).withMaxParallelRequests(PLACES));
  }
}
