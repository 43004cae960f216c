package dev.mainstay.engine;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.WaitLimits;
import dev.mainstay.policy.WaitingRoom;
import dev.mainstay.time.CrowdTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls of which no more may wait at once than there are seats. */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitingRoomTest {
  private static final Duration ANSWER = ofMillis(10);

  private final CrowdTime time = new CrowdTime();
  private final BusyProvider provider = new BusyProvider(time, ANSWER);
  private final World world = new World().clock(time).providers(deployment -> provider).chance(0);
  private final List<Failure> failures = new ArrayList<>();
  private final List<Optional<Duration>> notWaited = new ArrayList<>();
  private final List<Duration> failedAt = new ArrayList<>();

  @Test
  void onlySoManyWaitInLineAtOnceAndTheOthersAreHandedBack() {
    WaitingRoom room = WaitingRoom.of(3);
    world.group("chat", d -> d.withMaxParallelRequests(2), "a");

    crowd(10, room);

    assertThat(provider.asked).hasSize(5);
    assertThat(failures).hasSize(5).allMatch(failure -> failure instanceof Failure.NoDeployment);
    assertThat(notWaited).containsOnly(Optional.of(ZERO));
    assertThat(failedAt).containsOnly(ZERO);
  }

  @Test
  void whoeverIsLetInLeavesItsSeatToTheNext() {
    WaitingRoom room = WaitingRoom.of(1);
    world.group("chat", d -> d.withMaxParallelRequests(1), "a");

    time.run(
        List.of(
            () -> ask(room), () -> ask(room), () -> later(ofMillis(11), room), () -> ask(room)));

    assertThat(provider.asked).hasSize(3);
    assertThat(failures).hasSize(1);
  }

  @Test
  void waitBeforeARetryNeedsASeatAsWell() {
    provider.fails("a", Failures.rateLimited(ofSeconds(5)));
    world.group("chat", "a");

    time.run(List.of(() -> ask(WaitingRoom.of(0))));

    assertThat(failures).containsExactly(Failures.rateLimited(ofSeconds(5)));
    assertThat(notWaited.getFirst().orElseThrow()).isGreaterThanOrEqualTo(ofSeconds(5));
    assertThat(time.elapsed()).isEqualTo(ANSWER);
  }

  @Test
  void fallbackIsAskedInPlaceOfAWaitWithoutASeat() {
    world
        .group("chat", d -> d.withMaxParallelRequests(1), "a")
        .group("backup", "b")
        .fallback("chat", "backup");

    crowd(2, WaitingRoom.of(0));

    assertThat(failures).isEmpty();
    assertThat(provider.asked).containsExactlyInAnyOrder("a: Hi", "b: Hi");
  }

  @Test
  void callsThatWaitForNothingNeedNoSeat() {
    world.group("chat", "a");

    crowd(3, WaitingRoom.of(0));

    assertThat(provider.asked).hasSize(3);
  }

  @Test
  void callThatFailsOrFallsBackAtOnceTakesNoSeat() {
    WaitingRoom room = WaitingRoom.of(1);
    provider.fails("a", Failures.badRequest(), Failures.quota());
    world.group("chat", "a").group("backup", "b").fallback("chat", "backup");

    time.run(
        List.of(() -> {
          ask(room);
          ask(room);
        }));

    assertThat(failures).containsExactly(Failures.badRequest());
    assertThat(provider.asked).hasSize(3);
    assertThat(room.enter()).isTrue();
  }

  @Test
  void callThatEndsWhileItWaitsLeavesItsSeat() {
    WaitingRoom room = WaitingRoom.of(1);
    world.group("chat", d -> d.withMaxParallelRequests(1), "a");
    CallOptions impatient = options(room).withTimeout(ofMillis(5));

    time.run(List.of(() -> ask(room), () -> call(impatient)));

    assertThat(failures).singleElement().isInstanceOf(Failure.TimedOut.class);
    assertThat(room.enter()).isTrue();
    assertThat(room.enter()).isFalse();
  }

  @Test
  void callerIsToldThatNoSeatIsFree() {
    List<String> told = new ArrayList<>();
    WaitingRoom room = WaitingRoom.of(1);

    assertThat(room.telling(() -> told.add("first")).enter()).isTrue();
    assertThat(room.telling(() -> told.add("second")).enter()).isFalse();
    room.leave();
    assertThat(room.telling(() -> told.add("third")).enter()).isTrue();

    assertThat(told).containsExactly("second");
  }

  @Test
  void seatsBelowZeroAreRefused() {
    assertThatThrownBy(() -> WaitingRoom.of(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  private void crowd(int callers, WaitingRoom room) {
    time.run(IntStream.range(0, callers).<Runnable>mapToObj(i -> () -> ask(room)).toList());
  }

  private void later(Duration delay, WaitingRoom room) {
    time.park(delay);
    ask(room);
  }

  private static CallOptions options(WaitingRoom room) {
    return CallOptions.none().withWaitLimits(WaitLimits.none().withRoom(room));
  }

  private void ask(WaitingRoom room) {
    call(options(room));
  }

  private void call(CallOptions options) {
    try {
      world.engine().chat(ChatRequest.of("chat", "Hi"), options);
    } catch (MainstayException e) {
      failures.add(e.failure());
      notWaited.add(e.notWaited());
      failedAt.add(time.elapsed());
    }
  }
}
