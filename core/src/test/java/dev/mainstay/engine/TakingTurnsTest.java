package dev.mainstay.engine;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.Failure.TimedOut;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.routing.Strategy;
import dev.mainstay.time.CrowdTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SEMANTICS 5.1 and 3.4: who waits for a place, a rest or a probe, and in which order. */
@Timeout(60)
class TakingTurnsTest {
  private final CrowdTime time = new CrowdTime();
  private final BusyProvider provider = new BusyProvider(time, ofMillis(10));
  private final World world =
      new World().clock(time).providers(deployment -> provider).retries(RetryPolicy.of(0));
  private final List<ChatResponse> answers = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();

  @Test
  void fourHundredCallersOfTwoPlacesAreAllServedInTheirOrderAndAsFastAsMayBe() {
    world.group("chat", d -> d.withMaxParallelRequests(2), "a");

    time.run(callers(400));

    assertThat(failures).isEmpty();
    assertThat(provider.asked)
        .isEqualTo(IntStream.range(0, 400).mapToObj(i -> "a: caller " + i).toList());
    assertThat(provider.most("a")).isEqualTo(2);
    assertThat(time.elapsed()).isEqualTo(ofSeconds(2));
    assertThat(time.wakes()).as("nobody is woken in vain").isEqualTo(398);
  }

  @Test
  void placesOfAllDeploymentsOfAGroupAreUsed() {
    world.group("chat", d -> d.withMaxParallelRequests(1), "a", "b");

    time.run(callers(200));

    assertThat(failures).isEmpty();
    assertThat(order()).isSorted();
    assertThat(time.elapsed()).isEqualTo(ofSeconds(1));
    assertThat(List.of(provider.most("a"), provider.most("b"))).containsExactly(1, 1);
  }

  /** SEMANTICS 3.4: of all that a call may use. */
  @Test
  void placesOfAFallbackAreWaitedForAsWell() {
    world
        .group("chat", d -> d.withMaxParallelRequests(1), "a")
        .group("backup", d -> d.withMaxParallelRequests(1), "b")
        .fallback("chat", "backup")
        .backoff(Backoff.defaults().withFallbackPatience(Duration.ZERO));

    time.run(callers(200));

    assertThat(failures).isEmpty();
    assertThat(order()).isSorted();
    assertThat(time.elapsed()).isEqualTo(ofSeconds(1));
    assertThat(List.of(provider.most("a"), provider.most("b"))).containsExactly(1, 1);
    assertThat(answers).filteredOn(a -> a.metadata().fallbackCount() == 1).hasSize(100);
  }

  /** SEMANTICS 2.4: whoever need not wait for longer than its patience waits for its turn. */
  @Test
  void fallbackIsForThoseWhoseTurnComesTooLate() {
    BusyProvider slow = new BusyProvider(time, ofSeconds(3));
    world
        .group("chat", d -> d.withMaxParallelRequests(1), "a")
        .group("backup", "b")
        .fallback("chat", "backup")
        .providers(deployment -> slow);

    time.run(
        List.of(
            () -> ask("chat", "before"),
            later(ofSeconds(3), 1),
            later(ofSeconds(3), 2),
            later(ofSeconds(3), 3),
            later(ofSeconds(3), 4),
            later(ofSeconds(3), 5)));

    assertThat(failures).isEmpty();
    assertThat(slow.asked)
        .containsExactly(
            "a: before", "a: caller 1", "b: caller 5", "a: caller 2", "a: caller 3", "a: caller 4");
    assertThat(time.elapsed()).isEqualTo(ofSeconds(15));
  }

  private Runnable later(Duration delay, int number) {
    return () -> {
      time.park(delay);
      caller(number).run();
    };
  }

  @Test
  void onlyOtherDeploymentIsWaitedForWhereItHasNoPlaceForARetry() {
    BusyProvider slow = new BusyProvider(time, ofSeconds(5)).fails("b", Failures.notFound());
    world
        .group("chat", d -> d.withMaxParallelRequests(1), "b", "a")
        .group("a", d -> d.withMaxParallelRequests(1), "a")
        .routing(routing -> routing.withStrategy(Strategy.costBased()))
        .retries(RetryPolicy.of(1))
        .providers(deployment -> slow);

    time.run(
        List.of(
            () -> {
              time.park(ofSeconds(2));
              ask("a", "held");
            },
            caller(1)));

    assertThat(failures).isEmpty();
    assertThat(slow.asked).containsExactly("b: caller 1", "a: held", "a: caller 1");
    assertThat(time.elapsed()).isEqualTo(ofSeconds(2 + 5 + 5));
  }

