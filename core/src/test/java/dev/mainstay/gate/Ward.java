package dev.mainstay.gate;

import dev.mainstay.failure.Failure;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.Optional;

/** One deployment's gate on a clock that is moved by hand, and calls that come to it. */
final class Ward {
  final ManualTime time = late();
  final Gate gate;

  Ward() {
    this(HealthPolicy.defaults());
  }

  Ward(HealthPolicy policy) {
    this(policy, RetryBudget.defaults(), Deployment.of("vendor/model"));
  }

  Ward(HealthPolicy policy, RetryBudget budget, Deployment deployment) {
    this.gate = new Gates(policy, budget, PacingPolicy.disabled(), time).of(deployment);
  }

  // At zero it would not be seen whether a moment is added, taken away or left out.
  static ManualTime late() {
    ManualTime time = new ManualTime();
    time.advance(Duration.ofSeconds(12_345));
    return time;
  }

  void after(Duration duration) {
    time.advance(duration);
  }

  /** A new call, that a cooldown binds, begins an attempt. */
  Permit begin() {
    return gate.visit().enter(Terms.of(true, false)).orElseThrow();
  }

  /** A new call that no cooldown binds begins an attempt. */
  Permit beginUnbound() {
    return gate.visit().enter(Terms.of(false, false)).orElseThrow();
  }

  /** A new call asks once, and fails. */
  void fail(Failure failure) {
    fail(gate.visit(), failure);
  }

  /** {@code count} new calls ask once each, and fail. */
  void fail(int count, Failure failure) {
    for (int i = 0; i < count; i++) {
      fail(failure);
    }
  }

  /** The call of {@code visit} asks, and fails. */
  static void fail(Visit visit, Failure failure) {
    end(visit.enter(Terms.of(true, false)).orElseThrow(), failure);
  }

  /** {@code count} new calls ask once each, and succeed. */
  void succeed(int count) {
    for (int i = 0; i < count; i++) {
      succeed(begin());
    }
  }

  static void succeed(Permit permit) {
    permit.succeeded(Optional.empty());
    permit.close();
  }

  static void end(Permit permit, Failure failure) {
    permit.failed(failure);
    permit.close();
  }

  Health health() {
    return gate.health();
  }

  boolean admitsNewCalls() {
    return gate.visit().mayEnter(Terms.of(true, false));
  }

  /** How long the cooldown still lasts; zero where there is none. */
  Duration remaining() {
    return switch (health()) {
      case Health.CoolingDown cooling -> cooling.remaining();
      case Health.Closed closed -> Duration.ZERO;
      case Health.HalfOpen halfOpen -> Duration.ZERO;
    };
  }
}
