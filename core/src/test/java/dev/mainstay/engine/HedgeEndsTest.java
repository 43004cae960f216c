package dev.mainstay.engine;

import static dev.mainstay.engine.World.outcomes;
import static dev.mainstay.testing.ScriptedProvider.crashes;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.CallBudget;
import dev.mainstay.call.CallEvent;
import dev.mainstay.call.CallTimeoutException;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SEMANTICS 5.4: what ends a call ends both its attempts, and what it may not have it has not. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HedgeEndsTest extends HedgedCalls {
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
  void deadlineEndsTheOneThatIsLeft() {
    world.group("chat", "a", "b");
    provider.fails("b", Failures.serverError());

    afterTwentyCalls(() -> {
      provider.slow("a", ofSeconds(30));
      start = time.elapsed();
      call("chat", NONE.withTimeout(ofSeconds(4)));
    });

    assertThat(took()).isEqualTo(ofSeconds(4));
    assertThat(failures).singleElement().isInstanceOf(CallTimeoutException.class);
    assertThat(outcomes(failures.getFirst().metadata().attempts()))
        .containsExactly("TimedOut", "ServerError");
    assertThat(provider.underWay("a")).isZero();
  }

  @Test
  void interruptEndsBoth() {
    world.group("chat", "a", "b");
    provider.slow("b", ofSeconds(30));
    List<Boolean> interrupted = new ArrayList<>();

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
      interrupted.add(Thread.interrupted());
    });

    assertThat(interrupted).containsExactly(true);
    assertThat(failures)
        .extracting(MainstayException::failure)
        .singleElement()
        .isInstanceOf(Failure.Cancelled.class);
    assertThat(outcomes(failures.getFirst().metadata().attempts()))
        .containsExactly("Cancelled", "Cancelled");
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

  /** SEMANTICS 5.3: it is the one that answers that a close ends, though it began first. */
  @Test
  void closeEndsTheOneThatAnswers() {
    world.group("chat", "a", "b");
    provider.slow("b", ofSeconds(30));

    afterTwentyCalls(() -> {
      provider.slow("a", ofSeconds(3)).silentBehind("a");
      ChatStream stream = world.engine().stream(ChatRequest.of("chat", "Hello"), NONE);
      start = time.elapsed();
      time.start(
          "closes",
          () -> {
            time.park(ofSeconds(1));
            stream.close();
          });
      stream.forEach(event -> {});
    });

    assertThat(took()).isEqualTo(ofSeconds(1));
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

  private static final RuntimeException BUG = new IllegalStateException("a bug");

  @Test
  void whatAProviderThrowsEndsBoth() {
    whatItThrowsEndsBoth(request -> {
      throw BUG;
    });
  }

  /** It throws once: whoever read on would have an answer. */
  @Test
  void whatAProviderThrowsAsItIsReadEndsBoth() {
    whatItThrowsEndsBoth(
        request -> ScriptedProvider.stream(time, crashes(BUG), says("Hi"), finishes()));
  }

  private void whatItThrowsEndsBoth(Function<ChatRequest, ProviderStream> b) {
    world
        .group("chat", "a", "b")
        .providers(deployment ->
            (asked, request, timeout) ->
                asked.model().equals("b")
                    ? b.apply(request)
                    : provider.open(asked, request, timeout));
    List<Throwable> thrown = new ArrayList<>();

    afterTwentyCalls(() -> {
      provider.slow("a", ofSeconds(30));
      try {
        call("chat");
      } catch (IllegalStateException e) {
        thrown.add(e);
      }
    });

    assertThat(thrown).containsExactly(BUG);
    assertThat(provider.underWay("a")).isZero();
    assertThat(events(CallEvent.CallFailed.class)).hasSize(1);
  }
}
