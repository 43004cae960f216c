package dev.mainstay.route;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mainstay.failure.Failure;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.routing.Candidate;
import dev.mainstay.routing.Group;
import dev.mainstay.routing.Members;
import dev.mainstay.routing.Requirements;
import dev.mainstay.routing.RouterSettings;
import dev.mainstay.time.Deadline;
import dev.mainstay.verdict.Verdict;
import dev.mainstay.verdict.Whom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** SEMANTICS 2.1, 2.5 and 2.6: the way of one call within its group. */
class RouteTest extends WayOfACall {
  @Test
  void wayBeginsAtTheFirstChoiceAndVisitsTheRestAtOnceBeforeItGoesBack() {
    Route route = route(List.of(group("chat", "a", "b", "c")));

    assertThat(way(route, ERROR, ERROR, ERROR))
        .containsExactly("a", "GoElsewhere b", "GoElsewhere c", "GoBack a");
    assertThat(route.isAtFirst()).isTrue();
    assertThat(route.group()).isEqualTo("chat");
  }

  @Test
  void oneThatIsFreeSoonestIsGoneBackTo() {
    Route route = route(List.of(group("chat", "a", "b", "c")));

    assertThat(way(route, hint(9), hint(5))).containsExactly("a", "GoElsewhere b", "GoElsewhere c");
    time.advance(ofSeconds(3));
    Verdict verdict = meet(route, NOT_FOUND, Deadline.never());

    assertThat(verdict).isEqualTo(after(2, Whom.TRIED));
    time.advance(ofSeconds(2));
    enter(route);
    assertThat(route.deployment().model()).isEqualTo("b");
  }

  @Test
  void hopelessAndSilentOnesAreNotGoneBackTo() {
    assertThat(way(route(List.of(group("chat", "a", "b"))), NOT_FOUND, ERROR))
        .containsExactly("a", "GoElsewhere b", "AskAgain b");
    assertThat(way(route(List.of(group("chat", "a", "b"))), SILENCE, ERROR))
        .containsExactly("a", "GoElsewhere b", "AskAgain b");
    assertThat(way(route(List.of(group("chat", "a", "b"))), SILENCE, NOT_FOUND))
        .containsExactly("a", "GoElsewhere b", "GiveUp b");
  }

  @Test
  void groupWithTheSameDeploymentTwiceHasNoOtherToGoTo() {
    Deployment one = Deployment.of("scripted/a");
    Group twice = new Group("chat", List.of(one, one.withId("a#2")));

    assertThat(way(route(List.of(twice)), ERROR)).containsExactly("a", "AskAgain a");
  }

  @Test
  void oneThatFailsForGoodIsNotGoneBackToThoughItHadFailedOtherwiseBefore() {
    Route route = route(List.of(group("chat", "a", "b")));

    assertThat(way(route, ERROR, ERROR, NOT_FOUND, NOT_FOUND))
        .containsExactly("a", "GoElsewhere b", "GoBack a", "GoBack b", "GiveUp b");
  }

  @Test
  void probeOfTheLastThatThereIsDoublesItsCooldownTo30Seconds() {
    List<Group> groups = List.of(group("chat", "a", "b"));
    Router router = router(groups);
    retries = RetryPolicy.of(1);

    List<Duration> pauses = new ArrayList<>();
    for (int call = 0; call < 3; call++) {
      callThatFails(router, groups.getFirst());
    }
    for (int probe = 0; probe < 4; probe++) {
      pauses.add(coolingDown("b"));
      time.advance(coolingDown("b"));
      callThatFails(router, groups.getFirst());
    }

    assertThat(pauses).containsExactly(ofSeconds(5), ofSeconds(10), ofSeconds(20), ofSeconds(30));
    assertThat(coolingDown("a")).isEqualTo(ofSeconds(15));
  }

  @Test
  void probeThatIsMadeBesideAnotherAttemptDoublesItsCooldownTo15Seconds() {
    Router router = router(List.of(group("chat", "a", "b")));
    restAfterThreeFailures("b");

    List<Duration> pauses = new ArrayList<>();
    for (int probe = 0; probe < 3; probe++) {
      time.advance(coolingDown("b"));
      Route route = Ways.of(router, group("chat", "a", "b"), REQUEST, CallOptions.none());
      enter(route);
      assertThat(route.enterBeside()).isTrue();
      assertThat(route.deployment().model()).isEqualTo("b");
      route.permit().failed(ERROR);
      pauses.add(coolingDown("b"));
    }

    assertThat(pauses).containsExactly(ofSeconds(10), ofSeconds(15), ofSeconds(15));
  }

  @Test
  void silentOneIsAskedAgainWhereTheOtherCoolsDown() {
    Route route = route(List.of(group("chat", "a", "b")));
    enter(route);
    restAfterThreeFailures("b");

    assertThat(meet(route, SILENCE, Deadline.never())).isEqualTo(after(0, Whom.SAME));
  }

  @Test
  void attemptThatIsForgottenCountsNeitherHereNorInAll() {
    retries = RetryPolicy.of(1);
    Route route = route(List.of(group("chat", "a")));
    enter(route);
    for (int i = 0; i < 20; i++) {
      route.permit().close();
      route.failed(ERROR, judge());
      route.forgetLast();
      turnedTo.put(route, Whom.SAME);
      enter(route);
    }

    assertThat(meet(route, ERROR, Deadline.never())).isEqualTo(after(0, Whom.SAME));
    enter(route);
    assertThat(meet(route, ERROR, Deadline.never())).isEqualTo(new Verdict.GiveUp());
  }

  @Test
  void deadlineBoundsTheWaits() {
    Route route = route(List.of(group("chat", "a")));
    enter(route);

    assertThat(meet(route, hint(5), Deadline.in(ofSeconds(5), time)))
        .isEqualTo(new Verdict.GiveUp());
    assertThat(meet(route, hint(5), Deadline.in(ofSeconds(6), time)))
        .isEqualTo(after(5, Whom.SAME));
  }

  @Test
  void whomTheCallCannotAskIsPassedByAndIsNoElsewhere() {
    Group chat = group("chat", "a", "b");
    Route route =
        router(List.of(chat)).route(chat, REQUEST, CallOptions.none(), cannotAsk(Set.of("a")));

    enter(route);

    assertThat(route.deployment().model()).isEqualTo("b");
    assertThat(route.hasElsewhere()).isFalse();
  }

  @Test
  void whereTheCallCanAskNobodyItIsToldWhy() {
    Group chat = group("chat", "a", "b");
    Router router = router(List.of(chat));

    assertThat(router.eligible(chat, Requirements.of(REQUEST), cannotAsk(Set.of("a", "b"))))
        .isEqualTo(new Eligibility.None(NOT_FOUND));
  }

  private static Function<Deployment, Optional<Failure>> cannotAsk(Set<String> models) {
    return deployment ->
        models.contains(deployment.model()) ? Optional.of(NOT_FOUND) : Optional.empty();
  }

  @Test
  void strategyMustChooseAmongItsCandidates() {
    Candidate stranger = Members.ofMany(1).getFirst();
    RouterSettings settings = RouterSettings.defaults().withStrategy((c, r, random) -> stranger);
    Group group = group("chat", "a", "b");
    Route route = Ways.of(router(List.of(group), settings), group, REQUEST, CallOptions.none());

    assertThatIllegalStateException()
        .isThrownBy(() -> route.enter(Whom.UNTRIED))
        .withMessage(
            "the strategy chose 'a/0', which is not among the candidates; it must return one of the"
                + " list it is given");
  }
}
