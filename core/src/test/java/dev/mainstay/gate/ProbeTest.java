package dev.mainstay.gate;

import static dev.mainstay.engine.Failures.badRequest;
import static dev.mainstay.engine.Failures.rateLimited;
import static dev.mainstay.engine.Failures.serverError;
import static dev.mainstay.engine.Failures.unauthenticated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.policy.HealthPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a cooldown ends, and for whom it holds: SEMANTICS 3.3. */
class ProbeTest {
  private static final Duration COOLDOWN = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private final Ward ward = new Ward();

  @Test
  void oneProbeAtATimeIsLetIn() {
    coolDown();
    ward.after(COOLDOWN);

    Permit probe = ward.begin();

    assertThat(ward.health()).isEqualTo(new Health.HalfOpen(true, serverError()));
    assertThat(ward.gate.visit().obstacle(Terms.of(true, false))).contains(Obstacle.PROBING);
    assertThat(ward.gate.visit().enter(Terms.of(true, false))).isEmpty();
    assertThat(ward.gate.mayEnter(Terms.of(true, false))).isFalse();
    assertThat(probe.isTraffic()).isTrue();
    assertThat(probe.isProbe()).isTrue();
    assertThat(new Ward().begin().isProbe()).isFalse();
  }

  @Test
  void probeHasSucceededAtItsFirstOutput() {
    coolDown();
    ward.after(COOLDOWN);
    Permit probe = ward.begin();

    probe.committed();

    assertThat(ward.health()).isEqualTo(new Health.Closed());
    assertThat(ward.admitsNewCalls()).isTrue();
  }

  @Test
  void probeHasSucceededAtItsWholeAnswer() {
    coolDown();
    ward.after(COOLDOWN);
    Permit probe = ward.begin();

    probe.succeeded(Optional.empty());

    assertThat(ward.health()).isEqualTo(new Health.Closed());
  }

  @Test
  void failedProbeDoublesTheCooldownTo30Seconds() {
    coolDown();

    assertThat(cooldownsAfterFailingProbes(5, serverError()))
        .containsExactly(10L, 20L, 30L, 30L, 30L);
  }

  @Test
  void failedProbeDoublesTheCooldownTo15SecondsWhereItsCallHasSomewhereElseToGo() {
    coolDown();
    List<Long> cooldowns = new ArrayList<>();

    for (int probe = 0; probe < 4; probe++) {
      ward.after(ward.remaining());
      Permit permit = ward.begin();
      permit.mayGoElsewhere();
      Ward.end(permit, serverError());
      cooldowns.add(ward.remaining().toSeconds());
    }

    assertThat(cooldowns).containsExactly(10L, 15L, 15L, 15L);
  }

  @Test
  void probeThatIsSilentForTenSecondsLetsAnotherBeMadeBesideIt() {
    coolDown();
    ward.after(COOLDOWN);
    ward.begin();

    ward.after(SILENCE.minusNanos(1));
    assertThat(ward.admitsNewCalls()).isFalse();
    ward.after(Duration.ofNanos(1));
    Ward.succeed(ward.begin());

    assertThat(ward.health()).isEqualTo(new Health.Closed());
  }

  @Test
  void atMostThreeProbesAreMadeAtATime() {
    coolDown();
    ward.after(COOLDOWN);
    Permit first = ward.begin();
    ward.after(SILENCE);
    ward.begin();
    ward.after(SILENCE);
    ward.begin();

    ward.after(SILENCE);
    assertThat(ward.admitsNewCalls()).isFalse();
    first.close();

    assertThat(ward.admitsNewCalls()).isTrue();
  }

  @Test
  void probeThatHangsIsStillOneOfThreeAfterAnotherHasFailed() {
    coolDown();
    ward.after(COOLDOWN);
    ward.begin();
    ward.after(SILENCE);
    ward.begin();
    ward.after(SILENCE);
    Ward.end(ward.begin(), serverError());
    assertThat(ward.remaining()).isEqualTo(Duration.ofSeconds(10));

    ward.after(Duration.ofSeconds(10));
    ward.begin();

    ward.after(SILENCE);
    assertThat(ward.admitsNewCalls()).isFalse();
  }

