package dev.mainstay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gate.Permit;
import dev.mainstay.provider.Deployment;
import dev.mainstay.route.Member;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 3.2: {@code latency-based-routing}, on manual time. */
class LatencyBasedTest {
  private static final Duration FAST = Duration.ofSeconds(1);
  private static final Duration SLOW = Duration.ofSeconds(10);

  private final ManualTime time = new ManualTime();
  private final RandomGenerator random = new SplittableRandom(17);
  private final Strategy strategy = Strategy.latencyBased();
  private final List<Member> members = members(3);
  private final Map<Candidate, Duration> latencies = new HashMap<>();

  @Test
  void everyDeploymentIsTriedBeforeAnyIsPreferred() {
    List<Candidate> chosen = call(12);

    assertThat(chosen).contains(members.get(0), members.get(1), members.get(2));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void slowOneIsLeftWithinTwentyCalls(boolean streamed) {
    Candidate slow = members.get(1);
    call(30, streamed);
    latencies.put(slow, SLOW);

    call(20, streamed);

    assertThat(call(20, streamed)).doesNotContain(slow);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void slowOneComesBackWhenItRecovers(boolean streamed) {
    Candidate slow = members.get(1);
    latencies.put(slow, SLOW);
    call(30, streamed);
    latencies.put(slow, FAST);

    call(200, streamed);

    assertThat(call(60, streamed)).filteredOn(slow::equals).hasSizeBetween(5, 40);
  }

  @Test
  void oneThatStaysSlowIsTriedSeldom() {
    Candidate slow = members.get(1);
    latencies.put(slow, SLOW);

    assertThat(call(300)).filteredOn(slow::equals).hasSizeLessThan(12);
  }

  @Test
  void ofTwoEquallyFastTheLessBusyIsTaken() {
    call(30);
    List<Permit> busy = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      busy.add(Members.enter(members.get(0)));
      busy.add(Members.enter(members.get(2)));
    }

    // Whenever it is one of the two taken.
    int[] counts = Members.count(strategy, members, random, 300);

    assertThat(counts[1]).isBetween(160, 240);
    busy.forEach(Permit::close);
  }

  @Test
  void ofTwoOfWhichNothingIsKnownYetTheLessBusyIsTaken() {
    List<Member> two = members(2);
    Members.enter(two.get(0));
    Members.enter(two.get(0));
    Members.enter(two.get(1));

    assertThat(Members.count(strategy, two, random, 100)).containsExactly(0, 100);
  }

  @Test
  void callersOfTheSameMomentAreSpread() {
    List<Member> many = members(10);

    for (int i = 0; i < 100; i++) {
      Members.enter(strategy.choose(many, Members.NO_REQUIREMENTS, random));
    }

    assertThat(many).allSatisfy(member -> assertThat(member.traffic().inFlight()).isBetween(5, 15));
  }

  @Test
  void oneThatDoesNotAnswerIsLeftBeforeItHasFailed() {
    call(30);
    Candidate silent = members.get(1);
    Permit open = Members.enter(silent);
    time.advance(SLOW);

    assertThat(call(20)).doesNotContain(silent);
    open.close();
  }

  @Test
  void oneThatFailsAtOnceIsNotTakenForAFastOne() {
    Candidate failing = members.get(1);
    List<Candidate> chosen = new ArrayList<>();

    for (int i = 0; i < 40; i++) {
      Candidate member = strategy.choose(members, Members.NO_REQUIREMENTS, random);
      chosen.add(member);
      try (Permit permit = Members.enter(member)) {
        time.advance(member == failing ? Duration.ofMillis(5) : FAST);
        if (member == failing) {
          permit.failed(Members.FAILURE);
        } else {
          permit.succeeded(Optional.empty());
        }
      }
    }

    assertThat(chosen).filteredOn(failing::equals).hasSizeBetween(1, 3);
  }

  private List<Candidate> call(int times) {
    return call(times, false);
  }

  /** Calls one after the other; who was asked. */
  private List<Candidate> call(int times, boolean streamed) {
    List<Candidate> chosen = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Candidate member = strategy.choose(members, Members.NO_REQUIREMENTS, random);
      chosen.add(member);
      try (Permit permit = Members.enter(member)) {
        time.advance(latencies.getOrDefault(member, FAST));
        if (streamed) {
          permit.committed();
        }
        permit.succeeded(Optional.empty());
      }
    }
    return chosen;
  }

  private List<Member> members(int count) {
    Deployment[] deployments = new Deployment[count];
    Arrays.setAll(deployments, i -> Deployment.of("a/" + i));
    return Members.of(time, List.of(deployments));
  }
}
