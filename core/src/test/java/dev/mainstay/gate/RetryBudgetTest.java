package dev.mainstay.gate;

import static dev.mainstay.engine.Failures.badRequest;
import static dev.mainstay.engine.Failures.rateLimited;
import static dev.mainstay.engine.Failures.serverError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How many retries a failing deployment sees: SEMANTICS 2.8. */
class RetryBudgetTest {
  private final Ward ward = new Ward();

  @Test
  void oneHundredRetriesInTenSecondsAreLetInWhateverTheTraffic() {
    failing();

    assertThat(drawUntilRefused()).isEqualTo(100);
    assertThat(ward.gate.visit().obstacle(Terms.of(false, true))).contains(Obstacle.BUDGET_SPENT);
    assertThat(ward.gate.visit().mayEnter(Terms.of(false, true))).isFalse();
    assertThat(ward.gate.mayEnter(Terms.of(false, true))).isFalse();
  }

  @Test
  void spentBudgetLetsCallsThatDoNotDrawIn() {
    failing();
    drawUntilRefused();

    assertThat(ward.gate.visit().enter(Terms.of(false, false))).isPresent();
  }

  @Test
  void spentBudgetIsWholeAgainAfterTenSecondsAndNotBefore() {
    failing();
    drawUntilRefused();

    ward.after(Duration.ofMillis(9_900));
    failing();
    assertThat(drawUntilRefused()).isZero();
    ward.after(Duration.ofMillis(600));
    failing();

    assertThat(drawUntilRefused()).isEqualTo(100);
  }

  @Test
  void spentBudgetIsWholeAgainThoughNobodyHasComeSince() {
    Permit slow = ward.beginUnbound();
    failing();
    drawUntilRefused();

    ward.after(Duration.ofSeconds(11));
    Ward.end(slow, serverError());

    assertThat(ward.gate.visit().mayEnter(Terms.of(false, true))).isTrue();
  }

  @Test
  void fifthOfTheCallsOfTheLastTenSecondsIsLetIn() {
    for (int i = 0; i < 100; i++) {
      unboundFail(100, serverError());
      ward.after(Duration.ofMillis(100));
    }

    assertThat(drawUntilRefused()).isBetween(1_850, 2_000);
  }

  @Test
  void openStreamsAreTrafficTooThoughTheyBeganLongAgo() {
    List<Permit> streams = openStreams(1_000);
    streams.forEach(Permit::committed);
    ward.after(Duration.ofMinutes(1));
    failing();

    assertThat(drawUntilRefused())
        .as("a fifth of 1,001, draws not being among them")
        .isEqualTo(200);
    streams.forEach(Permit::close);
    ward.after(Duration.ofSeconds(11));
    failing();
    assertThat(drawUntilRefused()).isEqualTo(100);
  }

  @Test
  void streamsThatEndedAMomentAgoAreTrafficStill() {
    List<Permit> streams = openStreams(1_000);
    ward.after(Duration.ofMinutes(1));
    streams.forEach(Permit::close);
    failing();

    assertThat(drawUntilRefused()).isEqualTo(200);
  }

  @Test
  void streamsThatBeganToFlowAMomentAgoWereNotOpenLongBefore() {
    List<Permit> streams = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      streams.add(ward.beginUnbound());
    }
    ward.after(Duration.ofMinutes(1));
    streams.forEach(Permit::committed);
    ward.after(Duration.ofSeconds(5));
    streams.forEach(Permit::close);
    failing();

    assertThat(drawUntilRefused()).isEqualTo(100);
  }

  @Test
  void drawsWhileAllWasWellCountFromWhenTheyWereMade() {
    ward.after(Duration.ofSeconds(9));
    for (int i = 0; i < 100; i++) {
      Visit call = ward.gate.visit();
      call.enter(Terms.of(false, false)).orElseThrow().close();
      call.enter(Terms.of(false, true)).orElseThrow().close();
    }
    ward.after(Duration.ofSeconds(9));
    failing();

    assertThat(drawUntilRefused()).isZero();
  }

  @Test
  void drawsAreNoTraffic() {
    List<Permit> streams = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      failing();
      ward.gate
          .visit()
          .enter(Terms.of(false, true))
          .ifPresent(stream -> {
            stream.committed();
            streams.add(stream);
          });
    }

    assertThat(streams).as("a fifth of 5,000").hasSize(1_000);
    ward.after(Duration.ofSeconds(11));
    failing();
    assertThat(drawUntilRefused()).isEqualTo(100);
  }

  @Test
  void nothingIsDrawnWhileAtMostATenthFails() {
    succeed(900);
    unboundFail(100, serverError());
    assertThat(drawAll(1_000)).isEqualTo(1_000);

    unboundFail(1, serverError());

    assertThat(drawUntilRefused())
        .as("a fifth of 2,001: those were calls begun here")
        .isEqualTo(400);
  }

  @Test
  void failuresThatTellNothingAreNoOutcomes() {
    unboundFail(500, rateLimited(Duration.ofMillis(1)));
    unboundFail(500, badRequest());

    assertThat(drawAll(1_000)).isEqualTo(1_000);
  }

  @Test
  void callIsOneOutcomeHoweverOftenItFails() {
    succeed(9);
    Visit visit = ward.gate.visit();
    for (int i = 0; i < 50; i++) {
      Ward.fail(visit, serverError());
    }

    assertThat(drawAll(500)).as("1 of 10").isEqualTo(500);
  }

  @Test
  void failuresOfOverTenSecondsAgoDoNotMatter() {
    failing();
    drawUntilRefused();

    ward.after(Duration.ofSeconds(10));

    assertThat(drawAll(500)).isEqualTo(500);
  }

  @Test
  void restDoesNotTouchTheBudget() {
    for (int i = 0; i < 3; i++) {
      ward.fail(serverError());
    }

    assertThat(ward.health()).isInstanceOf(Health.CoolingDown.class);
    assertThat(drawUntilRefused()).isEqualTo(100);
  }

  @Test
  void unlimitedBudgetIsNeverSpent() {
    Ward free =
        new Ward(HealthPolicy.defaults(), RetryBudget.unlimited(), Deployment.of("vendor/model"));
    for (int i = 0; i < 5_000; i++) {
      Ward.end(free.gate.visit().enter(Terms.of(false, true)).orElseThrow(), serverError());
    }

    assertThat(free.gate.visit().mayEnter(Terms.of(false, true))).isTrue();
  }

  private List<Permit> openStreams(int count) {
    List<Permit> streams = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Permit stream = ward.beginUnbound();
      stream.committed();
      streams.add(stream);
    }
    return streams;
  }

  private void failing() {
    unboundFail(1, serverError());
  }

  private void unboundFail(int count, Failure failure) {
    for (int i = 0; i < count; i++) {
      Ward.end(ward.beginUnbound(), failure);
    }
  }

  private void succeed(int count) {
    for (int i = 0; i < count; i++) {
      Ward.succeed(ward.beginUnbound());
    }
  }

  /** How many of {@code count} retries are let in; they end without telling anything. */
  private int drawAll(int count) {
    int drawn = 0;
    for (int i = 0; i < count; i++) {
      Optional<Permit> permit = ward.gate.visit().enter(Terms.of(false, true));
      permit.ifPresent(Permit::close);
      drawn += permit.isPresent() ? 1 : 0;
    }
    return drawn;
  }

  private int drawUntilRefused() {
    int drawn = 0;
    while (drawAll(1) == 1) {
      drawn++;
      assertThat(drawn).isLessThan(100_000);
    }
    return drawn;
  }
}