  @Test
  void soItIsWhereItWasTriedBefore() {
    BusyProvider slow =
        new BusyProvider(time, ofSeconds(5))
            .fails("a", Failures.serverError())
            .fails("b", Failures.notFound());
    world
        .group(
            "chat",
            d -> d.withMaxParallelRequests(1).withOrder(d.model().equals("a") ? 1 : 2),
            "a",
            "b")
        .group("a", d -> d.withMaxParallelRequests(1).withOrder(1), "a")
        .chance(0)
        .providers(deployment -> slow)
        .retries(RetryPolicy.of(2));

    // It would go back to "a" at once, and somebody is there.
    time.run(
        List.of(
            caller(0),
            () -> {
              time.park(ofSeconds(6));
              ask("a", "held");
            }));

    assertThat(failures).isEmpty();
    assertThat(slow.asked).containsExactly("a: caller 0", "b: caller 0", "a: held", "a: caller 0");
    assertThat(time.elapsed()).isEqualTo(ofSeconds(6 + 5 + 5));
  }

  @Test
  void whoLeavesAtItsDeadlineHoldsUpNobody() {
    world.group("chat", d -> d.withMaxParallelRequests(1), "a");
    CallOptions patient = CallOptions.none();
    CallOptions hasty = CallOptions.none().withTimeout(ofMillis(45));

    time.run(
        IntStream.range(0, 20)
            .<Runnable>mapToObj(i -> () -> call("caller " + i, i % 2 == 0 ? hasty : patient))
            .toList());

    // In 45 ms four are served, and the fifth has begun: number 4, a hasty one.
    assertThat(answers).hasSize(2 + 10);
    assertThat(failures).hasSize(8).allMatch(TimedOut.class::isInstance);
    assertThat(order()).isSorted();
    assertThat(time.elapsed()).isEqualTo(ofMillis(20 + 10 + 10 + 5 + 80));
  }

  @Test
  void whoHasWaitedForFiveMinutesInVainIsToldThatThereIsNoDeployment() {
    world.group("chat", d -> d.withMaxParallelRequests(1), "a");
    BusyProvider slow = new BusyProvider(time, ofSeconds(301));
    world.providers(deployment -> slow);

    time.run(callers(2));

    assertThat(failures).singleElement().isInstanceOf(Failure.NoDeployment.class);
    assertThat(failures.getFirst().message())
        .isEqualTo(
            "no deployment of 'chat' may be tried now: each has as many calls under way as it may");
    assertThat(failures.getFirst().retryAfter()).isEmpty();
    assertThat(world.events)
        .filteredOn(CallEvent.CallFailed.class::isInstance)
        .extracting(event -> ((CallEvent.CallFailed) event).metadata().duration())
        .containsExactly(ofSeconds(300));
  }

  @Test
  void timeOfItsAttemptsIsNoneThatACallHasWaited() {
    BusyProvider slow = new BusyProvider(time, ofSeconds(50)).fails("a", Failures.serverError());
    world
        .group("chat", d -> d.withMaxParallelRequests(1), "a")
        .providers(deployment -> slow)
        .chance(0)
        .retries(RetryPolicy.of(1));

    time.run(callers(2));

    assertThat(failures).isEmpty();
    assertThat(slow.asked).containsExactly("a: caller 0", "a: caller 1", "a: caller 0");
  }

  @Test
  void retryWaitsItsTurnBehindThoseThatCameBefore() {
    provider.fails("a", Failures.serverError());
    world
        .group("chat", d -> d.withMaxParallelRequests(1), "a")
        .chance(0)
        .retries(RetryPolicy.of(1));

    time.run(callers(5));

    assertThat(failures).isEmpty();
    assertThat(order()).containsExactly(0, 1, 2, 3, 4, 0);
    assertThat(time.elapsed()).isEqualTo(ofMillis(60));
  }

  /** SEMANTICS 3.3: a lone deployment without fallback is paced, never refused. */
  @Test
  void loneDeploymentWithAWrongKeyIsWaitedForWhereItHasNoPlace() {
    provider.fails("a", Failures.unauthenticated());
    world.group("chat", d -> d.withMaxParallelRequests(1), "a");
    List<Runnable> all = new ArrayList<>(callers(2));
    all.add(() -> {
      time.park(ofMillis(15));
      call("caller 2", CallOptions.none());
    });

    time.run(all);

    assertThat(failures).containsExactly(Failures.unauthenticated());
    assertThat(order()).containsExactly(0, 1, 2);
  }

  @Test
  void callThatHasWaitedWaitsAnewForItsRetry() {
    provider.fails("a", Failures.notFound(), Failures.serverError());
    world
        .group("chat", d -> d.withMaxParallelRequests(1), "a")
        .chance(0)
        .retries(RetryPolicy.of(1));

    time.run(callers(4));

    assertThat(failures).containsExactly(Failures.notFound());
    assertThat(order()).containsExactly(0, 1, 2, 3, 1);
    assertThat(provider.most("a")).isEqualTo(1);
  }

