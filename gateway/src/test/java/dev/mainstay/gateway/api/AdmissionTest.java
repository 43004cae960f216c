package dev.mainstay.gateway.api;

import static dev.mainstay.transport.RealTime.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.gateway.api.Admission.Full;
import dev.mainstay.gateway.api.Admission.Outcome;
import dev.mainstay.gateway.api.Admission.Place;
import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AdmissionTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final StandingTime time = new StandingTime();
  private final BlockingQueue<String> letIn = new LinkedBlockingQueue<>();

  @Test
  void whoComesWhenAllIsFullIsToldAtOnce() throws Exception {
    Admission admission = admission(2, 0);
    enter(admission);
    enter(admission);

    assertThat(admission.full()).isPresent();
    assertThat(admission.enter("late")).isEqualTo(new Full(SECOND));
  }

  @Test
  void placeThatIsLeftGoesToWhoWaits() throws Exception {
    Admission admission = admission(1, 1);
    Place first = enter(admission);
    CompletableFuture<Outcome> second = waits(admission, "b", 1);
    assertThat(admission.full()).isPresent();

    first.close();

    assertThat(second.get()).isInstanceOf(Place.class);
    assertThat(admission.inFlight()).isEqualTo(1);
    assertThat(admission.waiting()).isZero();
  }

  @Test
  void placeIsLeftOnce() throws Exception {
    Admission admission = admission(1, 1);
    Place place = enter(admission);

    place.close();
    place.close();

    assertThat(admission.inFlight()).isZero();
  }

  @Test
  void usersTakeTurnsHoweverManyOneOfThemSends() throws Exception {
    Admission admission = admission(1, 10);
    Place place = enter(admission);
    for (int i = 1; i <= 4; i++) {
      waits(admission, "greedy", i);
    }
    waits(admission, "modest", 5);
    waits(admission, "shy", 6);

    List<String> order = new ArrayList<>();
    place.close();
    for (int i = 0; i < 6; i++) {
      order.add(letIn.poll(10, TimeUnit.SECONDS));
    }

    assertThat(order.subList(0, 3)).containsExactlyInAnyOrder("greedy", "modest", "shy");
    assertThat(order.subList(3, 6)).containsOnly("greedy");
  }

  @Test
  void whoHasWaitedLongEnoughIsTold() throws Exception {
    Admission admission = admission(1, 10);
    enter(admission);
    CompletableFuture<Outcome> waiting = waits(admission, "b", 1);

    time.advance(SECOND.multipliedBy(30));

    assertThat(waiting.get()).isInstanceOf(Full.class);
    assertThat(admission.waiting()).isZero();
  }

  @Test
  void callerThatLeavesFreesItsPlaceInTheLine() throws Exception {
    Admission admission = admission(1, 1);
    enter(admission);
    List<Thread> threads = new ArrayList<>();
    CompletableFuture<Outcome> waiting = waits(admission, "b", 1, threads);

    threads.getFirst().interrupt();

    assertThatThrownBy(waiting::join)
        .isInstanceOf(CompletionException.class)
        .hasRootCauseInstanceOf(InterruptedException.class);
    assertThat(admission.waiting()).isZero();
    assertThat(admission.full()).isEmpty();
  }

  @Test
  void hintIsByWhenHalfTheLineIsIn() throws Exception {
    Admission admission = admission(1, 20);
    for (int i = 0; i < 200; i++) {
      enter(admission).close();
      time.advance(Duration.ofMillis(500));
    }
    enter(admission);
    for (int i = 1; i <= 20; i++) {
      waits(admission, "user" + i, i);
    }

    Full full = (Full) admission.enter("late");

    assertThat(full.retryAfter()).isBetween(SECOND.multipliedBy(5), SECOND.multipliedBy(7));
  }

  private Admission admission(int inFlight, int waiting) {
    return new Admission(
        GatewayLimits.defaults().withMaxInFlight(inFlight).withMaxWaiting(waiting), time);
  }

  private static Place enter(Admission admission) throws InterruptedException {
    return (Place) admission.enter("");
  }

  private CompletableFuture<Outcome> waits(Admission admission, String user, int count) {
    return waits(admission, user, count, new ArrayList<>());
  }

  /** Lets one more wait, and returns once {@code count} do. Once in it leaves again. */
  private CompletableFuture<Outcome> waits(
      Admission admission, String user, int count, List<Thread> threads) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    threads.add(
        Thread.startVirtualThread(() -> {
          try {
            Outcome told = admission.enter(user);
            letIn.add(user);
            outcome.complete(told);
            if (told instanceof Place place && admission.waiting() > 0) {
              place.close();
            }
          } catch (InterruptedException e) {
            outcome.completeExceptionally(e);
          }
        }));
    await().until(() -> admission.waiting() == count);
    return outcome;
  }

  /** A clock that stands still, whoever waits, until it is moved. */
  private static final class StandingTime implements TimeSource {
    private final Set<Thread> parked = ConcurrentHashMap.newKeySet();
    private volatile long nanos;

    void advance(Duration duration) {
      nanos += duration.toNanos();
      parked.forEach(LockSupport::unpark);
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public Instant now() {
      return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public void park(Duration longest) {
      parked.add(Thread.currentThread());
      LockSupport.park(this);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      throw new UnsupportedOperationException();
    }
  }
}
