package dev.mainstay.provider;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.RealTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RenewedTest {
  private record Value(int number, Optional<Instant> end) {}

  private final ManualTime time = new ManualTime();
  private final AtomicInteger fetches = new AtomicInteger();
  private Renewed.Source<Value> source = () -> next(ofMinutes(60));
  private final Renewed<Value> renewed = new Renewed<>(() -> source.fetch(), Value::end, time);

  private Value next(Duration life) {
    return new Value(fetches.incrementAndGet(), Optional.of(time.now().plus(life)));
  }

  @Test
  void isFetchedOnceHoweverManyWait() throws Exception {
    CountDownLatch issued = new CountDownLatch(1);
    source =
        () -> {
          issued.await();
          return next(ofMinutes(60));
        };

    List<CompletableFuture<Value>> waiting = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      waiting.add(renewed.get());
    }
    waiting.getFirst().cancel(true);
    issued.countDown();

    for (CompletableFuture<Value> other : waiting.subList(1, 50)) {
      assertThat(other.get().number()).isEqualTo(1);
    }
    assertThat(renewed.get().get().number()).isEqualTo(1);
    assertThat(fetches).hasValue(1);
  }

  @Test
  void isFetchedInTheBackgroundBeforeItEnds() throws Exception {
    BlockingQueue<Value> issued = new LinkedBlockingQueue<>();
    source = issued::take;
    issued.add(next(ofMinutes(60)));
    assertThat(renewed.get().get().number()).isEqualTo(1);

    time.advance(ofMinutes(60).minusSeconds(15));
    CompletableFuture<Value> old = renewed.get();
    assertThat(old).isDone();
    assertThat(old.get().number()).isEqualTo(1);

    // The old one ends, so that whoever asks now waits for the fetch that is under way.
    time.advance(ofSeconds(10));
    CompletableFuture<Value> newer = renewed.get();
    assertThat(newer).isNotDone();
    issued.add(next(ofMinutes(60)));
    assertThat(newer.get().number()).isEqualTo(2);
  }

  @Test
  void isFetchedAnewWhereTheOldOneIsRefusedAndOnlyOnce() throws Exception {
    Value first = renewed.get().get();

    renewed.refuse(first);
    Value second = renewed.get().get();
    renewed.refuse(first);

    assertThat(second.number()).isEqualTo(2);
    assertThat(renewed.get().get().number()).isEqualTo(2);
  }

  @Test
  void aFailureReachesEverybodyWhoWaitsAndTheNextAsksAgain() throws Exception {
    CountDownLatch down = new CountDownLatch(1);
    source =
        () -> {
          down.await();
          throw new IOException("no route");
        };
    CompletableFuture<Value> one = renewed.get();
    CompletableFuture<Value> other = renewed.get();
    down.countDown();

    assertThatThrownBy(one::get).hasRootCauseMessage("no route");
    assertThatThrownBy(other::get).hasRootCauseMessage("no route");

    source = () -> next(ofMinutes(60));
    assertThat(renewed.get().get().number()).isEqualTo(1);
  }

  @Test
  void aFetchThatFailsInTheBackgroundIsTriedAgainAfterTenSecondsWhileTheOldOneServes()
      throws Exception {
    renewed.get().get();
    CompletableFuture<Void> failed = new CompletableFuture<>();
    AtomicInteger failures = new AtomicInteger();
    source =
        () -> {
          failures.incrementAndGet();
          failed.complete(null);
          throw new IOException("no route");
        };
    time.advance(ofMinutes(56));
    assertThat(renewed.get().get().number()).isEqualTo(1);
    failed.get();
    awaitIdle();

    assertThat(renewed.get().get().number()).isEqualTo(1);
    assertThat(failures).hasValue(1);

    CountDownLatch again = new CountDownLatch(1);
    source =
        () -> {
          again.countDown();
          return next(ofMinutes(60));
        };
    time.advance(ofSeconds(10));
    assertThat(renewed.get().get().number()).isEqualTo(1);
    again.await();
  }

  // A fetch has ended only when its thread has told so; the next state shows it.
  private void awaitIdle() {
    RealTime.await().until(() -> !renewed.isFetching());
  }

  @Test
  void aFetchThatHangsFailsAfterThirtySecondsAndIsInterrupted() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    source =
        () -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
          return next(ofMinutes(1));
        };
    CompletableFuture<Value> waiting = renewed.get();
    begun.await();

    time.advance(ofSeconds(29));
    assertThat(waiting).isNotDone();
    time.advance(ofSeconds(1));

    assertThatThrownBy(waiting::get).hasRootCauseMessage("none came within 30 s");
    interrupted.await();
  }

  @Test
  void whatHasNoEndLastsUntilItIsRefused() throws Exception {
    source = () -> new Value(fetches.incrementAndGet(), Optional.empty());
    Value first = renewed.get().get();

    time.advance(Duration.ofDays(400));

    assertThat(renewed.get().get()).isEqualTo(first);
  }

  @Test
  void lastTwoAreKeptWhateverBecameOfThem() throws Exception {
    Value first = renewed.get().get();
    renewed.refuse(first);
    assertThat(renewed.latest()).containsExactly(first);

    Value second = renewed.get().get();
    assertThat(renewed.latest()).containsExactly(second, first);

    renewed.refuse(second);
    Value third = renewed.get().get();
    assertThat(renewed.latest()).containsExactly(third, second);
  }
}