  @Test
  void oneThatIsGoneBackToIsWaitedForWhereItsPlaceWasTakenMeanwhile() {
    provider.fails("a", Failures.serverError()).fails("b", Failures.notFound());
    world
        .group(
            "chat",
            d -> d.withMaxParallelRequests(1).withOrder(d.model().equals("a") ? 1 : 2),
            "a",
            "b")
        .retries(RetryPolicy.of(2))
        .chance(0.5);

    // It goes back to "a" after two seconds, and somebody is there by then.
    time.run(
        List.of(
            caller(0),
            () -> {
              time.park(ofMillis(2_010));
              call("caller 1", CallOptions.none());
            }));

    assertThat(failures).isEmpty();
    assertThat(provider.asked)
        .containsExactly("a: caller 0", "b: caller 0", "a: caller 1", "a: caller 0");
  }

  @Test
  void restOfAllIsWaitedForInOrderAndNobodyIsToldThereIsNone() {
    provider.fails("a", Failures.rateLimited(ofSeconds(5)));
    provider.fails("b", Failures.rateLimited(ofSeconds(8)));
    world
        .group("chat", d -> d.withMaxParallelRequests(1), "a", "b")
        .group("a", d -> d.withMaxParallelRequests(1), "a")
        .group("b", d -> d.withMaxParallelRequests(1), "b");
    sendIntoCooldown();

    time.run(callers(40));

    assertThat(failures).isEmpty();
    assertThat(order()).isEqualTo(IntStream.range(0, 40).boxed().toList());
    assertThat(time.elapsed()).isEqualTo(ofMillis(10 + 5_000 + 400));
  }

  @Test
  void probeIsWaitedForByAllAndMadeByOne() {
    provider.fails("a", Failures.serverError()).fails("b", Failures.unauthenticated());
    world
        .group("chat", "a", "b")
        .group("a", "a")
        .group("b", "b")
        .health(new HealthPolicy(OptionalInt.of(1), Map.of(), ofSeconds(5), true))
        .pacing(PacingPolicy.disabled());
    sendIntoCooldown();

    time.run(callers(50));

    assertThat(failures).isEmpty();
    assertThat(provider.asked).hasSize(50).allMatch(asked -> asked.startsWith("a"));
    assertThat(order()).isSorted();
    assertThat(time.elapsed()).isEqualTo(ofMillis(10 + 5_000 + 10 + 10));
  }

  @Test
  void endOfTheLibraryEndsAllThatWait() {
    world.group("chat", d -> d.withMaxParallelRequests(1), "a");
    List<Runnable> all = new ArrayList<>(callers(50));
    all.add(() -> {
      time.park(ofMillis(5));
      world.engine().close();
    });

    time.run(all);

    assertThat(failures).hasSize(50).allMatch(Failure.Cancelled.class::isInstance);
    assertThat(provider.asked).hasSize(1);
    assertThat(time.elapsed()).isEqualTo(ofMillis(5));
    assertThat(time.pendingTimers()).isZero();
  }

  @Test
  void waitIsToldOnceWithWhomItIsFor() {
    world.group("chat", d -> d.withMaxParallelRequests(1), "a");

    time.run(callers(30));

    List<CallEvent> waits =
        world.events.stream().filter(CallEvent.Waiting.class::isInstance).toList();
    assertThat(waits).hasSize(29);
    assertThat((CallEvent.Waiting) waits.getFirst())
        .extracting(CallEvent.Waiting::delay, CallEvent.Waiting::deployment)
        .containsExactly(Duration.ZERO, "scripted/a");
    assertThat(answers.getLast().metadata().attempts().getFirst().waitBefore())
        .isEqualTo(ofMillis(290));
  }

  private void sendIntoCooldown() {
    time.run(List.of(() -> ask("a", "Hello"), () -> ask("b", "Hello")));
    assertThat(failures).hasSize(2);
    failures.clear();
    provider.asked.clear();
  }

  private List<Integer> order() {
    return provider.asked.stream()
        .map(asked -> Integer.valueOf(asked.substring(asked.lastIndexOf(' ') + 1)))
        .toList();
  }

  private List<Runnable> callers(int count) {
    return IntStream.range(0, count).mapToObj(this::caller).toList();
  }

  private Runnable caller(int number) {
    return () -> call("caller " + number, CallOptions.none());
  }

  private void ask(String group, String words) {
    make(ChatRequest.of(group, words), CallOptions.none());
  }

  private void call(String words, CallOptions options) {
    make(ChatRequest.of("chat", words), options);
  }

  private void make(ChatRequest request, CallOptions options) {
    try {
      answers.add(world.engine().chat(request, options));
    } catch (MainstayException e) {
      failures.add(e.failure());
    }
  }
}
