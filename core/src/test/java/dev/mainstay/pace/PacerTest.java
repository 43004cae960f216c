package dev.mainstay.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.provider.Quantity;
import dev.mainstay.provider.ToldLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class PacerTest {
  private static final Estimate ESTIMATE = new Estimate(100, 0);
  private static final long SECOND = Timeline.SECOND;

  @Test
  void unknownDeploymentStartsAtSixteenAndDoublesWithEachRound() {
    Pacer pacer = Pacer.of(GivenLimits.none(), 0);

    List<Reservation> first = enterAll(pacer, 0);
    first.forEach(one -> answer(one, SECOND));
    enterAll(pacer, SECOND);
    enterAll(pacer, 3 * SECOND / 2);

    assertThat(first).hasSize(16);
    assertThat(pacer.inFlight()).isEqualTo(32);
  }

  @Test
  void whoFindsNoPlaceWaitsForOneToEnd() {
    Pacer pacer = Pacer.of(GivenLimits.none().withInFlight(1), 0);
    Reservation one = pacer.enter(ESTIMATE, 0);

    Optional<Hold> hold = pacer.hold(ESTIMATE, 0);
    one.close(SECOND);

    assertThat(hold).contains(new Hold(Hold.Reason.PLACE, OptionalLong.empty()));
    assertThat(pacer.hold(ESTIMATE, SECOND)).isEmpty();
  }

  @Test
  void minuteThatIsFullOpensAMinuteAfterItsFirstRequest() {
    Pacer pacer = Pacer.of(GivenLimits.none().withRequestsPerMinute(10), 0);

    List<Reservation> gone = enterAll(pacer, 0);
    Optional<Hold> hold = pacer.hold(ESTIMATE, SECOND);

    assertThat(gone).hasSize(10);
    assertThat(hold).contains(new Hold(Hold.Reason.RATE, OptionalLong.of(60 * SECOND)));
  }

  @Test
  void whatIsForeseenOfAFullMinuteIsWhenItOpens() {
    Pacer pacer = Pacer.of(GivenLimits.none().withRequestsPerMinute(10), 0);

    enterAll(pacer, 0);

    assertThat(pacer.foreseen(SECOND))
        .contains(new Hold(Hold.Reason.RATE, OptionalLong.of(60 * SECOND)));
  }

  @Test
  void whatNeverWentOutIsGivenBack() {
    Pacer pacer =
        Pacer.of(GivenLimits.none().withRequestsPerMinute(10).withTokensPerMinute(4_000), 0);
    List<Reservation> gone = enterAll(pacer, 0);

    gone.forEach(one -> one.unsent(SECOND));
    gone.forEach(one -> one.close(SECOND));

    assertThat(pacer.inFlight()).isZero();
    assertThat(enterAll(pacer, SECOND)).hasSameSizeAs(gone);
  }

  @Test
  void tokensThatWereNotUsedAreGivenBack() {
    Pacer pacer = Pacer.of(GivenLimits.none().withTokensPerMinute(2_000), 0);
    List<Reservation> gone = enterAll(pacer, 0);

    gone.forEach(one -> answer(one, SECOND));

    assertThat(gone).hasSize(4);
    assertThat(pacer.hold(ESTIMATE, SECOND)).isEmpty();
  }

  @Test
  void requestThatIsLargerThanItsLimitGoesOutAlone() {
    Pacer pacer = Pacer.of(GivenLimits.none().withTokensPerMinute(50), 0);

    assertThat(enterAll(pacer, 0)).hasSize(1);
    assertThat(pacer.hold(ESTIMATE, 61 * SECOND)).isEmpty();
  }

  @Test
  void refusalPausesForAsLongAsItAsks() {
    Pacer pacer = Pacer.of(GivenLimits.none(), 0);
    Reservation one = pacer.enter(ESTIMATE, 0);

    one.refused(Optional.of(Duration.ofSeconds(7)), SECOND);
    one.close(SECOND);

    assertThat(pacer.hold(ESTIMATE, SECOND))
        .contains(new Hold(Hold.Reason.REFUSED, OptionalLong.of(8 * SECOND)));
    assertThat(pacer.hold(ESTIMATE, 8 * SECOND)).isEmpty();
  }

  @Test
  void afterPauseOneProbeGoesOutAndTheRestOnceItIsTaken() {
    Pacer pacer = Pacer.of(GivenLimits.none(), 0);
    Reservation one = pacer.enter(ESTIMATE, 0);
    one.refused(Optional.of(Duration.ofSeconds(7)), SECOND);
    one.close(SECOND);

    Reservation probe = pacer.enter(ESTIMATE, 8 * SECOND);
    Optional<Hold.Reason> meanwhile = pacer.hold(ESTIMATE, 8 * SECOND).map(Hold::reason);
    probe.answered(9 * SECOND);

    assertThat(meanwhile).contains(Hold.Reason.PROBING);
    assertThat(pacer.hold(ESTIMATE, 10 * SECOND)).isEmpty();
  }

  @Test
  void refusalInLightTrafficHoldsNobodyBackAfterItsPause() {
    Pacer pacer = Pacer.of(GivenLimits.none(), 0);
    refuse(pacer.enter(ESTIMATE, 0), SECOND);

    answer(pacer.enter(ESTIMATE, 8 * SECOND), 9 * SECOND);

    assertThat(enterAll(pacer, 9 * SECOND)).hasSizeGreaterThanOrEqualTo(16);
  }

  @Test
  void refusalInHeavyTrafficLetsFewGoOnAtFirstWhereALimitIsGiven() {
    Pacer pacer = Pacer.of(GivenLimits.none().withRequestsPerMinute(600), 0);
    for (int i = 0; i < 20; i++) {
      answer(pacer.enter(ESTIMATE, 0), SECOND / 10);
    }
    refuse(pacer.enter(ESTIMATE, SECOND), SECOND);

    answer(pacer.enter(ESTIMATE, 4 * SECOND), 5 * SECOND);

    assertThat(enterAll(pacer, 6 * SECOND)).hasSizeBetween(2, 4);
    assertThat(enterAll(pacer, 5 * 60 * SECOND)).hasSizeGreaterThan(90);
  }

  @Test
  void probeThatLeavesIsFollowedByAnother() {
    Pacer pacer = Pacer.of(GivenLimits.none(), 0);
    Reservation one = pacer.enter(ESTIMATE, 0);
    one.refused(Optional.of(Duration.ofSeconds(7)), SECOND);
    one.close(SECOND);

    pacer.enter(ESTIMATE, 8 * SECOND).close(8 * SECOND);

    assertThat(pacer.hold(ESTIMATE, 8 * SECOND)).isEmpty();
    assertThat(pacer.isDoubtful(8 * SECOND)).isTrue();
  }

  @Test
  void whatIsToldToBeLeftIsNotExceeded() {
    Pacer pacer = Pacer.of(GivenLimits.none(), 0);
    Reservation one = pacer.enter(ESTIMATE, 0);
    ToldLimit told =
        new ToldLimit(
            Quantity.REQUESTS, 100, 5, Optional.empty(), Optional.of(Duration.ofSeconds(20)));

    one.told(List.of(told), SECOND / 10);
    answer(one, SECOND / 10);

    assertThat(enterAll(pacer, SECOND / 10)).hasSize(5);
    assertThat(pacer.hold(ESTIMATE, SECOND / 10).map(Hold::reason)).contains(Hold.Reason.RATE);
  }

  /** A bucket may hold far less than its limit per minute, and lose what comes in beyond that. */
  @Test
  void whatComesInWhileWhatIsThereGoesOutEvenlyGoesOutEvenlyToo() {
    Pacer pacer = Pacer.of(GivenLimits.none(), 0);
    pacer.enter(ESTIMATE, 0).told(perMinute(1_200, 0), 0);
    assertThat(pacer.hold(ESTIMATE, 0)).isPresent();
    long back = SECOND / 5;
    pacer.enter(ESTIMATE, back).told(perMinute(1_200, 20), back);

    int out = 0;
    for (long now = back; now < back + SECOND; now += SECOND / 100) {
      if (pacer.hold(ESTIMATE, now).isEmpty()) {
        pacer.enter(ESTIMATE, now);
        out++;
      }
    }

    assertThat(out).isBetween(18, 24);
  }

  private static List<ToldLimit> perMinute(long limit, long remaining) {
    return List.of(
        new ToldLimit(
            Quantity.REQUESTS,
            limit,
            remaining,
            Optional.empty(),
            Optional.of(Duration.ofMillis(1))));
  }

  @Test
  void whoCannotBeServedInTimeIsToldWhenItCould() {
    Pacer pacer = Pacer.of(GivenLimits.none().withRequestsPerMinute(60), 0);
    int soon = 0;
    for (long now = 0; now < SECOND; now += SECOND / 100) {
      soon += enterAll(pacer, now).size();
    }

    long tenth = pacer.servedByNanos(ahead(9), ESTIMATE, SECOND);

    assertThat(soon).isEqualTo(59);
    assertThat(tenth).isBetween(65 * SECOND, 72 * SECOND);
    assertThat(Pacer.of(GivenLimits.none(), 5).servedByNanos(ahead(9), ESTIMATE, 5)).isEqualTo(5);
  }

  /** Who is told when its turn would come, and goes elsewhere, leaves nothing behind. */
  @Test
  void whoAsksWhenItsTurnWouldComeChangesNothing() {
    assertThat(goneOut(true)).isEqualTo(goneOut(false));
  }

  // How many small ones go out in each second, where large ones ask meanwhile, or do not.
  private static List<Integer> goneOut(boolean isAsked) {
    Pacer pacer = Pacer.of(GivenLimits.none().withTokensPerMinute(6_000), 0);
    ToldLimit told =
        new ToldLimit(Quantity.OUTPUT_TOKENS, 5_000, 1_000, Optional.empty(), Optional.empty());
    pacer.enter(ESTIMATE, 0).told(List.of(told), 0);
    List<Integer> gone = new ArrayList<>();
    for (long now = 0; now < 180 * SECOND; now += SECOND) {
      if (isAsked) {
        pacer.servedByNanos(ahead(3), new Estimate(100, 4_000), now);
        pacer.likelyServedByNanos(ahead(0), new Estimate(3_000, 0), now);
      }
      List<Reservation> all = enterAll(pacer, now);
      gone.add(all.size());
      for (Reservation one : all) {
        answer(one, now);
      }
    }
    return gone;
  }

  @Test
  void placeIsFreeWhenAnAnswerIsOverAndNotWhenItBegins() {
    Pacer pacer = Pacer.of(GivenLimits.none().withInFlight(1), 0);
    Reservation one = pacer.enter(ESTIMATE, 0);
    one.answered(SECOND);
    answer(one, 10 * SECOND);
    pacer.enter(ESTIMATE, 10 * SECOND);

    assertThat(pacer.likelyServedByNanos(ahead(1), ESTIMATE, 10 * SECOND)).isEqualTo(30 * SECOND);
    assertThat(pacer.servedByNanos(ahead(1), ESTIMATE, 10 * SECOND)).isEqualTo(10 * SECOND);
  }

  @Test
  void limitsGivenAnewHoldAtOnce() {
    Pacer pacer = Pacer.of(GivenLimits.none().withInFlight(1), 0);
    pacer.enter(ESTIMATE, 0);

    pacer.give(GivenLimits.none().withInFlight(2), 0);

    assertThat(pacer.hold(ESTIMATE, 0)).isEmpty();
  }

  @Test
  void whatWasSentInTheLastMinuteCountsForAnotherLimit() {
    Pacer pacer = Pacer.of(GivenLimits.none().withRequestsPerMinute(10), 0);
    enterAll(pacer, 0);

    pacer.give(GivenLimits.none().withRequestsPerMinute(15), SECOND);
    List<Reservation> more = enterAll(pacer, SECOND);
    pacer.give(GivenLimits.none().withRequestsPerMinute(12), 2 * SECOND);

    assertThat(more).hasSize(5);
    assertThat(pacer.hold(ESTIMATE, 2 * SECOND))
        .contains(new Hold(Hold.Reason.RATE, OptionalLong.of(60 * SECOND)));
  }

  @Test
  void aFiftiethOfALargeLimitIsLeftUnused() {
    Pacer pacer = Pacer.of(GivenLimits.none().withTokensPerMinute(50_000), 0);
    Estimate half = new Estimate(24_500, 0);
    pacer.enter(half, 0).succeeded(24_500, 0, 0);

    pacer.enter(half, 0).succeeded(24_500, 0, 0);

    assertThat(pacer.hold(new Estimate(1, 0), 0)).isPresent();
    assertThat(pacer.hold(new Estimate(1, 0), 60 * SECOND)).isEmpty();
  }

  @Test
  void whatWasRefusedUsedNothing() {
    Pacer pacer = Pacer.of(GivenLimits.none().withTokensPerMinute(2_000), 0);
    List<Reservation> gone = enterAll(pacer, 0);
    gone.subList(1, gone.size()).forEach(one -> one.close(SECOND));
    Optional<Hold.Reason> before = pacer.hold(ESTIMATE, SECOND).map(Hold::reason);

    refuse(gone.getFirst(), SECOND);

    assertThat(before).contains(Hold.Reason.RATE);
    assertThat(pacer.hold(ESTIMATE, SECOND).map(Hold::reason)).contains(Hold.Reason.REFUSED);
    assertThat(pacer.hold(ESTIMATE, 5 * SECOND)).isEmpty();
  }

  /** Those that went out together are refused together. */
  @Test
  void refusalOfWhatWentOutBeforeThePauseLengthensItByWhatItAsksAlone() {
    assertThat(holdAfterTwoRefusals(Optional.empty()))
        .contains(new Hold(Hold.Reason.REFUSED, OptionalLong.of(3 * SECOND)));
    assertThat(holdAfterTwoRefusals(Optional.of(Duration.ofSeconds(7))))
        .contains(new Hold(Hold.Reason.REFUSED, OptionalLong.of(9 * SECOND)));
  }

  private static Optional<Hold> holdAfterTwoRefusals(Optional<Duration> secondAsks) {
    Pacer pacer = Pacer.of(GivenLimits.none(), 0);
    Reservation first = pacer.enter(ESTIMATE, 0);
    Reservation second = pacer.enter(ESTIMATE, 0);
    refuse(first, SECOND);
    second.refused(secondAsks, 2 * SECOND);
    second.close(2 * SECOND);
    return pacer.hold(ESTIMATE, 2 * SECOND);
  }

  @Test
  void whatCannotBeALimitIsRefused() {
    assertThatThrownBy(() -> GivenLimits.none().withInFlight(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Estimate(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThat(GivenLimits.none().inFlight()).isEqualTo(OptionalInt.empty());
  }

  private static List<Reservation> enterAll(Pacer pacer, long now) {
    List<Reservation> entered = new ArrayList<>();
    while (pacer.hold(ESTIMATE, now).isEmpty()) {
      entered.add(pacer.enter(ESTIMATE, now));
    }
    return entered;
  }

  private static void refuse(Reservation reservation, long now) {
    reservation.refused(Optional.empty(), now);
    reservation.close(now);
  }

  private static Ahead ahead(int calls) {
    return new Ahead(calls, 100.0 * calls, 0);
  }

  private static void answer(Reservation reservation, long now) {
    reservation.succeeded(100, 50, now);
    reservation.close(now);
  }
}
