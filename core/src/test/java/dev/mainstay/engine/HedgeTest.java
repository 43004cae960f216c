package dev.mainstay.engine;

import static dev.mainstay.engine.World.outcomes;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.Attempt;
import dev.mainstay.call.CallBudget;
import dev.mainstay.call.CallEvent;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.HedgePolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.time.CrowdTime;
import dev.mainstay.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEMANTICS 5.4: an attempt that is late has another beside it; whichever has output answers. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HedgeTest {
  private static final CallOptions NONE = CallOptions.none();

  private final CrowdTime time = new CrowdTime();
  private final BusyProvider provider = new BusyProvider(time, ofMillis(10));
  private final World world =
      new World()
          .clock(time)
          .providers(deployment -> provider)
          .retries(RetryPolicy.of(0))
          .chance(0)
          .hedging(HedgePolicy.after(ofSeconds(2)));
  private final List<ChatResponse> answers = new ArrayList<>();
  private final List<MainstayException> failures = new ArrayList<>();
  private Duration start = Duration.ZERO;
  private Mode mode = Mode.STREAMED;

  @ParameterizedTest
  @EnumSource(Mode.class)
  void lateAttemptIsOutrunByOneElsewhere(Mode mode) {
    this.mode = mode;
    world.group("chat", "a", "b");

    afterTwentyCalls(() -> slowly("a", ofSeconds(30)));

    assertThat(answers.getLast().text()).isEqualTo("b");
    assertThat(took()).isEqualTo(ofMillis(2_010));
    assertThat(lastOutcomes()).containsExactly("Outrun", "Succeeded");
    assertThat(List.of(provider.underWay("a"), provider.underWay("b"))).containsExactly(0, 0);
    assertThat(answers.getLast().metadata().attempts())
        .extracting(Attempt::duration)
        .containsExactly(ofMillis(2_010), ofMillis(10));
    assertThat(events(CallEvent.CallSucceeded.class)).hasSize(21);
    assertThat(answers.getLast().metadata().overhead()).isZero();
    assertThat(answers.getLast().metadata().retryCount()).isZero();
  }

  @Test
  void attemptInTimeHasNoneBesideIt() {
    world.group("chat", "a", "b");

    afterTwentyCalls(() -> slowly("a", ofMillis(1_990)));

    assertThat(provider.asked).noneMatch(asked -> asked.startsWith("b"));
  }

  @Test
  void firstAnswersWhereItIsTheFirstAfterAll() {
    world.group("chat", "a", "b");
    provider.slow("b", ofSeconds(30));

    afterTwentyCalls(() -> slowly("a", ofSeconds(3)));

    assertThat(answers.getLast().text()).isEqualTo("a");
    assertThat(took()).isEqualTo(ofSeconds(3));
    assertThat(lastOutcomes()).containsExactly("Succeeded", "Outrun");
    assertThat(provider.underWay("b")).isZero();
  }

  @Test
  void firstThatFailsLeavesItToTheSecond() {
    world.group("chat", "a", "b");
    provider.slow("b", ofSeconds(5));

    afterTwentyCalls(() -> {
      provider.fails("a", Failures.serverError());
      slowly("a", ofSeconds(3));
    });

    assertThat(answers.getLast().text()).isEqualTo("b");
    assertThat(took()).isEqualTo(ofSeconds(7));
    assertThat(lastOutcomes()).containsExactly("ServerError", "Succeeded");
  }

  @Test
  void secondThatFailsLeavesItToTheFirst() {
    world.group("chat", "a", "b");
    provider.fails("b", Failures.serverError());

    afterTwentyCalls(() -> slowly("a", ofSeconds(5)));

    assertThat(answers.getLast().text()).isEqualTo("a");
    assertThat(took()).isEqualTo(ofSeconds(5));
    assertThat(lastOutcomes()).containsExactly("Succeeded", "ServerError");
  }

  @Test
  void whereBothFailTheCallGoesOnAsEver() {
    world.group("chat", "a", "b", "c").retries(RetryPolicy.of(1));
    provider.fails("b", Failures.serverError());

    afterTwentyCalls(() -> {
      provider.fails("a", Failures.overloaded());
      slowly("a", ofSeconds(3));
    });

    assertThat(answers.getLast().text()).isEqualTo("c");
    assertThat(lastOutcomes()).containsExactly("Overloaded", "ServerError", "Succeeded");
  }

  @Test
  void whereBothFailForGoodTheFirstFailureIsTold() {
    world.group("chat", "a", "b");
    provider.fails("b", Failures.serverError());

    afterTwentyCalls(() -> {
      provider.fails("a", Failures.overloaded());
      slowly("a", ofSeconds(3));
    });

    assertThat(failures).hasSize(1);
    assertThat(outcomes(failures.getFirst().metadata().attempts()))
        .containsExactly("Overloaded", "ServerError");
    assertThat(events(CallEvent.CallFailed.class)).hasSize(1);
  }

  @Test
  void oneCallInTwentyIsHedgedAtMost() {
    world.group("chat", "a", "b");
    provider.slow("a", ofSeconds(3)).slow("b", ofMillis(500));

    time.run(List.of(() -> ask(400)));

    assertThat(answers).hasSize(400);
    assertThat(hedges()).isEqualTo(20);
  }

  @Test
  void whatWasSavedIsTenHedges() {
    world.group("chat", "a", "b");

    time.run(
        List.of(() -> {
          ask(1_000);
          provider.slow("a", ofSeconds(3));
          ask(19);
        }));

    assertThat(hedges()).isEqualTo(10);
  }

  @Test
  void lateIsWhatIsSlowerThanThePercentileOfTheLatest() {
    world.group("chat", "a", "b").hedging(HedgePolicy.afterPercentile(90));

    time.run(
        List.of(() -> {
          for (int i = 1; i <= 20; i++) {
            provider.slow("a", ofMillis(100L * i));
            ask(1);
          }
          slowly("a", ofSeconds(30));
        }));

    assertThat(took()).isEqualTo(ofMillis(1_810));
    assertThat(hedges()).isEqualTo(1);
  }

  @Test
  void beforeTwentyAnswersNobodyKnowsWhatIsLate() {
    world.group("chat", "a", "b").group("more", "a").hedging(HedgePolicy.afterPercentile(50));

    time.run(
        List.of(() -> {
          mode = Mode.PLAIN;
          ask(30);
          mode = Mode.STREAMED;
          slowly("a", ofSeconds(3));
        }));

    assertThat(lastOutcomes()).containsExactly("Succeeded");
  }

  @Test
  void groupHasItsOwnPolicy() {
    world.group("chat", "a", "b").hedging("chat", HedgePolicy.off());

    afterTwentyCalls(() -> slowly("a", ofSeconds(30)));

    assertThat(hedges()).isZero();
  }

  @Test
  void deploymentWithoutPlaceIsNotAskedAndNothingIsSpentOnThat() {
    world
        .group("chat", d -> d.withMaxParallelRequests(1), "a", "b")
        .group("b", d -> d.withMaxParallelRequests(1), "b");

    time.run(
        List.of(
            () -> {
              ask(20);
              provider.slow("a", ofSeconds(3)).slow("b", ofSeconds(5));
              time.start("beside", () -> call("b"));
              ask(1);
            },
            () -> {
              time.park(ofSeconds(60));
              slowly("a", ofSeconds(30));
            }));

    assertThat(lastOutcomes()).containsExactly("Outrun", "Succeeded");
    assertThat(hedges()).isEqualTo(1);
  }

  @Test
  void placesOfBothAreGivenBack() {
    world
        .group("chat", d -> d.withMaxParallelRequests(1), "a", "b")
        .group("a", "a")
        .group("b", "b");

    afterTwentyCalls(() -> {
      slowly("a", ofSeconds(30));
      provider.slow("a", ofMillis(10));
      call("a");
      call("b");
    });

    assertThat(failures).isEmpty();
    assertThat(answers).hasSize(23);
  }

  @Test
  void deadlineEndsBoth() {
    world.group("chat", "a", "b");
    provider.slow("b", ofSeconds(30));

    afterTwentyCalls(() -> {
      provider.slow("a", ofSeconds(30));
      start = time.elapsed();
      call("chat", NONE.withTimeout(ofSeconds(4)));
    });

    assertThat(took()).isEqualTo(ofSeconds(4));
    assertThat(failures)
        .extracting(MainstayException::failure)
        .allMatch(Failure.TimedOut.class::isInstance);
    assertThat(List.of(provider.underWay("a"), provider.underWay("b"))).containsExactly(0, 0);
    assertThat(outcomes(failures.getFirst().metadata().attempts()))
        .containsExactly("TimedOut", "TimedOut");
  }

  @Test
  void interruptEndsBoth() {
    world.group("chat", "a", "b");
    provider.slow("b", ofSeconds(30));

    afterTwentyCalls(() -> {
      provider.slow("a", ofSeconds(30));
      Thread caller = Thread.currentThread();
      time.schedule(
          ofSeconds(4),
          () -> {
            caller.interrupt();
            time.unpark(caller);
          });
      call("chat");
    });

    assertThat(failures)
        .extracting(MainstayException::failure)
        .allMatch(Failure.Cancelled.class::isInstance);
    assertThat(List.of(provider.underWay("a"), provider.underWay("b"))).containsExactly(0, 0);
    assertThat(events(CallEvent.CallFailed.class)).hasSize(1);
  }

  @Test
  void closedLibraryEndsBoth() {
    world.group("chat", "a", "b");
    provider.slow("b", ofSeconds(30));

    afterTwentyCalls(() -> {
      provider.slow("a", ofSeconds(30));
      time.schedule(ofSeconds(4), () -> world.engine().close());
      call("chat");
    });

    assertThat(failures)
        .extracting(MainstayException::failure)
        .allMatch(Failure.Cancelled.class::isInstance);
    assertThat(List.of(provider.underWay("a"), provider.underWay("b"))).containsExactly(0, 0);
  }

  @Test
  void budgetThatIsSpentHasNoSecondAttempt() {
    world.group("chat", "a", "b");

    afterTwentyCalls(() -> {
      provider.slow("a", ofSeconds(3));
      CallBudget one = CallBudget.of(1, Deadline.never());
      ChatCall call = ChatCall.of(ChatRequest.of("chat", "Hello")).withBudget(one);
      try (ChatStream stream = world.engine().stream(call)) {
        stream.forEach(event -> {});
        answers.add(stream.response());
      }
    });

    assertThat(answers.getLast().text()).isEqualTo("a");
    assertThat(hedges()).isZero();
  }

  @Test
  void whatAProviderThrowsEndsBoth() {
    RuntimeException bug = new IllegalStateException("a bug");
    world
        .group("chat", "a", "b")
        .providers(deployment ->
            (asked, request, timeout) -> {
              if (asked.model().equals("b")) {
                throw bug;
              }
              return provider.open(asked, request, timeout);
            });
    List<Throwable> thrown = new ArrayList<>();

    afterTwentyCalls(() -> {
      provider.slow("a", ofSeconds(30));
      try {
        call("chat");
      } catch (IllegalStateException e) {
        thrown.add(e);
      }
    });

    assertThat(thrown).containsExactly(bug);
    assertThat(provider.underWay("a")).isZero();
    assertThat(events(CallEvent.CallFailed.class)).hasSize(1);
  }

  private void afterTwentyCalls(Runnable then) {
    time.run(
        List.of(() -> {
          ask(20);
          then.run();
        }));
  }

  private void slowly(String model, Duration latency) {
    provider.slow(model, latency);
    start = time.elapsed();
    call("chat");
  }

  private Duration took() {
    return time.elapsed().minus(start);
  }

  private void ask(int times) {
    for (int i = 0; i < times; i++) {
      call("chat");
    }
  }

  private void call(String group) {
    call(group, NONE);
  }

  private void call(String group, CallOptions options) {
    try {
      answers.add(mode.make(world.engine(), ChatRequest.of(group, "Hello"), options));
    } catch (MainstayException e) {
      failures.add(e);
    }
  }

  private List<String> lastOutcomes() {
    return outcomes(answers.getLast().metadata().attempts());
  }

  private long hedges() {
    return answers.stream()
        .flatMap(answer -> answer.metadata().attempts().stream())
        .filter(attempt -> attempt.outcome() instanceof Attempt.Outcome.Outrun)
        .count();
  }

  private <T extends CallEvent> List<T> events(Class<T> type) {
    return world.events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
