package dev.mainstay.gate;

import static dev.mainstay.engine.Failures.serverError;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.pace.Estimate;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calls that wait in line at gates with a clock in common, each for one place. */
abstract class WaitingCalls {
  static final Duration MINUTE = ofMinutes(1);

  // One place.
  final Ward ward = ward("vendor/a");
  // Another, with a clock in common.
  final Gate other = gate("vendor/b");

  Turn turn(Gate... gates) {
    return turn(MINUTE, gates);
  }

  Turn turn(Duration longest, Gate... gates) {
    List<Gate> all = gates.length == 0 ? List.of(ward.gate) : Arrays.asList(gates);
    Map<Visit, Terms> visits = new LinkedHashMap<>();
    all.forEach(gate -> visits.put(gate.visit(), Terms.of(true, false)));
    return Turn.at(visits, longest, ward.time);
  }

  /** One of {@code user}'s that no cooldown binds, and that uses so many tokens. */
  Turn turn(String user, long tokens, Gate... gates) {
    Map<Visit, Terms> visits = new LinkedHashMap<>();
    for (Gate gate : gates) {
      visits.put(gate.visit(caller(user, tokens)), Terms.of(false, false));
    }
    return Turn.at(visits, MINUTE, ward.time);
  }

  static Caller caller(String user, long tokens) {
    return new Caller(user, 0, () -> new Estimate(tokens, 1));
  }

  static List<Boolean> over(Turn... turns) {
    return Arrays.stream(turns).map(Turn::isOver).toList();
  }

  /** One that cools down for 5 s, and then has to prove itself. */
  static Ward coolingDown() {
    Ward ward = new Ward();
    ward.fail(3, serverError());
    assertThat(ward.remaining()).isEqualTo(ofSeconds(5));
    return ward;
  }

  static Ward ward(String model) {
    return new Ward(
        HealthPolicy.defaults(),
        RetryBudget.defaults(),
        Deployment.of(model).withMaxParallelRequests(1));
  }

  /** One that keeps to its limits, with the same clock. */
  Gate paced(Deployment deployment) {
    return paced(HealthPolicy.defaults(), deployment);
  }

  Gate paced(HealthPolicy health, Deployment deployment) {
    return new Gates(health, RetryBudget.defaults(), PacingPolicy.defaults(), ward.time)
        .of(deployment);
  }

  Gate gate(String model) {
    return new Gates(
            HealthPolicy.defaults(), RetryBudget.defaults(), PacingPolicy.disabled(), ward.time)
        .of(Deployment.of(model).withMaxParallelRequests(1));
  }
}
