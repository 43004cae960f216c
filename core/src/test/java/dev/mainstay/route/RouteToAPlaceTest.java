package dev.mainstay.route;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.gate.Gates;
import dev.mainstay.gate.Terms;
import dev.mainstay.gate.Turn;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.routing.Group;
import dev.mainstay.routing.RouterSettings;
import dev.mainstay.time.Deadline;
import dev.mainstay.verdict.Verdict;
import dev.mainstay.verdict.When;
import dev.mainstay.verdict.Whom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SEMANTICS 2.6: the way of one call where others take the places. */
class RouteToAPlaceTest extends WayOfACall {
  @Test
  void oneThatIsFullByTheTimeItIsAskedLeavesTheCallWithTheFailureItMet() {
    List<Group> groups =
        List.of(
            new Group(
                "chat",
                List.of(
                    Deployment.of("scripted/a"),
                    Deployment.of("scripted/b").withMaxParallelRequests(1))));
    Router router = router(groups);
    Route route = Ways.of(router, groups.getFirst(), REQUEST, CallOptions.none());
    enter(route);
    assertThat(meet(route, NOT_FOUND, Deadline.never()))
        .isEqualTo(new Verdict.Move(Whom.UNTRIED, new When.AtOnce(), true));

    Route faster = Ways.of(router, groups.getFirst(), REQUEST, CallOptions.none());
    enter(faster);
    meet(faster, ERROR, Deadline.never());
    enter(faster);

    assertThat(faster.deployment().model()).isEqualTo("b");
    assertThat(route.enter(whom(route))).contains(NOT_FOUND);
    assertThat(judge(route, NOT_FOUND)).isEqualTo(inLine(300));
  }

  @Test
  void oneThatIsTakenWhileItIsChosenLeavesTheCallTheNext() {
    Group group = new Group("chat", List.of(ONE_PLACE, Deployment.of("scripted/b")));
    Deque<Runnable> faster = new ArrayDeque<>();
    Router router =
        router(
            List.of(group),
            RouterSettings.defaults()
                .withStrategy((candidates, requirements, random) -> {
                  Optional.ofNullable(faster.poll()).ifPresent(Runnable::run);
                  return candidates.getFirst();
                }));
    Route route = Ways.of(router, group, REQUEST, CallOptions.none());
    Route other = Ways.of(router, group, REQUEST, CallOptions.none());
    faster.add(() -> enter(other));

    enter(route);

    assertThat(List.of(other.deployment().model(), route.deployment().model()))
        .containsExactly("a", "b");
  }

  @Test
  void whoWaitsForItsPlaceIsNotTurnedToOneThatHasAskedToBeLeftAlone() {
    Group group = new Group("chat", List.of(Deployment.of("scripted/b"), ONE_PLACE));
    Router router = router(List.of(group));
    Route route = Ways.of(router, group, REQUEST, CallOptions.none());
    Route rival = Ways.of(router, group, REQUEST, CallOptions.none());
    enter(rival);
    meet(rival, NOT_FOUND, Deadline.never());
    assertThat(way(route, hint(50))).containsExactly("b", "GoElsewhere a");
    assertThat(meet(route, ERROR, Deadline.never())).isEqualTo(after(0, Whom.SAME));
    enter(rival);

    assertThat(route.enter(whom(route))).isPresent();
    Turn turn = route.lineUp(whom(route), ofSeconds(60));
    assertThat(turn.isOver()).isFalse();
    rival.permit().close();

    assertThat(turn.isOver()).isTrue();
    assertThat(route.leaveLine()).isFalse();
    enter(route);
    assertThat(route.deployment().model()).isEqualTo("a");
  }

  @Test
  void whoNeedsMoreThanIsLeftWaitsItsTurnThoughOthersWouldGetIn() {
    Group group = new Group("chat", List.of(Deployment.of("scripted/a").withTpm(6_000)));
    Router router = router(List.of(group));
    ChatRequest large = ChatRequest.of("chat", "word ".repeat(3_500));
    enter(Ways.of(router, group, large, CallOptions.none()));
    Route route = Ways.of(router, group, large, CallOptions.none());

    Failure refusal = route.enter(Whom.UNTRIED).orElseThrow();

    assertThat(refusal.message())
        .isEqualTo(
            "no deployment of 'chat' may be tried now: each lets others go first, as fast as its"
                + " limits allow");
    assertThat(judge(route, refusal))
        .isInstanceOfSatisfying(
            Verdict.Move.class, move -> assertThat(move.when()).isInstanceOf(When.InLine.class));
    enter(Ways.of(router, group, REQUEST, CallOptions.none()));
  }

