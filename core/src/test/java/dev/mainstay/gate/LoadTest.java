package dev.mainstay.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.engine.Failures;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is under way, and what the last minute has used: SEMANTICS 3.2 and 5.1. */
class LoadTest {
  private static final Usage USAGE =
      new Usage(30, 70, 100, OptionalLong.empty(), OptionalLong.empty());

  private final Ward ward = new Ward();

  @Test
  void attemptIsInFlightUntilItIsClosed() {
    Permit stream = ward.begin();
    Permit other = ward.begin();
    stream.committed();
    stream.succeeded(Optional.empty());
    assertThat(ward.gate.load().inFlight()).isEqualTo(2);

    stream.close();
    stream.close();

    assertThat(ward.gate.load().inFlight()).isEqualTo(1);
    other.close();
    assertThat(ward.gate.load().inFlight()).isZero();
  }

  @Test
  void requestsAndTokensOfTheLastMinuteAreCounted() {
    for (int second = 0; second < 90; second++) {
      Permit permit = ward.begin();
      permit.succeeded(Optional.of(USAGE));
      permit.close();
      ward.after(Duration.ofSeconds(1));
    }

    assertThat(ward.gate.load().requestsPerMinute(ward.time.nanos())).isBetween(59L, 60L);
    assertThat(ward.gate.load().tokensPerMinute(ward.time.nanos())).isBetween(5_900L, 6_000L);
    ward.after(Duration.ofSeconds(30));
    assertThat(ward.gate.load().requestsPerMinute(ward.time.nanos())).isBetween(29L, 30L);
    ward.after(Duration.ofSeconds(31));
    assertThat(ward.gate.load().requestsPerMinute(ward.time.nanos())).isZero();
    assertThat(ward.gate.load().tokensPerMinute(ward.time.nanos())).isZero();
  }

  @Test
  void tokensOfStreamsAreCountedAsWell() {
    Permit stream = ward.begin();
    stream.committed();
    stream.succeeded(Optional.of(USAGE));
    stream.close();

    assertThat(ward.gate.load().tokensPerMinute(ward.time.nanos())).isEqualTo(100);
  }

  @Test
  void usageOfAnAnswerCountsOnce() {
    Permit stream = ward.begin();
    stream.succeeded(Optional.of(USAGE));
    stream.succeeded(Optional.of(USAGE));
    stream.close();
    stream.succeeded(Optional.of(USAGE));

    assertThat(ward.gate.load().tokensPerMinute(ward.time.nanos())).isEqualTo(100);
  }

  /** As many wait for their first output as are without, whatever is told of the others. */
  @Test
  void whatIsToldTwiceOrTooLateLeavesThoseWhoWait() {
    Permit begun = ward.begin();
    Permit whole = ward.begin();
    Permit left = ward.begin();
    ward.begin();
    ward.after(Duration.ofSeconds(10));

    begun.committed();
    begun.committed();
    whole.succeeded(Optional.empty());
    whole.committed();
    left.close();
    left.committed();
    left.close();
    ward.after(Duration.ofSeconds(50));

    assertThat(ward.gate.load().expectedNanos(ward.time.nanos())).isGreaterThan(6e10);
  }

  /** Its end is known: nobody expects the next to take as long as it has been under way. */
  @Test
  void attemptThatHasFailedWaitsForNoOutput() {
    Permit failed = ward.begin();
    failed.failed(Failures.serverError());
    ward.after(Duration.ofSeconds(50));

    assertThat(ward.gate.load().expectedNanos(ward.time.nanos())).isLessThan(1e9);
  }

  @Test
  void whoeverAsksForTheLoadLeavesTheGateToOthers() {
    ward.begin();
    ward.after(Duration.ofSeconds(90));

    assertThat(ward.gate.load().requestsPerMinute(ward.time.nanos())).isZero();
    assertThat(ward.gate.visit().obstacle(Terms.of(true, true))).isEmpty();
    assertThat(ward.gate.mayEnter(Terms.of(true, true))).isTrue();

    assertThat(
            CompletableFuture.supplyAsync(ward::begin, Thread::startVirtualThread)
                .orTimeout(10, TimeUnit.SECONDS)
                .join())
        .isNotNull();
  }

  @Test
  void fullDeploymentLetsNobodyIn() {
    Ward narrow = narrow(2);
    Permit first = narrow.begin();
    narrow.begin();

    assertThat(narrow.admitsNewCalls()).isFalse();
    assertThat(narrow.gate.mayEnter(Terms.of(false, false))).isFalse();
    assertThat(narrow.gate.visit().obstacle(Terms.of(false, true))).contains(Obstacle.FULL);
    assertThat(narrow.gate.visit().enter(Terms.of(false, false))).isEmpty();
    first.succeeded(Optional.empty());
    assertThat(narrow.admitsNewCalls()).as("its connection is not let go yet").isFalse();

    first.close();

    assertThat(narrow.gate.visit().enter(Terms.of(true, false))).isPresent();
  }

  @Test
  void attemptThatWasNotLetInTakesNoPlace() {
    Ward narrow = narrow(1);
    Permit only = narrow.begin();
    for (int i = 0; i < 10; i++) {
      assertThat(narrow.gate.visit().enter(Terms.of(true, false))).isEmpty();
    }

    only.close();

    assertThat(narrow.gate.load().inFlight()).isZero();
    assertThat(narrow.gate.load().requestsPerMinute(narrow.time.nanos())).isEqualTo(1);
  }

  private static Ward narrow(int limit) {
    return new Ward(
        HealthPolicy.defaults(),
        RetryBudget.defaults(),
        Deployment.of("vendor/model").withMaxParallelRequests(limit));
  }
}
