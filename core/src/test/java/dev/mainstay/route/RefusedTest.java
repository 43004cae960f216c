package dev.mainstay.route;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.gate.Gates;
import dev.mainstay.gate.Obstacle;
import dev.mainstay.gate.Permit;
import dev.mainstay.gate.Terms;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.routing.Group;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 3.4: what a call is told that nobody lets in. */
class RefusedTest {
  private static final Failure LIMIT =
      new Failure.RateLimited(FailureDetail.of("slow down").withRetryAfter(ofSeconds(90)));
  private static final Failure KEY = new Failure.Unauthenticated(FailureDetail.of("wrong key"));
  private static final Failure CREDIT = new Failure.QuotaExceeded(FailureDetail.of("no credit"));

  private final Gates gates =
      new Gates(HealthPolicy.defaults(), RetryBudget.defaults(), new ManualTime());
  private final Map<Member, Optional<Obstacle>> obstacles = new LinkedHashMap<>();
  private final List<Deployment> deployments = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FULL                             | each has as many calls under way as it may
          FULL, FULL                       | each has as many calls under way as it may
          BUDGET_SPENT                     | each has no retry budget left
          BUDGET_SPENT, FULL               | one has as many calls under way as it may, one has no retry budget left
          FULL, BUDGET_SPENT, FULL         | 2 have as many calls under way as they may, one has no retry budget left
          FULL, BUDGET_SPENT, BUDGET_SPENT | one has as many calls under way as it may, 2 have no retry budget left
          PROBING, PROBING, FULL           | 2 are probed by another call, one has as many calls under way as it may
          PROBING                          | each is probed by another call
          PACED                            | each lets others go first, as fast as its limits allow
          PACED, NONE, PACED               | 2 let others go first, as fast as their limits allow
          NONE                             | other calls were faster
          NONE, FULL                       | one has as many calls under way as it may
          """)
  void whatKeepsTheCallOutIsToldAsItIs(String keptOutBy, String told) {
    for (String obstacle : keptOutBy.split(", ")) {
      add(obstacle.equals("NONE") ? null : Obstacle.valueOf(obstacle), null);
    }

    Failure failure = refusal(Optional.empty());

    assertThat(failure).isInstanceOf(Failure.NoDeployment.class);
    assertThat(failure.message()).isEqualTo("no deployment of 'chat' may be tried now: " + told);
    assertThat(failure.detail().status()).hasValue(503);
    assertThat(failure.retryAfter()).isEmpty();
  }

  @Test
  void causeOfACooldownIsTold() {
    add(Obstacle.FULL, null);
    add(Obstacle.COOLING_DOWN, LIMIT);

    Failure one = refusal(Optional.of(ofSeconds(90)));
    add(Obstacle.COOLING_DOWN, KEY);
    Failure two = refusal(Optional.of(ofSeconds(90)));

    assertThat(one.message())
        .isEqualTo(
            "no deployment of 'chat' may be tried now: one cools down after RateLimited (slow"
                + " down), one has as many calls under way as it may");
    assertThat(two.message())
        .isEqualTo(
            "no deployment of 'chat' may be tried now: 2 cool down, the first after RateLimited"
                + " (slow down), one has as many calls under way as it may");
    assertThat(one.detail().status()).hasValue(503);
    assertThat(one.retryAfter()).hasValue(ofSeconds(90));
  }

  @Test
  void callIsToldOfALimitWhereAllRestOverOne() {
    add(Obstacle.COOLING_DOWN, LIMIT);
    add(Obstacle.COOLING_DOWN, LIMIT);
    assertThat(refusal(Optional.of(ofSeconds(90))).detail().status()).hasValue(429);

    add(Obstacle.COOLING_DOWN, KEY);
    assertThat(refusal(Optional.of(ofSeconds(90))).detail().status()).hasValue(503);
  }

  @Test
  void callIsToldWhatSentAllToALongRest() {
    add(Obstacle.COOLING_DOWN, KEY);
    add(Obstacle.COOLING_DOWN, CREDIT);
    assertThat(refusal(Optional.empty())).isEqualTo(KEY);

    add(Obstacle.FULL, null);
    assertThat(refusal(Optional.empty())).isInstanceOf(Failure.NoDeployment.class);
  }

  @Test
  void callIsToldItAlsoWhereAnotherCallProbes() {
    add(Obstacle.PROBING, KEY);

    assertThat(refusal(Optional.empty())).isEqualTo(KEY);
  }

  @Test
  void cooldownThatIsNotWhatKeepsTheCallOutIsNotTold() {
    add(Obstacle.FULL, KEY);

    assertThat(refusal(Optional.empty()))
        .isInstanceOf(Failure.NoDeployment.class)
        .extracting(Failure::message)
        .isEqualTo(
            "no deployment of 'chat' may be tried now: each has as many calls under way as it may");
  }

  private void add(@Nullable Obstacle obstacle, @Nullable Failure cause) {
    Deployment deployment = Deployment.of("vendor/m" + deployments.size());
    Member member = new Member(deployment, gates.of(deployment));
    if (cause != null) {
      try (Permit permit = member.gate().visit().enter(Terms.of(true, false)).orElseThrow()) {
        permit.failed(cause);
      }
    }
    deployments.add(deployment);
    obstacles.put(member, Optional.ofNullable(obstacle));
  }

  private Failure refusal(Optional<Duration> wakesIn) {
    return Refused.of(new Group("chat", deployments), obstacles, wakesIn);
  }
}
