package dev.mainstay.gate;

import static dev.mainstay.engine.Failures.serverError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a deployment without fallback sees of callers that retry twice, over minutes: SEMANTICS 2.8.
 */
@Timeout(60)
class RetryStormTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final ManualTime time = new ManualTime();
  private final Random random = new Random(4);
  private final Recent begun = new Recent();
  private final Recent drawn = new Recent();
  private Gate gate = gate(RetryBudget.defaults());
  private BooleanSupplier fails = () -> true;
  private Duration latency = Duration.ofMillis(50);
  private int calls;
  private int attempts;
  private int refused;
  private boolean overdrawn;

  @Test
  void deploymentThatIsDownSeesAtMostAFifthMoreThanItsTraffic() {
    call(1_000, Duration.ofSeconds(60));

    assertThat(calls).isEqualTo(60_000);
    assertThat(attempts).isBetween((int) (1.15 * calls), (int) (1.2 * calls));
    assertThat(overdrawn).isFalse();
  }

  @Test
  void deploymentThatGoesDownUnderTrafficSeesAtMostAFifthMore() {
    fails = () -> time.elapsed().compareTo(Duration.ofSeconds(20)) >= 0;
    call(1_000, Duration.ofSeconds(20));
    calls = 0;
    attempts = 0;

    call(1_000, Duration.ofSeconds(60));

    assertThat(attempts).isLessThanOrEqualTo((int) (1.2 * calls));
  }

  @Test
  void withoutBudgetEveryCallMakesItsThreeAttempts() {
    gate = gate(RetryBudget.unlimited());

    call(1_000, Duration.ofSeconds(10));
    time.advance(Duration.ofMinutes(1));

    assertThat(attempts).isEqualTo(3 * calls);
    assertThat(gate.load().inFlight()).isZero();
  }

  @Test
  void twentyCallersAtOnceWhoMeetOneSecondOfFailuresAllGetTheirRetries() {
    fails = () -> time.elapsed().compareTo(Duration.ofSeconds(1)) < 0;
    for (int i = 0; i < 20; i++) {
      new Call(2).attempt();
    }

    time.advance(Duration.ofMinutes(1));

    assertThat(calls).isEqualTo(20);
    assertThat(attempts).isGreaterThanOrEqualTo(40);
    assertThat(refused).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void budgetHoldsInAnyTenSecondsOfUneventTraffic(long seed) {
    random.setSeed(seed);
    latency = Duration.ofMillis(900);
    fails = () -> random.nextInt(10) < 5;
    for (int phase = 0; phase < 20; phase++) {
      call(10 + random.nextInt(800), Duration.ofMillis(500 + random.nextInt(9_000)));
    }

    assertThat(overdrawn).as("seed " + seed).isFalse();
    assertThat(attempts).isGreaterThan(calls);
  }

  private void call(int perSecond, Duration duration) {
    long apart = 1_000_000_000L / perSecond;
    for (long at = 0; at < duration.toNanos(); at += apart) {
      time.schedule(Duration.ofNanos(at), () -> new Call(2).attempt());
    }
    time.advance(duration.plus(latency));
  }

  private Gate gate(RetryBudget budget) {
    return new Gates(HealthPolicy.defaults(), budget, PacingPolicy.disabled(), time)
        .of(Deployment.of("vendor/model"));
  }

  private final class Call {
    private final Visit visit = gate.visit();
    private final int retries;
    private int made;

    Call(int retries) {
      this.retries = retries;
      calls++;
      begun.add(time.nanos());
    }

    void attempt() {
      Optional<Permit> permit = visit.enter(Terms.of(false, made > 0));
      if (permit.isEmpty()) {
        refused++;
        return;
      }
      attempts++;
      if (made++ > 0) {
        drawn.add(time.nanos());
        overdrawn |= drawn.size() > Math.max(100, 0.2 * begun.size());
      }
      boolean failing = fails.getAsBoolean();
      time.schedule(latency, () -> end(permit.get(), failing));
    }

    private void end(Permit permit, boolean failed) {
      if (!failed) {
        Ward.succeed(permit);
        return;
      }
      Ward.end(permit, serverError());
      if (made <= retries) {
        time.schedule(Duration.ofNanos(random.nextLong(1_000_000_000L << made)), this::attempt);
      }
    }
  }

  /** What happened in the ten seconds that end now. */
  private final class Recent {
    private final Deque<Long> times = new ArrayDeque<>();

    void add(long now) {
      times.add(now);
    }

    int size() {
      while (!times.isEmpty() && time.nanos() - times.peek() >= TEN_SECONDS.toNanos()) {
        times.poll();
      }
      return times.size();
    }
  }
}
