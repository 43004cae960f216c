package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.pauses;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.call.CallBudget;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Prefill;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Calls that are one to their user keep to one deadline and one count of attempts. */
class SharedBudgetTest {
  private final World world = new World().group("chat", "a").retries(RetryPolicy.of(5));

  @Test
  void callsThatShareABudgetNeverMakeMoreAttemptsThanItHas() {
    world.provider.always("a", breaks(Failures.serverError()));
    CallBudget budget = CallBudget.of(8, Deadline.never());

    assertThat(fail(budget).failure()).isEqualTo(Failures.serverError());
    assertThat(world.provider.asked()).hasSize(6);
    assertThat(fail(budget).failure()).isEqualTo(Failures.serverError());
    assertThat(world.provider.asked()).hasSize(8);
    assertThat(budget.attempts()).isEqualTo(8);
  }

  @Test
  void callThatMayMakeNoAttemptAsksNobodyAndSaysWhy() {
    world.provider.always("a", answer("Hi"));
    CallBudget budget = CallBudget.of(1, Deadline.never());

    assertThat(world.engine().chat(call(budget)).text()).isEqualTo("Hi");
    MainstayException spent = fail(budget);

    assertThat(spent.failure()).isInstanceOf(Failure.NoDeployment.class);
    assertThat(spent)
        .hasMessage(
            "NoDeployment: the budget of 1 attempts, which this call shares with others, is spent");
    assertThat(world.provider.asked()).hasSize(1);
    assertThat(world.engine().underWay()).isZero();
  }

  @Test
  void callThatMayMakeNoAttemptHoldsNoPlace() {
    World narrow = new World().group("chat", d -> d.withMaxParallelRequests(1), "a");
    narrow.provider.always("a", answer("Hi"));
    CallBudget budget = CallBudget.of(1, Deadline.never());

    narrow.engine().chat(call(budget));
    assertThatThrownBy(() -> narrow.engine().chat(call(budget)))
        .isInstanceOf(MainstayException.class);

    assertThat(narrow.engine().chat(ChatCall.of(ChatRequest.of("chat", "Hello"))).text())
        .isEqualTo("Hi");
    assertThat(narrow.time.elapsed()).isZero();
  }

  @Test
  void whereTheBudgetIsSpentNothingIsWaitedFor() {
    world.provider.always("a", breaks(Failures.serverError()));

    assertThat(fail(CallBudget.of(1, Deadline.never())).failure())
        .isEqualTo(Failures.serverError());
    assertThat(world.time.elapsed()).isZero();
  }

  @Test
  void attemptsToGoOnWithABrokenAnswerDrawAsWell() {
    world
        .provider
        .next("a", says(BrokenTale.FIRST), breaks(Failures.truncated()))
        .next("a", says("something else"), breaks(Failures.truncated()));
    CallBudget budget = CallBudget.of(2, Deadline.never());

    MainstayException broken =
        catchThrowableOfType(
            MainstayException.class, () -> world.read(call(budget), new ArrayList<>()));

    assertThat(broken.failure()).isEqualTo(Failures.truncated());
    assertThat(world.provider.asked()).hasSize(2);
  }

  @Test
  void attemptThatWasRefusedForItsFormAloneIsGivenBack() {
    world
        .provider
        .prefills("a", Prefill.CONTINUES)
        .next("a", says(BrokenTale.FIRST), breaks(Failures.truncated()))
        .next("a", breaks(Failures.badRequest()))
        .next("a", BrokenTale.continues());
    CallBudget budget = CallBudget.of(2, Deadline.never());

    assertThat(world.read(call(budget), new ArrayList<>()).text())
        .isEqualTo(BrokenTale.FIRST + BrokenTale.REST);
    assertThat(budget.attempts()).isEqualTo(2);
  }

  @Test
  void allAreOverAtTheDeadline() {
    world.provider.next("a", pauses(Duration.ofSeconds(6))).always("a", stalls());
    CallBudget budget = CallBudget.of(100, Deadline.in(Duration.ofSeconds(10), world.time));

    assertThat(fail(budget).failure()).satisfies(SharedBudgetTest::isOver);
    assertThat(world.time.nanos()).isEqualTo(Duration.ofSeconds(10).toNanos());
    world.provider.forget();

    assertThat(fail(budget).failure()).satisfies(SharedBudgetTest::isOver);
    assertThat(world.provider.asked()).isEmpty();
    assertThat(world.engine().underWay()).isZero();
  }

  @Test
  void callKeepsToItsOwnDeadlineBesides() {
    world.provider.always("a", stalls());
    CallBudget budget = CallBudget.of(100, Deadline.in(Duration.ofSeconds(10), world.time));
    CallOptions hurried = CallOptions.none().withTimeout(Duration.ofSeconds(3));

    MainstayException late =
        catchThrowableOfType(
            MainstayException.class, () -> world.engine().chat(call(budget).withOptions(hurried)));

    assertThat(late).hasMessageStartingWith("TimedOut: the call was not over within its timeout");
    assertThat(world.time.nanos()).isEqualTo(Duration.ofSeconds(3).toNanos());
  }

  @Test
  void manyThreadsDrawNoMoreThanThereIs() throws Exception {
    CallBudget budget = CallBudget.of(500, Deadline.never());
    AtomicInteger drawn = new AtomicInteger();

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 1000; i++) {
        threads.execute(() -> {
          if (budget.draw()) {
            drawn.incrementAndGet();
          }
        });
      }
    }

    assertThat(drawn).hasValue(500);
    assertThat(budget.isSpent()).isTrue();
    budget.giveBack();
    assertThat(budget.draw()).isTrue();
    assertThat(budget.draw()).isFalse();
  }

  @Test
  void budgetHasAttempts() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CallBudget.of(0, Deadline.never()))
        .withMessage("the budget has 0 attempts; use a number above 0");
  }

  private static void isOver(Failure failure) {
    assertThat(failure).isEqualTo(new Failure.TimedOut(TimeoutPhase.TOTAL, failure.detail()));
    assertThat(failure.message())
        .isEqualTo(
            "the calls that share the budget of this one were not over within its timeout of 10.0"
                + " s");
  }

  private MainstayException fail(CallBudget budget) {
    return catchThrowableOfType(MainstayException.class, () -> world.engine().chat(call(budget)));
  }

  private static ChatCall call(CallBudget budget) {
    return ChatCall.of(ChatRequest.of("chat", "Hello")).withBudget(budget);
  }
}
