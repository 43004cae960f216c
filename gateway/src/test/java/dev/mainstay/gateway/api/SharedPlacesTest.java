package dev.mainstay.gateway.api;

import static dev.mainstay.transport.RealTime.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.api.Admission.Full;
import dev.mainstay.gateway.api.Admission.Outcome;
import dev.mainstay.gateway.api.Admission.Place;
import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.time.TimeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 5.2: groups that hold on to their places leave some for the others. */
@Timeout(20)
class SharedPlacesTest {
  @ParameterizedTest
  @CsvSource({"1, 80", "2, 45", "3, 31", "10, 10"})
  void groupsThatGiveNothingBackAreAllLimited(int groups, int each) throws Exception {
    Admission admission = admission(100, 0);

    List<Integer> taken = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      for (int group = 0; group < groups; group++) {
        if (admission.enter("", "down" + group) instanceof Place) {
          taken.add(group);
        }
      }
    }

    assertThat(IntStream.range(0, groups))
        .allMatch(group -> Collections.frequency(taken, group) <= each);
    assertThat(admission.enter("", "sound")).isInstanceOf(Place.class);
  }

  @Test
  void groupThatComesAfterwardsGetsTheSameOnceOthersGiveBack() throws Exception {
    Admission admission = admission(90, 0);
    List<Place> first = takeAll(admission, "first");
    List<Place> second = takeAll(admission, "second");
    assertThat(first).hasSize(72);
    assertThat(second).hasSize(15);

    for (int i = 0; i < 72; i++) {
      first.removeFirst().close();
      second.addAll(takeAll(admission, "second"));
      first.addAll(takeAll(admission, "first"));
    }

    assertThat(first).hasSizeBetween(39, 41);
    assertThat(second).hasSizeBetween(39, 41);
  }

  @Test
  void callsThatShareWithNobodyMayTakeAll() throws Exception {
    Admission admission = admission(100, 0);

    for (int i = 0; i < 100; i++) {
      assertThat(admission.enter("")).isInstanceOf(Place.class);
    }

    assertThat(admission.enter("")).isInstanceOf(Full.class);
  }

  /** Where both may take it, whatever their names are. */
  @ParameterizedTest
  @CsvSource({"a, b", "b, a"})
  void placeThatIsGivenBackGoesToTheGroupThatHasFewer(String many, String few) throws Exception {
    Admission admission = admission(20, 100);
    List<Place> places = takeAll(admission, many, 10);
    takeAll(admission, few, 8);
    CompletableFuture<Outcome> ofMany = waits(admission, "", many, 1);
    CompletableFuture<Outcome> ofFew = waits(admission, "", few, 2);

    places.removeFirst().close();

    assertThat(ofFew.get()).isInstanceOf(Place.class);
    assertThat(ofMany).isNotDone();
  }

  @Test
  void whoWaitsForItsGroupsPlaceHoldsUpNoOther() throws Exception {
    Admission admission = admission(10, 100);
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      places.add((Place) admission.enter("", "down"));
    }
    List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      waiting.add(waits(admission, "u" + i, "down", i));
    }

    assertThat(admission.enter("u9", "sound")).isInstanceOf(Place.class);
    assertThat(admission.enter("u9", "sound")).isInstanceOf(Place.class);
    places.removeFirst().close();
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    places.removeFirst().close();

    assertThat(waiting.get(0).get()).isInstanceOf(Place.class);
    assertThat(waiting.subList(1, 3)).noneMatch(CompletableFuture::isDone);
    assertThat(admission.waiting()).isEqualTo(2);
  }

  /** Where it waits for its group's place as well as where it waits for any. */
  @Test
  void usersOfAGroupTakeTurnsWhereItMayTakeNoMore() throws Exception {
    Admission admission = admission(5, 100);
    List<Place> places = takeAll(admission, "down", 4);
    List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
    waiting.add(waits(admission, "greedy", "down", 1));
    waiting.add(waits(admission, "greedy", "down", 2));
    waiting.add(waits(admission, "modest", "down", 3));

    places.get(0).close();
    assertThat(waiting.get(0).get()).isInstanceOf(Place.class);
    places.get(1).close();

    assertThat(waiting.get(2).get()).isInstanceOf(Place.class);
    assertThat(waiting.get(1)).isNotDone();
  }

  @Test
  void callerThatLeavesIsNotLetInWhenItsGroupMayTakeMore() throws Exception {
    Admission admission = admission(5, 100);
    List<Place> places = takeAll(admission, "down", 4);
    List<Thread> threads = new ArrayList<>();
    CompletableFuture<Outcome> leaving = waits(admission, "", "down", 1, threads);
    CompletableFuture<Outcome> next = waits(admission, "", "down", 2, threads);

    threads.getFirst().interrupt();
    await().until(() -> admission.waiting() == 1);
    places.getFirst().close();

    assertThat(next.get()).isInstanceOf(Place.class);
    assertThat(leaving).isCompletedExceptionally();
    assertThat(admission.inFlight()).isEqualTo(4);
    assertThat(admission.waiting()).isZero();
  }

  @Test
  void roomToWaitIsSharedLikewise() throws Exception {
    Admission admission = admission(5, 10);
    takeAll(admission, "down", 4);
    for (int i = 1; i <= 8; i++) {
      waits(admission, "", "down", i);
    }

    assertThat(admission.enter("", "down")).isInstanceOf(Full.class);
    admission.enter("", "sound");
    waits(admission, "", "other", 9);
    assertThat(admission.full()).isEmpty();
  }

  private static Admission admission(int inFlight, int waiting) {
    return new Admission(
        GatewayLimits.defaults().withMaxInFlight(inFlight).withMaxWaiting(waiting),
        TimeSource.system());
  }

  private static List<Place> takeAll(Admission admission, String group) throws Exception {
    List<Place> places = new ArrayList<>();
    while (admission.enter("", group) instanceof Place place) {
      places.add(place);
    }
    return places;
  }

  private static List<Place> takeAll(Admission admission, String group, int count)
      throws Exception {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      places.add((Place) admission.enter("", group));
    }
    return places;
  }

  private static CompletableFuture<Outcome> waits(
      Admission admission, String user, String group, int count) {
    return waits(admission, user, group, count, new ArrayList<>());
  }

  /** Lets one more wait, and returns once {@code count} do. */
  private static CompletableFuture<Outcome> waits(
      Admission admission, String user, String group, int count, List<Thread> threads) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    threads.add(
        Thread.startVirtualThread(() -> {
          try {
            outcome.complete(admission.enter(user, group));
          } catch (InterruptedException e) {
            outcome.completeExceptionally(e);
          }
        }));
    await().until(() -> admission.waiting() == count);
    return outcome;
  }
}