  @Test
  void whoFindsTheLineFullIsToldWhenTheLimitWouldLetItIn() {
    gates = withoutLine();
    Group group = new Group("chat", List.of(Deployment.of("scripted/a").withRpm(1)));
    Router router = router(List.of(group));
    Route first = Ways.of(router, group, REQUEST, CallOptions.none());
    enter(first);
    first.permit().goesOut();
    first.permit().close();

    Route route = Ways.of(router, group, REQUEST, CallOptions.none());
    Failure refusal = route.enter(Whom.UNTRIED).orElseThrow();

    assertThat(refusal.retryAfter().orElseThrow()).isBetween(ofSeconds(55), ofSeconds(61));
    assertThat(judge(route, refusal)).isEqualTo(new Verdict.GiveUp());
  }

  @Test
  void nobodyIsToldToComeBackForAWrongKey() {
    gates = withoutLine();
    Group group = new Group("chat", List.of(Deployment.of("scripted/b"), ONE_PLACE));
    Router router = router(List.of(group));
    Route inside = Ways.of(router, group, REQUEST, CallOptions.none());
    enter(inside);
    inside.permit().failed(new Failure.Unauthenticated(DETAIL));
    meet(inside, new Failure.Unauthenticated(DETAIL), Deadline.never());
    enter(inside);

    Route route = Ways.of(router, group, REQUEST, CallOptions.none());
    Failure refusal = route.enter(Whom.UNTRIED).orElseThrow();

    assertThat(refusal).isInstanceOf(Failure.NoDeployment.class);
    assertThat(refusal.retryAfter()).isEmpty();
  }

  private Gates withoutLine() {
    PacingPolicy noLine = PacingPolicy.defaults().withMaxQueue(0);
    return new Gates(HealthPolicy.defaults(), RetryBudget.defaults(), noLine, time);
  }

  @Test
  void whoWaitsToTryAgainIsNotLetInWhereTheRetryBudgetIsSpent() {
    gates = new Gates(HealthPolicy.disabled(), new RetryBudget(true, 0.01, 0), time);
    Group group = new Group("chat", List.of(Deployment.of("scripted/b"), ONE_PLACE));
    Group failing = new Group("failing", List.of(ONE_PLACE));
    Router router = router(List.of(group, failing));
    Route rival = Ways.of(router, failing, REQUEST, CallOptions.none());
    enter(rival);
    rival.permit().failed(ERROR);
    rival.permit().close();
    Route inside = Ways.of(router, failing, REQUEST, CallOptions.none());
    enter(inside);
    Route route = Ways.of(router, group, REQUEST, CallOptions.none());
    enter(route);
    assertThat(meet(route, NOT_FOUND, Deadline.never())).isEqualTo(inLine(300));
    Turn turn = route.lineUp(Whom.UNTRIED, ofSeconds(60));
    assertThat(turn.isOver()).isFalse();

    inside.permit().close();

    assertThat(turn.isOver()).isTrue();
    assertThat(route.leaveLine()).isFalse();
    assertThat(route.enter(Whom.UNTRIED)).contains(NOT_FOUND);
  }

