package dev.mainstay.engine;

import static dev.mainstay.engine.World.outcomes;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.Attempt;
import dev.mainstay.call.CallBudget;
import dev.mainstay.call.CallEvent;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatStream;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.policy.HedgePolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.rendering.Rendered;
import dev.mainstay.time.Deadline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEMANTICS 5.4: an attempt that is late has another beside it; whichever has output answers. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HedgeTest extends HedgedCalls {
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

  /** What each has met is known of itself, whichever failed first. */
  @Test
  void oneThatCannotServeIsNotGoneBackToButTheOtherIs() {
    world.group("chat", "a", "b").retries(RetryPolicy.of(1));
    provider.fails("b", Failures.serverError());

    afterTwentyCalls(() -> {
      provider.fails("a", Failures.notFound());
      slowly("a", ofSeconds(3));
    });

    assertThat(lastOutcomes()).containsExactly("NotFound", "ServerError", "Succeeded");
    assertThat(answers.getLast().text()).isEqualTo("b");
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
  void twoThatAreLateAtOnceShareTheHedgeThatIsLeft() {
    world.group("chat", "a", "b");

    afterTwentyCalls(() -> {
      provider.slow("a", ofSeconds(30));
      time.start("beside", () -> call("chat"));
      call("chat");
    });

    assertThat(answers).hasSize(22);
    assertThat(provider.asked).hasSize(22 + 1);
    assertThat(provider.asked).filteredOn(asked -> asked.startsWith("b")).hasSize(1);
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
          for (int i = 20; i >= 1; i--) {
            provider.slow("a", ofMillis(100L * i));
            ask(1);
          }
          slowly("a", ofSeconds(30));
        }));

    assertThat(took()).isEqualTo(ofMillis(1_810));
    assertThat(hedges()).isEqualTo(1);
  }

  @Test
  void oneThatIsOutrunTookAsLongAsUntilThen() {
    world.group("chat", "a", "b").hedging(HedgePolicy.afterPercentile(99));

    time.run(
        List.of(() -> {
          for (int i = 0; i < 2; i++) {
            provider.slow("a", ofSeconds(1));
            ask(20);
            slowly("a", ofSeconds(30));
          }
        }));

    assertThat(hedges()).isEqualTo(2);
    assertThat(took()).isEqualTo(ofMillis(1_020));
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
  void callsThatComeByAFallbackEarnItsGroupHedges() {
    world.group("chat", "a").group("backup", "b", "c").fallback("chat", "backup");
    provider.fails("a", Collections.nCopies(21, Failures.quota()).toArray(Failure[]::new));

    afterTwentyCalls(() -> slowly("b", ofSeconds(30)));

    assertThat(answers.getLast().text()).isEqualTo("c");
    assertThat(took()).isEqualTo(ofMillis(2_010));
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
  void requestIsToldAsItWasPutToTheOneThatAnswers() {
    world.group("chat", "a", "b");
    provider.slow("b", ofSeconds(30));
    ChatCall call =
        ChatCall.of(ChatRequest.of("chat", "Hello"))
            .withRendering(
                (asked, target) -> Rendered.of(asked.with(Message.system(target.model()))));
    List<String> toldOf = new ArrayList<>();

    afterTwentyCalls(() -> {
      provider.slow("a", ofSeconds(3));
      toldOf.add(putTo(call));
      provider.slow("a", ofMillis(10));
      ask(20);
      provider.slow("a", ofSeconds(3));
      toldOf.add(putTo(call.withBudget(CallBudget.of(1, Deadline.never()))));
    });

    assertThat(provider.asked).filteredOn(asked -> asked.startsWith("b")).hasSize(1);
    assertThat(toldOf).containsExactly("a", "a");
  }

  private String putTo(ChatCall call) {
    try (ChatStream stream = world.engine().stream(call)) {
      stream.forEach(event -> {});
      return stream.rendered().request().messages().getLast().text();
    }
  }
}
