package dev.mainstay.route;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.gate.Gates;
import dev.mainstay.gate.Health;
import dev.mainstay.gate.Turn;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.routing.Candidate;
import dev.mainstay.routing.Fallbacks;
import dev.mainstay.routing.Group;
import dev.mainstay.routing.Members;
import dev.mainstay.routing.RouterSettings;
import dev.mainstay.time.Deadline;
import dev.mainstay.time.ManualTime;
import dev.mainstay.verdict.Judge;
import dev.mainstay.verdict.Verdict;
import dev.mainstay.verdict.When;
import dev.mainstay.verdict.Whom;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** SEMANTICS 2.1, 2.5, 2.6 and 3.5: the way of one call, step by step. */
class RouteTest {
  // Its doubles are 0: nothing is waited for but hints.
  private static final RandomGenerator LEAST = () -> 0;
  private static final ChatRequest REQUEST = ChatRequest.of("chat", "Hello");
  private static final FailureDetail DETAIL = FailureDetail.of("it went wrong");
  private static final Failure ERROR = new Failure.ServerError(DETAIL);
  private static final Failure NOT_FOUND = new Failure.NotFound(DETAIL);
  private static final Failure SILENCE = new Failure.TimedOut(TimeoutPhase.IDLE, DETAIL);
  private final Map<Route, Whom> turnedTo = new IdentityHashMap<>();

  private static final Deployment ONE_PLACE =
      Deployment.of("scripted/a").withMaxParallelRequests(1);

  private final ManualTime time = new ManualTime();
  private Gates gates = new Gates(HealthPolicy.defaults(), RetryBudget.defaults(), time);
  private RetryPolicy retries = RetryPolicy.of(4);

