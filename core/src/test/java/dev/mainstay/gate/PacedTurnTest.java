package dev.mainstay.gate;

import static dev.mainstay.engine.Failures.rateLimited;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.model.Usage;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Quantity;
import dev.mainstay.provider.ToldLimit;
import dev.mainstay.routing.DeploymentState.PacingReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SEMANTICS 5.1: what attempts tell of limits lets in those who wait for them, at once. */
class PacedTurnTest extends WaitingCalls {
  private static final Deployment MODEL = Deployment.of("vendor/model");

  @Test
  void whatAnAnswerHasNotUsedIsForTheNext() {
    Gate gate = paced(MODEL.withTpm(6_000));
    Permit first = enter(gate, 5_000).orElseThrow();
    Turn next = turn("ann", 4_000, gate);
    assertThat(next.isOver()).isFalse();

    first.succeeded(
        Optional.of(new Usage(500, 1, 501, OptionalLong.empty(), OptionalLong.empty())));

    assertThat(next.isOver()).isTrue();
  }

  /** To somebody who uses next to nothing it looks open. */
  @Test
  void nobodyPassesOneWhoWaitsForMoreThanThereIs() {
    Gate gate = paced(MODEL.withTpm(6_000));
    assertThat(enter(gate, 5_000)).isPresent();
    turn("ann", 4_000, gate);

    assertThat(gate.mayEnter(Terms.of(false, false))).isFalse();
    assertThat(gate.isFull()).isFalse();
    assertThat(enter(gate, 10)).isEmpty();
    assertThat(Snapshot.of(gate, List.of(), ward.time.nanos()).waitsFor().orElseThrow().reason())
        .isEqualTo(PacingReason.TURN);
  }

  /** Where nothing is known it is gone slowly. */
  @Test
  void whoWaitsIsLetInAsSoonAsALimitIsToldThatAllowsIt() {
    Gate gate = paced(MODEL);
    List<Permit> inside = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      enter(gate, 1).ifPresent(inside::add);
    }
    assertThat(inside).hasSizeLessThan(1_000);
    Turn next = turn("ann", 1, gate);
    assertThat(next.isOver()).isFalse();

    inside
        .getFirst()
        .told(
            List.of(
                new ToldLimit(
                    Quantity.REQUESTS, 100_000, 99_000, Optional.empty(), Optional.empty())));

    assertThat(next.isOver()).isTrue();
  }

  static Stream<Consumer<Permit>> answers() {
    return Stream.of(Permit::committed, permit -> permit.succeeded(Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void whoWaitsForWhatBecomesOfAProbeIsLetInAsItsAnswerBegins(Consumer<Permit> answer) {
    Gate gate = paced(MODEL.withRpm(600));
    Permit refused = enter(gate, 1).orElseThrow();
    refused.failed(rateLimited(ofSeconds(5)));
    refused.close();
    ward.after(ofSeconds(6));
    Permit probe = enter(gate, 1).orElseThrow();
    Turn next = turn("ann", 1, gate);
    assertThat(next.isOver()).isFalse();

    answer.accept(probe);

    assertThat(next.isOver()).isTrue();
  }

  private static Optional<Permit> enter(Gate gate, long tokens) {
    Optional<Permit> permit = gate.visit(caller("bob", tokens)).enter(Terms.of(false, false));
    permit.ifPresent(Permit::goesOut);
    return permit;
  }
}
