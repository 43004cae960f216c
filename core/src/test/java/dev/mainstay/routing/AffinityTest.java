package dev.mainstay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.Deployment;
import dev.mainstay.route.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** SEMANTICS 3.2: affinity by user or session. */
class AffinityTest {
  private static final int KEYS = 10_000;
  private static final RandomGenerator NONE =
      () -> {
        throw new AssertionError("a key leaves nothing to chance");
      };

  private final Strategy affine = Strategy.simpleShuffle().withAffinity();

  @Test
  void keyKeepsItsDeploymentWhateverTheOrderOfTheCandidates() {
    List<Member> members = Members.ofMany(7);

    for (int key = 0; key < 100; key++) {
      Candidate first = choose(members, "user-" + key);
      assertThat(choose(members, "user-" + key)).isSameAs(first);
      assertThat(choose(members.reversed(), "user-" + key)).isSameAs(first);
    }
  }

  @Test
  void keysStayWhereTheyAreInEveryProcessAndEveryRelease() {
    List<Member> members = Members.ofMany(10);

    List<Integer> chosen =
        IntStream.range(0, 30)
            .map(key -> members.indexOf(choose(members, "user-" + key)))
            .boxed()
            .toList();

    assertThat(chosen)
        .containsExactly(
            1, 6, 8, 0, 1, 2, 1, 1, 0, 3, 0, 4, 9, 9, 9, 1, 2, 6, 4, 5, 9, 4, 1, 2, 1, 8, 3, 9, 0,
            1);
  }

  @Test
  void keysAreSpreadEvenly() {
    List<Member> members = Members.ofMany(10);

    Map<Candidate, Integer> counts = counts(members);

    // 1,000 each, with a standard deviation of 30.
    assertThat(counts.values()).hasSize(10).allMatch(count -> count > 900 && count < 1_100);
  }

  @Test
  void keysAreSpreadByWeight() {
    List<Member> members =
        Members.of(
            Deployment.of("a/0").withWeight(6),
            Deployment.of("a/1").withWeight(0),
            Deployment.of("a/2").withWeight(3),
            Deployment.of("a/3").withWeight(1));

    Map<Candidate, Integer> counts = counts(members);

    assertThat(counts.get(members.get(0))).isBetween(5_850, 6_150);
    assertThat(counts).doesNotContainKey(members.get(1));
    assertThat(counts.get(members.get(2))).isBetween(2_860, 3_140);
    assertThat(counts.get(members.get(3))).isBetween(910, 1_090);
  }

  @Test
  void onlyTheKeysOfADeploymentThatLeavesMoveAndTheySpreadOverAllOthers() {
    List<Member> members = Members.ofMany(5);
    Candidate leaving = members.get(2);
    List<Member> left = new ArrayList<>(members);
    left.remove(leaving);
    Map<Candidate, Integer> moved = new HashMap<>();

    for (int key = 0; key < KEYS; key++) {
      Candidate before = choose(members, "user-" + key);
      Candidate after = choose(left, "user-" + key);
      if (before == leaving) {
        moved.merge(after, 1, Integer::sum);
      } else {
        assertThat(after).isSameAs(before);
      }
    }

    // A fifth of all keys, a quarter of them to each of four.
    assertThat(moved).containsOnlyKeys(left);
    assertThat(moved.values()).allMatch(count -> count > 430 && count < 570);
  }

  @Test
  void fewKeysMoveWhenAWeightChanges() {
    List<Member> before =
        Members.of(Deployment.of("a/0").withWeight(1), Deployment.of("a/1").withWeight(1));
    List<Member> after =
        Members.of(Deployment.of("a/0").withWeight(2), Deployment.of("a/1").withWeight(1));
    int moved = 0;

    for (int key = 0; key < KEYS; key++) {
      int from = before.indexOf(choose(before, "user-" + key));
      int to = after.indexOf(choose(after, "user-" + key));
      moved += from == to ? 0 : 1;
      assertThat(from == 0 && to == 1).isFalse();
    }

    // From half to a third.
    assertThat(moved).isBetween(1_550, 1_780);
  }

  @Test
  void deploymentsWhoseIdsHashAlikeShareTheKeys() {
    List<Member> members = Members.of(Deployment.of("a/Aa"), Deployment.of("a/BB"));
    assertThat(members.getFirst().deployment().id())
        .hasSameHashCodeAs(members.getLast().deployment().id());

    Map<Candidate, Integer> counts = counts(members);

    assertThat(counts.get(members.getFirst())).isBetween(4_850, 5_150);
  }

  @Test
  void withoutAKeyTheOtherStrategyChooses() {
    List<Member> members = Members.ofMany(3);
    Strategy last = (candidates, requirements, random) -> candidates.getLast();

    assertThat(last.withAffinity().choose(members, Members.NO_REQUIREMENTS, NONE))
        .isSameAs(members.get(2));
  }

  private Map<Candidate, Integer> counts(List<Member> members) {
    Map<Candidate, Integer> counts = new HashMap<>();
    for (int key = 0; key < KEYS; key++) {
      counts.merge(choose(members, "user-" + key), 1, Integer::sum);
    }
    return counts;
  }

  private Candidate choose(List<Member> members, String key) {
    return affine.choose(members, Members.NO_REQUIREMENTS.withKey(key), NONE);
  }
}