  @Test
  void probeThatHangsDoublesTheCooldownOnceAtMost() {
    coolDown();
    ward.after(COOLDOWN);
    Permit silent = ward.begin();
    ward.after(SILENCE);
    Ward.end(ward.begin(), serverError());
    ward.after(Duration.ofSeconds(4));

    Ward.end(silent, serverError());

    assertThat(ward.remaining()).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void failedProbeDoublesALongCooldownTo15Minutes() {
    ward.fail(unauthenticated());

    assertThat(cooldownsAfterFailingProbes(6, unauthenticated()))
        .containsExactly(120L, 240L, 480L, 900L, 900L, 900L);
  }

  @Test
  void longCooldownIsNeverShortened() {
    Ward patient =
        new Ward(new HealthPolicy(OptionalInt.of(1), Map.of(), Duration.ofSeconds(50), true));
    patient.fail(serverError());
    patient.after(patient.remaining());

    patient.fail(serverError());

    assertThat(patient.remaining()).isEqualTo(Duration.ofSeconds(50));
  }

  @Test
  void probeThatFailsOtherwiseCoolsDownByItsOwnRuleAtLeast() {
    coolDown();
    ward.after(COOLDOWN);

    ward.fail(unauthenticated());
    assertThat(ward.remaining()).isEqualTo(Duration.ofMinutes(1));

    ward.after(Duration.ofMinutes(1));
    ward.fail(serverError());
    assertThat(ward.remaining()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void rateLimitedProbeDoublesTheCooldownAndIsRepeated() {
    coolDown();
    ward.after(COOLDOWN);

    ward.fail(rateLimited(Duration.ofSeconds(2)));
    assertThat(ward.remaining()).isEqualTo(Duration.ofSeconds(10));
    ward.after(Duration.ofSeconds(10));
    assertThat(ward.health()).isInstanceOf(Health.HalfOpen.class);

    ward.fail(rateLimited(Duration.ofSeconds(44)));
    assertThat(ward.remaining()).isEqualTo(Duration.ofSeconds(44));
  }

  @ParameterizedTest
  @MethodSource("failuresThatTellNothing")
  void probeThatTellsNothingFreesItsPlace(Failure failure) {
    coolDown();
    ward.after(COOLDOWN);

    ward.fail(failure);

    assertThat(ward.health()).isEqualTo(new Health.HalfOpen(false, serverError()));
    assertThat(ward.admitsNewCalls()).isTrue();
  }

  static Stream<Failure> failuresThatTellNothing() {
    return Stream.of(badRequest(), Failing.badToolCall(), Failing.ownTimer(), Failing.cancelled());
  }

  @Test
  void probeClosedWithoutOutcomeFreesItsPlace() {
    coolDown();
    ward.after(COOLDOWN);
    Permit probe = ward.begin();

    probe.close();
    probe.close();

    assertThat(ward.health()).isEqualTo(new Health.HalfOpen(false, serverError()));
    Permit next = ward.begin();
    probe.close();
    assertThat(ward.admitsNewCalls()).as("closing the first does not free the next").isFalse();
    next.close();
  }

  @Test
  void probeFreesItsPlaceAtItsOutcomeThoughItsConnectionIsStillHeld() {
    coolDown();
    ward.after(COOLDOWN);
    Permit probe = ward.begin();

    probe.failed(badRequest());

    assertThat(ward.health()).isEqualTo(new Health.HalfOpen(false, serverError()));
    probe.close();
  }

  @Test
  void doublingBeginsAnewAfterASuccess() {
    coolDown();
    cooldownsAfterFailingProbes(2, serverError());
    ward.after(ward.remaining());
    ward.succeed(1);

    coolDown();

    assertThat(ward.remaining()).isEqualTo(COOLDOWN);
  }

  @Test
  void probeThatFlowsOnAfterItsSuccessIsNoneOfTheNextCooldowns() {
    coolDown();
    ward.after(COOLDOWN);
    Permit flowing = ward.begin();
    flowing.committed();
    coolDown();
    ward.after(COOLDOWN);

    assertThat(ward.admitsNewCalls()).isTrue();
    flowing.close();
  }

  @Test
  void probeThatHasFailedCannotSucceedAnyMore() {
    coolDown();
    ward.after(COOLDOWN);
    Permit probe = ward.begin();

    probe.failed(serverError());
    probe.committed();

    assertThat(ward.remaining()).isEqualTo(COOLDOWN.multipliedBy(2));
    probe.close();
  }

  @Test
  void probeThatBreaksAfterItsFirstOutputCountsInTheNewRow() {
    coolDown();
    ward.after(COOLDOWN);
    Permit probe = ward.begin();
    probe.committed();

    Ward.end(probe, serverError());
    ward.fail(serverError());
    assertThat(ward.admitsNewCalls()).isTrue();
    ward.fail(serverError());

    assertThat(ward.remaining()).isEqualTo(COOLDOWN);
  }

  private void coolDown() {
    ward.fail(3, serverError());
    assertThat(ward.health()).isInstanceOf(Health.CoolingDown.class);
  }

  private List<Long> cooldownsAfterFailingProbes(int probes, Failure failure) {
    List<Long> cooldowns = new ArrayList<>();
    LongStream.range(0, probes)
        .forEach(probe -> {
          ward.after(ward.remaining());
          ward.fail(failure);
          cooldowns.add(ward.remaining().toSeconds());
        });
    return cooldowns;
  }
}
