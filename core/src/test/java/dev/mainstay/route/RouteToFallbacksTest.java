package dev.mainstay.route;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.gate.Turn;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.routing.Fallbacks;
import dev.mainstay.routing.Group;
import dev.mainstay.routing.RouterSettings;
import dev.mainstay.time.Deadline;
import dev.mainstay.verdict.Verdict;
import dev.mainstay.verdict.When;
import dev.mainstay.verdict.Whom;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SEMANTICS 3.5: the way of one call on to fallbacks, and whether there is somewhere else. */
class RouteToFallbacksTest extends WayOfACall {
  @Test
  void retriesBeginAnewWithEachGroupButAttemptsAreCountedOverAll() {
    retries = RetryPolicy.of(4);
    Route route = route(List.of(group("chat", "a"), group("backup", "b"), group("last", "c")));
    Failure[] failures = new Failure[10];
    Arrays.fill(failures, ERROR);

    assertThat(way(route, failures))
        .containsExactly(
            "a",
            "AskAgain a",
            "AskAgain a",
            "AskAgain a",
            "AskAgain a",
            "FallBack b",
            "AskAgain b",
            "AskAgain b",
            "AskAgain b",
            "AskAgain b",
            "GiveUp b");
    assertThat(route.isAtFirst()).isFalse();
    assertThat(route.group()).isEqualTo("backup");
  }

  @Test
  void failureOfAFallbackEndsOnlyThatHop() {
    Failure wrong = new Failure.BadRequest(DETAIL);
    Route route = route(List.of(group("chat", "a"), group("backup", "b"), group("last", "c")));

    assertThat(way(route, NOT_FOUND, wrong, wrong))
        .containsExactly("a", "FallBack b", "FallBack c", "GiveUp c");
    assertThat(way(route(List.of(group("chat", "a"), group("backup", "b"))), wrong))
        .containsExactly("a", "GiveUp a");
  }

  @Test
  void thereIsSomewhereElseWhileADeploymentOrAFallbackIsLeft() {
    Route route = route(List.of(group("chat", "a", "b"), group("backup", "c")));
    List<Boolean> elsewhere = new ArrayList<>();

    for (int i = 0; i < 3; i++) {
      enter(route);
      elsewhere.add(route.hasElsewhere());
      meet(route, NOT_FOUND, Deadline.never());
    }

    assertThat(elsewhere).containsExactly(true, true, false);
  }

  @Test
  void sameDeploymentByAnotherIdIsNoElsewhere() {
    Deployment twin = Deployment.of("scripted/a").withId("a#2").withTimeout(ofSeconds(9));
    Route route =
        route(List.of(group("chat", "a"), new Group("again", List.of(twin)), group("third", "c")));
    enter(route);
    assertThat(route.hasElsewhere()).isTrue();

    Route lone = route(List.of(group("chat", "a"), new Group("again", List.of(twin))));
    enter(lone);
    assertThat(lone.hasElsewhere()).isFalse();

    Deployment other = twin.withEndpoint(URI.create("http://localhost:1/v1"));
    Route two = route(List.of(group("chat", "a"), new Group("again", List.of(other))));
    enter(two);
    assertThat(two.hasElsewhere()).isTrue();
  }

  @Test
  void namesOfNoGroupAndGroupsSeenBeforeArePassedOver() {
    Group chat = group("chat", "a");
    Group backup = group("backup", "b");
    Router router = router(List.of(chat, backup));

    Route route =
        Ways.of(
            router,
            chat,
            REQUEST,
            CallOptions.none()
                .withFallbacks(List.of("chat", "nothing", "backup", "backup", "chat")));

    assertThat(way(route, NOT_FOUND, NOT_FOUND)).containsExactly("a", "FallBack b", "GiveUp b");
  }

  @Test
  void noMoreThanFiveFallbacksAreVisited() {
    retries = RetryPolicy.of(0);
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      groups.add(group("g" + i, "m" + i));
    }