  @Test
  void wayBeginsAtTheFirstChoiceAndVisitsTheRestAtOnceBeforeItGoesBack() {
    Route route = route(List.of(group("chat", "a", "b", "c")));

    assertThat(way(route, ERROR, ERROR, ERROR))
        .containsExactly("a", "GoElsewhere b", "GoElsewhere c", "GoBack a");
    assertThat(route.fallbackCount()).isZero();
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
    assertThat(route.fallbackCount()).isEqualTo(1);
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
  void groupWithTheSameDeploymentTwiceHasNoOtherToGoTo() {
    Deployment one = Deployment.of("scripted/a");
    Group twice = new Group("chat", List.of(one, one.withId("a#2")));

    assertThat(way(route(List.of(twice)), ERROR)).containsExactly("a", "AskAgain a");
  }

  @Test
  void namesOfNoGroupAndGroupsSeenBeforeArePassedOver() {
    Group chat = group("chat", "a");
    Group backup = group("backup", "b");
    Router router = router(List.of(chat, backup));

    Route route =
        router.route(
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
  void oneThatIsFullByTheTimeItIsAskedLeavesTheCallWithTheFailureItMet() {
    List<Group> groups =
        List.of(
            new Group(
                "chat",
                List.of(
                    Deployment.of("scripted/a"),
                    Deployment.of("scripted/b").withMaxParallelRequests(1))));
    Router router = router(groups);
    Route route = router.route(groups.getFirst(), REQUEST, CallOptions.none());
    enter(route);
    assertThat(meet(route, NOT_FOUND, Deadline.never()))
        .isEqualTo(new Verdict.Move(Whom.UNTRIED, new When.AtOnce(), true));

    Route faster = router.route(groups.getFirst(), REQUEST, CallOptions.none());
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
    Route route = router.route(group, REQUEST, CallOptions.none());
    Route other = router.route(group, REQUEST, CallOptions.none());
    faster.add(() -> enter(other));

    enter(route);

    assertThat(List.of(other.deployment().model(), route.deployment().model()))
        .containsExactly("a", "b");
  }

  @Test
  void oneThatFailsForGoodIsNotGoneBackToThoughItHadFailedOtherwiseBefore() {
    Route route = route(List.of(group("chat", "a", "b")));

    assertThat(way(route, ERROR, ERROR, NOT_FOUND, NOT_FOUND))
        .containsExactly("a", "GoElsewhere b", "GoBack a", "GoBack b", "GiveUp b");
  }

  @Test
  void whoWaitsForItsPlaceIsNotTurnedToOneThatHasAskedToBeLeftAlone() {
    Group group = new Group("chat", List.of(Deployment.of("scripted/b"), ONE_PLACE));
    Router router = router(List.of(group));
    Route route = router.route(group, REQUEST, CallOptions.none());
    Route rival = router.route(group, REQUEST, CallOptions.none());
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
  void whoWaitsToTryAgainIsNotLetInWhereTheRetryBudgetIsSpent() {
    gates = new Gates(HealthPolicy.disabled(), new RetryBudget(true, 0.01, 0), time);
    Group group = new Group("chat", List.of(Deployment.of("scripted/b"), ONE_PLACE));
    Group failing = new Group("failing", List.of(ONE_PLACE));
    Router router = router(List.of(group, failing));
    Route rival = router.route(failing, REQUEST, CallOptions.none());
    enter(rival);
    rival.permit().failed(ERROR);
    rival.permit().close();
    Route inside = router.route(failing, REQUEST, CallOptions.none());
    enter(inside);
    Route route = router.route(group, REQUEST, CallOptions.none());
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
  void patienceIsForWaitsAloneAndForAllOfThemTogether() {
    Group group = new Group("chat", List.of(ONE_PLACE));
    Router router = router(List.of(group));
    Route route = router.route(group, REQUEST, CallOptions.none());
    Route rival = router.route(group, REQUEST, CallOptions.none());
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
    enter(router.route(group, REQUEST, CallOptions.none()));

    refusal = route.enter(whom(route)).orElseThrow();

    assertThat(judge(route, refusal))
        .isEqualTo(
            new Verdict.Move(Whom.SAME, new When.InLine(ofSeconds(0), ofSeconds(270)), true));
  }

  @Test
  void fallbackThatCoolsDownIsNoElsewhereNow() {
    List<Group> groups = List.of(group("chat", "a"), group("backup", "b"));
    Router router = router(groups, Map.of("chat", List.of("backup")));
    Route route = router.route(groups.getFirst(), REQUEST, CallOptions.none());
    Route other = router.route(groups.getLast(), REQUEST, CallOptions.none());
    enter(route);
    assertThat(route.hasElsewhere()).isTrue();
    enter(other);
    other.permit().failed(NOT_FOUND);

    assertThat(route.hasElsewhere()).isFalse();
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
  void whoLetsGoGivesBackItsPlaceAndLeavesTheLine() {
    Group group = new Group("chat", List.of(ONE_PLACE));
    Router router = router(List.of(group));
    Route inside = router.route(group, REQUEST, CallOptions.none());
    Route waiting = router.route(group, REQUEST, CallOptions.none());
    Route given = router.route(group, REQUEST, CallOptions.none());
    enter(inside);
    assertThat(waiting.enter(Whom.UNTRIED)).isPresent();
    assertThat(given.enter(Whom.UNTRIED)).isPresent();
    given.lineUp(Whom.UNTRIED, ofSeconds(60));
    waiting.lineUp(Whom.UNTRIED, ofSeconds(60));

    inside.letGo();
    assertThat(given.leaveLine()).isFalse();
    given.letGo();
    waiting.letGo();

    enter(router.route(group, REQUEST, CallOptions.none()));
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

  private List<String> way(Route route, Failure... failures) {
    enter(route);
    List<String> way = new ArrayList<>(List.of(route.deployment().model()));
    for (Failure failure : failures) {
      Verdict verdict = meet(route, failure, Deadline.never());
      if (!(verdict instanceof Verdict.GiveUp)) {
        enter(route);
      }
      way.add(word(verdict) + " " + route.deployment().model());
    }
    return way;
  }

  private void enter(Route route) {
    assertThat(route.enter(whom(route))).isEmpty();
  }

  private Whom whom(Route route) {
    return turnedTo.getOrDefault(route, Whom.UNTRIED);
  }

  private Verdict judge(Route route, Failure refusal) {
    return route.judge(refusal, whom(route), judge(), Deadline.never());
  }

  private Verdict meet(Route route, Failure failure, Deadline deadline) {
    route.permit().close();
    route.failed(failure, judge());
    Verdict verdict = route.judge(failure, whom(route), judge(), deadline);
    switch (verdict) {
      case Verdict.Move move -> turnedTo.put(route, move.whom());
      case Verdict.FallBack(String group) -> {
        route.fallBackTo(group);
        turnedTo.remove(route);
      }
      case Verdict.GiveUp giveUp -> {}
    }
    return verdict;
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Move move ->
          switch (move.whom()) {
            case UNTRIED -> "GoElsewhere";
            case SAME -> "AskAgain";
            case TRIED -> "GoBack";
          };
      case Verdict.FallBack fallBack -> "FallBack";
      case Verdict.GiveUp giveUp -> "GiveUp";
    };
  }

  private static Verdict after(int seconds, Whom whom) {
    return new Verdict.Move(whom, new When.After(ofSeconds(seconds)), true);
  }

  private static Verdict inLine(int longest) {
    return new Verdict.Move(Whom.UNTRIED, new When.InLine(ofSeconds(0), ofSeconds(longest)), true);
  }

  // Whatever is tried fails, until the call is given up.
  private void callThatFails(Router router, Group group) {
    Route route = router.route(group, REQUEST, CallOptions.none());
    Verdict verdict = new Verdict.Move(Whom.UNTRIED, new When.AtOnce(), true);
    while (verdict instanceof Verdict.Move && route.enter(whom(route)).isEmpty()) {
      route.permit().failed(ERROR);
      verdict = meet(route, ERROR, Deadline.never());
    }
  }

  private Duration coolingDown(String model) {
    Health health = gates.of(Deployment.of("scripted/" + model)).health();
    return ((Health.CoolingDown) health).remaining();
  }

  private Judge judge() {
    return new Judge(retries, Backoff.defaults());
  }

  @Test
  void strategyMustChooseAmongItsCandidates() {
    Candidate stranger = Members.ofMany(1).getFirst();
    RouterSettings settings = RouterSettings.defaults().withStrategy((c, r, random) -> stranger);
    Group group = group("chat", "a", "b");
    Route route = router(List.of(group), settings).route(group, REQUEST, CallOptions.none());

    assertThatIllegalStateException()
        .isThrownBy(() -> route.enter(Whom.UNTRIED))
        .withMessage(
            "the strategy chose 'a/0', which is not among the candidates; it must return one of the"
                + " list it is given");
  }

  private Route route(List<Group> groups) {
    List<String> after = groups.stream().skip(1).map(Group::name).toList();
    return router(groups, Map.of(groups.getFirst().name(), after))
        .route(groups.getFirst(), REQUEST, CallOptions.none());
  }

  private Router router(List<Group> groups) {
    return router(groups, Map.of());
  }

  private Router router(List<Group> groups, Map<String, List<String>> fallbacks) {
    return router(
        groups,
        RouterSettings.defaults()
            .withFallbacks(Fallbacks.none().withGeneric(fallbacks))
            .withStrategy((candidates, requirements, random) -> candidates.getFirst()));
  }

  private Router router(List<Group> groups, RouterSettings settings) {
    return new Router(groups, settings, name -> Optional.empty(), Optional::of, gates, LEAST, time);
  }

  private static Failure hint(int seconds) {
    return new Failure.RateLimited(DETAIL.withRetryAfter(ofSeconds(seconds)));
  }

  private static Group group(String name, String... models) {
    return new Group(
        name, Arrays.stream(models).map(model -> Deployment.of("scripted/" + model)).toList());
  }
}
