package dev.mainstay.gate;

import dev.mainstay.pace.Hold;
import dev.mainstay.provider.Deployment;
import dev.mainstay.routing.DeploymentState;
import dev.mainstay.routing.DeploymentState.CoolingDown;
import dev.mainstay.routing.DeploymentState.PacingReason;
import dev.mainstay.routing.DeploymentState.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a gate stands now, for its deployment's owner to see. */
final class Snapshot {
  private Snapshot() {}

  /** That of {@code gate}, whose turnstile {@code others} pass, too. */
  static DeploymentState of(Gate gate, List<String> others, long now) {
    Deployment deployment = gate.deployment();
    Turnstile turnstile = gate.turnstile();
    turnstile.lock().lock();
    try {
      return new DeploymentState(
          deployment.id(),
          deployment.provider() + "/" + deployment.model(),
          others,
          turnstile.inFlight(),
          turnstile.waiting(),
          turnstile.knownLimits(now),
          wait(turnstile, now),
          coolingDown(gate.health()));
    } finally {
      turnstile.lock().unlock();
    }
  }

  private static Optional<Wait> wait(Turnstile turnstile, long now) {
    Optional<Hold> hold = turnstile.hold(now);
    if (hold.isPresent()) {
      return Optional.of(
          new Wait(
              reason(hold.get()),
              hold.get().untilNanos().stream()
                  .mapToObj(until -> Duration.ofNanos(Math.max(0, until - now)))
                  .findFirst()));
    }
    return turnstile.isWaitedFor()
        ? Optional.of(new Wait(PacingReason.TURN, Optional.empty()))
        : Optional.empty();
  }

  private static PacingReason reason(Hold hold) {
    return switch (hold.reason()) {
      case PLACE -> PacingReason.PLACE;
      case RATE -> PacingReason.RATE;
      case REFUSED -> PacingReason.PAUSE;
      case PROBING -> PacingReason.TRIAL;
    };
  }

  private static Optional<CoolingDown> coolingDown(Health health) {
    return switch (health) {
      case Health.Closed closed -> Optional.empty();
      case Health.CoolingDown cooling ->
          Optional.of(new CoolingDown(cooling.remaining(), cooling.cause()));
      case Health.HalfOpen half -> Optional.of(new CoolingDown(Duration.ZERO, half.cause()));
    };
  }
}