    assertThat(way(route(groups), ERROR, ERROR, ERROR, ERROR, ERROR, ERROR))
        .endsWith("FallBack m5", "GiveUp m5");
  }

  @Test
  void groupThatLetNobodyInIsAnElsewhereForItsFallback() {
    Group chat = onePlace("chat", "a");
    Router router = backedUp(chat);
    enter(Ways.of(router, chat, REQUEST, CallOptions.none()));
    Route route = Ways.of(router, chat, REQUEST, CallOptions.none());
    assertThat(route.enter(Whom.UNTRIED)).isPresent();

    route.fallBackTo("backup");
    enter(route);

    assertThat(route.hasElsewhere()).isTrue();
  }

  @Test
  void groupWhereNobodyWillWakeIsNotGoneBackTo() {
    Group chat = group("chat", "a");
    Router router = backedUp(chat);
    Route before = Ways.of(router, chat, REQUEST, CallOptions.none());
    enter(before);
    before.permit().failed(new Failure.Unauthenticated(DETAIL));
    before.permit().close();
    Route route = Ways.of(router, chat, REQUEST, CallOptions.none());
    assertThat(route.enter(Whom.UNTRIED)).isPresent();

    route.fallBackTo("backup");
    enter(route);

    assertThat(route.hasElsewhere()).isFalse();
    assertThat(meet(route, NOT_FOUND, Deadline.never())).isInstanceOf(Verdict.GiveUp.class);
  }

  @Test
  void whoHasVisitedAllTheFallbacksThatItMayWaitsForNoOther() {
    Group chat = onePlace("chat", "a");
    Group backup = onePlace("backup", "b");
    RouterSettings settings =
        RouterSettings.defaults()
            .withFallbacks(
                Fallbacks.none()
                    .withGeneric(Map.of("chat", List.of("backup", "third")))
                    .withMax(1));
    Router router = router(List.of(chat, backup, group("third", "c")), settings);
    enter(Ways.of(router, chat, REQUEST, CallOptions.none()));
    enter(Ways.of(router, backup, REQUEST, CallOptions.none()));
    Route route = Ways.of(router, chat, REQUEST, CallOptions.none());
    assertThat(route.enter(Whom.UNTRIED)).isPresent();
    route.fallBackTo("backup");
    assertThat(route.enter(Whom.UNTRIED)).isPresent();

    assertThat(route.lineUp(Whom.UNTRIED, ofSeconds(60)).isOver()).isFalse();
  }

  @Test
  void fallbackThatCoolsDownIsNoElsewhereNow() {
    List<Group> groups = List.of(group("chat", "a"), group("backup", "b"));
    Router router = router(groups, Map.of("chat", List.of("backup")));
    Route route = Ways.of(router, groups.getFirst(), REQUEST, CallOptions.none());
    Route other = Ways.of(router, groups.getLast(), REQUEST, CallOptions.none());
    enter(route);
    assertThat(route.hasElsewhere()).isTrue();
    enter(other);
    other.permit().failed(NOT_FOUND);

    assertThat(route.hasElsewhere()).isFalse();
  }

  /** SEMANTICS 3.3: what has just failed its probe is not asked again by the same call. */
  @Test
  void callWhoseProbeFailsFallsBackAtOnce() {
    Group chat = group("chat", "a");
    Router router = backedUp(chat);
    Route before = Ways.of(router, chat, REQUEST, CallOptions.none());
    enter(before);
    assertThat(meet(before, ERROR, Deadline.never())).isEqualTo(after(0, Whom.SAME));
    restAfterThreeFailures("a");
    time.advance(ofSeconds(5));

    Route probing = Ways.of(router, chat, REQUEST, CallOptions.none());
    enter(probing);

    assertThat(meet(probing, ERROR, Deadline.never())).isEqualTo(new Verdict.FallBack("backup"));
  }

  @Test
  void cooldownIsNotWaitedForWhereAFallbackIsFree() {
    Group chat = group("chat", "a");
    Router router = backedUp(chat);
    Route other = Ways.of(router, chat, REQUEST, CallOptions.none());
    enter(other);
    other.permit().failed(hint(1));
    other.permit().close();

    Route route = Ways.of(router, chat, REQUEST, CallOptions.none());
    Failure refusal = route.enter(Whom.UNTRIED).orElseThrow();

    assertThat(judge(route, refusal)).isEqualTo(new Verdict.FallBack("backup"));
  }

  @Test
  void placeIsWaitedForAsLongAsIsWorthItThoughAFallbackIsFree() {
    Group chat = onePlace("chat", "a");
    Router router = backedUp(chat);
    enter(Ways.of(router, chat, REQUEST, CallOptions.none()));

    Route route = Ways.of(router, chat, REQUEST, CallOptions.none());
    Failure refusal = route.enter(Whom.UNTRIED).orElseThrow();

    Duration patience = Backoff.defaults().fallbackPatience();
    assertThat(judge(route, refusal))
        .isEqualTo(new Verdict.Move(Whom.UNTRIED, new When.InTurn(Duration.ZERO, patience), true));
  }

  @Test
  void whoWaitsForSeveralGoesToTheFallbackThatLetsItIn() {
    List<Group> groups =
        List.of(onePlace("chat", "a"), onePlace("backup", "b"), onePlace("last", "c"));
    Router router = router(groups, Map.of("chat", List.of("backup", "last")));
    List<Route> inside =
        groups.stream().map(group -> Ways.of(router, group, REQUEST, CallOptions.none())).toList();
    inside.forEach(this::enter);
    Route route = Ways.of(router, groups.getFirst(), REQUEST, CallOptions.none());
    assertThat(route.enter(Whom.UNTRIED)).isPresent();
    Turn turn = route.lineUp(Whom.UNTRIED, ofSeconds(60));
    assertThat(turn.isOver()).isFalse();

    inside.getLast().letGo();

    assertThat(turn.isOver()).isTrue();
    assertThat(route.leaveLine()).isTrue();
    enter(route);
    assertThat(route.group()).isEqualTo("last");
    assertThat(route.deployment().model()).isEqualTo("c");
  }

  private Router backedUp(Group chat) {
    return router(List.of(chat, group("backup", "b")), Map.of("chat", List.of("backup")));
  }

  private static Group onePlace(String name, String model) {
    return new Group(name, List.of(Deployment.of("scripted/" + model).withMaxParallelRequests(1)));
  }

  @Test
  void deploymentIsTheOneThatWasAskedLastWhereverTheCallHasGone() {
    Route route = route(List.of(group("chat", "a"), group("backup", "b"), group("last", "c")));
    assertThat(route.hasAsked()).isFalse();
    enter(route);
    assertThat(route.hasAsked()).isTrue();
    route.fallBackTo("backup");
    assertThat(route.hasAsked()).isTrue();
    enter(route);

    route.fallBackTo("last");

    assertThat(route.deployment().model()).isEqualTo("b");
  }
}
