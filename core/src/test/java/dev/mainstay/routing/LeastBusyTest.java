package dev.mainstay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gate.Permit;
import dev.mainstay.route.Member;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SEMANTICS 3.2: {@code least-busy}, by true counts of what is under way. */
class LeastBusyTest {
  private static final int CALLERS = 200;

  private final Strategy strategy = Strategy.leastBusy();

  @Test
  void fewestUnderWayIsChosen() {
    List<Member> members = Members.ofMany(3);
    RandomGenerator random = new SplittableRandom(3);
    Deque<Permit> second = new ArrayDeque<>();
    Members.enter(members.get(0));
    second.add(Members.enter(members.get(1)));
    second.add(Members.enter(members.get(1)));
    Members.enter(members.get(2));
    Members.enter(members.get(2));

    assertThat(Members.count(strategy, members, random, 100)).containsExactly(100, 0, 0);

    second.forEach(Permit::close);

    assertThat(Members.count(strategy, members, random, 100)).containsExactly(0, 100, 0);
  }

  @Test
  void callsThatOnlyBeginAreSpreadEvenly() {
    List<Member> members = Members.ofMany(5);
    RandomGenerator random = new SplittableRandom(5);

    for (int i = 0; i < 100; i++) {
      Members.enter(strategy.choose(members, Members.NO_REQUIREMENTS, random));
    }

    assertThat(members).allSatisfy(member -> assertThat(inFlight(member)).isEqualTo(20));
  }

  @Test
  @Timeout(30)
  void nobodyStarvesAndNoCountIsNegativeWhateverBecomesOfCalls() throws Exception {
    List<Member> members = Members.ofMany(8);
    AtomicIntegerArray chosen = new AtomicIntegerArray(members.size());
    CyclicBarrier together = new CyclicBarrier(CALLERS);

    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> least = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        least.add(callers.submit(caller(caller, members, chosen, together)));
      }
      for (Future<Integer> each : least) {
        assertThat(each.get()).isNotNegative();
      }
    }

    assertThat(members).allSatisfy(member -> assertThat(inFlight(member)).isZero());
    for (int i = 0; i < members.size(); i++) {
      assertThat(chosen.get(i)).isGreaterThan(CALLERS * 50 / members.size() / 2);
    }
  }

  /** Makes 50 calls, of which some end well, some fail, some are left twice; the least count. */
  private Callable<Integer> caller(
      int seed, List<Member> members, AtomicIntegerArray chosen, CyclicBarrier together) {
    return () -> {
      RandomGenerator random = new Random(seed);
      int least = 0;
      together.await();
      for (int call = 0; call < 50; call++) {
        Candidate member = strategy.choose(members, Members.NO_REQUIREMENTS, random);
        chosen.incrementAndGet(members.indexOf(member));
        Permit permit = Members.enter(member);
        Thread.yield();
        least = Math.min(least, end(permit, member, random));
      }
      return least;
    };
  }

  private static int end(Permit permit, Candidate member, RandomGenerator random) {
    switch (random.nextInt(3)) {
      case 0 -> permit.committed();
      case 1 -> permit.failed(Members.FAILURE);
      // The caller left, and says so twice.
      default -> permit.close();
    }
    permit.close();
    return inFlight(member);
  }

  private static int inFlight(Candidate member) {
    return member.traffic().inFlight();
  }
}
