package dev.mainstay.route;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.gate.Gates;
import dev.mainstay.gate.Turn;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.routing.Group;
import dev.mainstay.routing.RouterSettings;
import dev.mainstay.time.Deadline;
import dev.mainstay.time.ManualTime;
import dev.mainstay.verdict.Judge;
import dev.mainstay.verdict.Judges;
import dev.mainstay.verdict.Verdict;
import dev.mainstay.verdict.When;
import dev.mainstay.verdict.Whom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** SEMANTICS 5.1: who finds a line full is told, also where it was not when that was decided. */
class TakenLineTest {
  private static final ChatRequest REQUEST = ChatRequest.of("chat", "Hello");

  private final ManualTime time = new ManualTime();
  private final PacingPolicy oneInLine = PacingPolicy.defaults().withMaxQueue(1);
  private final Group group =
      new Group("chat", List.of(Deployment.of("scripted/a").withMaxParallelRequests(1)));
  private final Router router =
      new Router(
          List.of(group),
          RouterSettings.defaults(),
          name -> Optional.empty(),
          Optional::of,
          new Gates(HealthPolicy.defaults(), RetryBudget.defaults(), oneInLine, time),
          () -> 0,
          time);
  private final Judge judge = Judges.of(RetryPolicy.of(2), Backoff.defaults());

  @Test
  void whoLosesTheLastRoomInLineToAnotherIsTold() {
    Route inside = route();
    assertThat(inside.enter(Whom.UNTRIED)).isEmpty();
    Route slower = route();
    Route faster = route();
    Failure refusal = slower.enter(Whom.UNTRIED).orElseThrow();
    assertThat(faster.enter(Whom.UNTRIED)).isPresent();
    assertThat(judge(slower, refusal))
        .isEqualTo(
            new Verdict.Move(Whom.UNTRIED, new When.InLine(ofSeconds(0), ofSeconds(300)), true));

    Turn taken = faster.lineUp(Whom.UNTRIED, ofSeconds(300));
    Turn lost = slower.lineUp(Whom.UNTRIED, ofSeconds(300));
    slower.leaveLine();
    taken.close();

    assertThat(lost.isLost()).isTrue();
    Failure again = slower.enter(Whom.UNTRIED).orElseThrow();
    assertThat(judge(slower, again))
        .as("though there is room again")
        .isEqualTo(new Verdict.GiveUp());
  }

  private Verdict judge(Route route, Failure refusal) {
    return route.judge(refusal, Whom.UNTRIED, judge, Deadline.never());
  }

  private Route route() {
    return Ways.of(router, group, REQUEST, CallOptions.none());
  }
}
