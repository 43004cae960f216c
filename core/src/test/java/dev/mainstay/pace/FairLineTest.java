package dev.mainstay.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class FairLineTest {
  private final FairLine<String> line = new FairLine<>(1_000);

  @Test
  void usersTakeTurnsAndOneUsersAreServedInOrder() {
    join("a1 a2 a3 b1 c1 b2");

    assertThat(serveAll()).containsExactly("a1", "b1", "c1", "a2", "b2", "a3");
  }

  @Test
  void lowerPriorityGoesFirst() {
    line.join("later", "a", 5);
    line.join("first", "b", 0);
    line.join("between", "c", 1);

    assertThat(serveAll()).containsExactly("first", "between", "later");
  }

  @Test
  void whoComesBackOneByOneIsServedNoMoreThanOthers() {
    join("b1 b2 b3 b4");
    List<String> served = new ArrayList<>();

    for (int i = 0; i < 6; i++) {
      if (!served.contains("a" + i)) {
        join("a" + i);
      }
      served.add(serve());
      served.add(serve());
    }

    assertThat(served.subList(0, 8)).filteredOn(who -> who.startsWith("b")).hasSize(4);
  }

  @Test
  void whoWasServedInVainGoesFirstButIsNotTriedAgainWhereOthersMayBe() {
    join("a1 b1 c1");
    FairLine.Place<String> place = line.first().orElseThrow();
    line.serve(place);

    line.joinAgain(place.who(), "a", 0);

    assertThat(line.firstFresh().orElseThrow().who()).isEqualTo("b1");
    assertThat(serveAll()).containsExactly("a1", "b1", "c1");
  }

  @Test
  void whoWasServedInVainIsNotHeldUpByMoreThanHalfOfTheUsers() {
    join("a1 b1 c1 d1 e1 f1 g1 h1 i1");
    FairLine.Place<String> place = line.first().orElseThrow();
    line.serve(place);
    line.joinAgain(place.who(), "a", 0);

    List<String> served = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      served.add(line.serve(line.firstFresh().orElseThrow()));
    }

    assertThat(served).containsExactly("b1", "c1", "d1", "a1", "e1");
  }

  @Test
  void whoLeavesFreesItsPlaceAtOnce() {
    FairLine<String> narrow = new FairLine<>(2);
    FairLine.Place<String> first = narrow.join("a1", "a", 0).orElseThrow();
    narrow.join("a2", "a", 0);
    assertThat(narrow.join("b1", "b", 0)).isEmpty();

    boolean waited = narrow.leave(first);

    assertThat(waited).isTrue();
    assertThat(narrow.leave(first)).isFalse();
    assertThat(narrow.join("b1", "b", 0)).isPresent();
    assertThat(narrow.first().map(FairLine.Place::who)).contains("a2");
  }

  @Test
  void onlyWhoIsNextIsServed() {
    line.join("a1", "a", 0);
    FairLine.Place<String> second = line.join("b1", "b", 0).orElseThrow();

    assertThatThrownBy(() -> line.serve(second)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void lineOfNobodyServesNobody() {
    assertThat(line.first()).isEmpty();
    assertThat(line.firstFresh()).isEmpty();
    assertThat(line.ahead("a", 0)).isZero();
    assertThatThrownBy(() -> new FairLine<String>(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whoComesAloneHasOneTurnOfEverybodyAhead() {
    join("a1 a2 a3 a4 a5 a6 a7 a8 b1 b2");
    line.join("z", "z", 3);

    assertThat(line.ahead("new", 0)).isEqualTo(2);
    assertThat(line.ahead("a", 0)).isEqualTo(10);
    assertThat(line.ahead("new", 3)).isEqualTo(11);
  }

  /** However many names there are, and however new: who waits is passed by each once. */
  @ParameterizedTest
  @ValueSource(strings = {"new", "one", "no"})
  void noFloodOfNamesPassesWhoWaitsMoreThanOnceEach(String names) {
    for (int i = 1; i <= 5; i++) {
      line.join("b" + i, "b", 0);
    }
    List<String> served = new ArrayList<>();
    int mayBeBefore = 1;

    for (int i = 0; i < 300 && !served.contains("b5"); i++) {
      line.join("x", names.equals("new") ? "x" + i : names, 0);
      line.join("y", names.equals("new") ? "y" + i : names, 0);
      served.add(serve());
      mayBeBefore--;
      if (served.getLast().startsWith("b")) {
        assertThat(mayBeBefore).isNotNegative();
        mayBeBefore = line.size();
      }
    }

    assertThat(served).filteredOn(who -> who.startsWith("b")).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void nobodyIsLostStarvedOrOvertakenByItself(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<Integer, Integer> served = new HashMap<>();
    Set<FairLine.Place<int[]>> waiting = new HashSet<>();
    FairLine<int[]> fair = new FairLine<>(400);
    int[] numbers = new int[20];

    for (int step = 0; step < 20_000; step++) {
      int user = (int) Math.min(19, random.nextExponential() * 4);
      double what = random.nextDouble();
      if (what < 0.5) {
        fair.join(new int[] {user, numbers[user]++}, user, 0).ifPresent(waiting::add);
      } else if (what < 0.9 && fair.size() > 0) {
        FairLine.Place<int[]> first = fair.first().orElseThrow();
        int[] who = fair.serve(first);
        assertThat(who[1]).isGreaterThan(served.getOrDefault(who[0], -1));
        served.put(who[0], who[1]);
        waiting.remove(first);
      } else if (!waiting.isEmpty()) {
        FairLine.Place<int[]> one = waiting.iterator().next();
        assertThat(fair.leave(one)).isTrue();
        waiting.remove(one);
      }
      assertThat(fair.size()).isEqualTo(waiting.size());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whoSendsLittleWaitsNoLongerThanOneTurnOfAllTogether(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    FairLine<int[]> fair = new FairLine<>(100_000);
    int users = 50;
    long now = 0;
    List<Integer> light = new ArrayList<>();

    for (int user = 0; user < users; user++) {
      for (int i = 0; i < 200 && user % 5 == 0; i++) {
        fair.join(new int[] {user, 0}, user, 0);
      }
    }
    for (; now < 1_500; now++) {
      int user = random.nextInt(users);
      int expected = fair.ahead(user, 0);
      if (user % 5 != 0 && random.nextInt(3) == 0) {
        fair.join(new int[] {user, (int) now, expected}, user, 0);
      }
      int[] who = fair.serve(fair.first().orElseThrow());
      if (who.length == 3) {
        light.add((int) now - who[1]);
        assertThat((int) now - who[1]).isLessThanOrEqualTo(who[2] + users);
      }
    }

    int[] waits = light.stream().mapToInt(i -> i).sorted().toArray();
    assertThat(waits[waits.length * 99 / 100]).as(Arrays.toString(waits)).isLessThan(2 * users);
  }

  @Test
  void tenThousandWhoWaitTakeLittleMemory() {
    FairLine<Integer> fair = new FairLine<>(10_000);
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    long before = runtime.totalMemory() - runtime.freeMemory();

    for (int i = 0; i < 10_000; i++) {
      fair.join(i, "user" + i % 500, i % 3);
    }
    System.gc();
    long after = runtime.totalMemory() - runtime.freeMemory();

    assertThat(fair.size()).isEqualTo(10_000);
    assertThat((after - before) / 10_000).isLessThan(10_000);
  }

  private void join(String names) {
    for (String name : names.split(" ")) {
      line.join(name, name.substring(0, 1), 0);
    }
  }

  private String serve() {
    Optional<FairLine.Place<String>> first = line.first();
    return first.map(line::serve).orElse("");
  }

  private List<String> serveAll() {
    List<String> served = new ArrayList<>();
    while (line.size() > 0) {
      served.add(serve());
    }
    return served;
  }
}