  @Test
  void whoHasAskedNobodyInItsFirstGroupKeepsItsPlacesThereInAFallback() {
    Group chat = new Group("chat", List.of(ONE_PLACE));
    Group backup =
        new Group("backup", List.of(Deployment.of("scripted/b").withMaxParallelRequests(1)));
    Router router = router(List.of(chat, backup), Map.of("chat", List.of("backup")));
    Route inside = Ways.of(router, chat, REQUEST, CallOptions.none());
    enter(inside);
    enter(Ways.of(router, backup, REQUEST, CallOptions.none()));
    Route route = Ways.of(router, chat, REQUEST, CallOptions.none());
    assertThat(route.enter(Whom.UNTRIED)).isPresent();
    route.fallBackTo("backup");
    assertThat(route.enter(Whom.UNTRIED)).isPresent();

    Turn turn = route.lineUp(Whom.UNTRIED, ofSeconds(60));
    assertThat(turn.isOver()).isFalse();
    inside.permit().close();

    assertThat(turn.isOver()).isTrue();
    assertThat(route.leaveLine()).isTrue();
    enter(route);
    assertThat(route.group()).isEqualTo("chat");
    assertThat(route.deployment().model()).isEqualTo("a");
  }

  @Test
  void patienceIsForWaitsAloneAndForAllOfThemTogether() {
    Group group = new Group("chat", List.of(ONE_PLACE));
    Router router = router(List.of(group));
    Route route = Ways.of(router, group, REQUEST, CallOptions.none());
    Route rival = Ways.of(router, group, REQUEST, CallOptions.none());
    enter(rival);
    Failure refusal = route.enter(whom(route)).orElseThrow();
    assertThat(judge(route, refusal)).isEqualTo(inLine(300));
    route.lineUp(Whom.UNTRIED, ofSeconds(300));
    time.advance(ofSeconds(30));
    rival.permit().close();
    route.leaveLine();
    enter(route);
    time.advance(ofSeconds(300));
    meet(route, ERROR, Deadline.never());
    enter(Ways.of(router, group, REQUEST, CallOptions.none()));

    refusal = route.enter(whom(route)).orElseThrow();

    assertThat(judge(route, refusal))
        .isEqualTo(
            new Verdict.Move(Whom.SAME, new When.InLine(ofSeconds(0), ofSeconds(270)), true));
  }

  /** SEMANTICS 3.4: the probe of another that it has not tried is waited for like a place. */
  @Test
  void whoHasNobodyElseLeftWaitsForAProbe() {
    Group chat = group("chat", "a", "b");
    Router router = router(List.of(chat));
    restAfterThreeFailures("b");
    time.advance(ofSeconds(5));
    assertThat(gates.of(Deployment.of("scripted/b")).visit().enter(Terms.of(true, false)))
        .isPresent();

    Route route = Ways.of(router, chat, REQUEST, CallOptions.none());
    enter(route);

    assertThat(meet(route, NOT_FOUND, Deadline.never())).isEqualTo(inLine(300));
  }

  /** SEMANTICS 5.1: those whom requests name. */
  @Test
  void usersShareALineEvenly() {
    Group group = new Group("chat", List.of(ONE_PLACE));
    Router router = router(List.of(group));
    Route inside = Ways.of(router, group, REQUEST, CallOptions.none());
    enter(inside);
    List<Turn> turns =
        Stream.of("ann", "ann", "bob")
            .map(user -> new ChatRequest(REQUEST.json().with("user", user)))
            .map(request -> Ways.of(router, group, request, CallOptions.none()))
            .map(route -> route.lineUp(Whom.UNTRIED, ofSeconds(60)))
            .toList();

    inside.permit().close();
    turns.getFirst().take().orElseThrow().close();

    assertThat(turns).extracting(Turn::isOver).containsExactly(true, false, true);
  }

  @Test
  void whoLetsGoGivesBackItsPlaceAndLeavesTheLine() {
    Group group = new Group("chat", List.of(ONE_PLACE));
    Router router = router(List.of(group));
    Route inside = Ways.of(router, group, REQUEST, CallOptions.none());
    Route waiting = Ways.of(router, group, REQUEST, CallOptions.none());
    Route given = Ways.of(router, group, REQUEST, CallOptions.none());
    enter(inside);
    assertThat(waiting.enter(Whom.UNTRIED)).isPresent();
    assertThat(given.enter(Whom.UNTRIED)).isPresent();
    given.lineUp(Whom.UNTRIED, ofSeconds(60));
    waiting.lineUp(Whom.UNTRIED, ofSeconds(60));

    inside.letGo();
    assertThat(given.leaveLine()).isFalse();
    given.letGo();
    waiting.letGo();

    enter(Ways.of(router, group, REQUEST, CallOptions.none()));
  }
}
