package dev.mainstay.route;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.gate.Gate;
import dev.mainstay.gate.Gates;
import dev.mainstay.gate.Health;
import dev.mainstay.gate.Permit;
import dev.mainstay.gate.Terms;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.routing.Fallbacks;
import dev.mainstay.routing.Group;
import dev.mainstay.routing.RouterSettings;
import dev.mainstay.time.Deadline;
import dev.mainstay.time.ManualTime;
import dev.mainstay.verdict.Judge;
import dev.mainstay.verdict.Judges;
import dev.mainstay.verdict.Verdict;
import dev.mainstay.verdict.When;
import dev.mainstay.verdict.Whom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Walks the way of one call, step by step, on a clock moved by hand and with no chance. */
abstract class WayOfACall {
  // Its doubles are 0: nothing is waited for but hints.
  private static final RandomGenerator LEAST = () -> 0;
  static final ChatRequest REQUEST = ChatRequest.of("chat", "Hello");
  static final FailureDetail DETAIL = FailureDetail.of("it went wrong");
  static final Failure ERROR = new Failure.ServerError(DETAIL);
  static final Failure NOT_FOUND = new Failure.NotFound(DETAIL);
  static final Failure SILENCE = new Failure.TimedOut(TimeoutPhase.IDLE, DETAIL);
  final Map<Route, Whom> turnedTo = new IdentityHashMap<>();

  static final Deployment ONE_PLACE = Deployment.of("scripted/a").withMaxParallelRequests(1);

  final ManualTime time = new ManualTime();
  Gates gates = new Gates(HealthPolicy.defaults(), RetryBudget.defaults(), time);
  RetryPolicy retries = RetryPolicy.of(4);

  List<String> way(Route route, Failure... failures) {
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

  void enter(Route route) {
    assertThat(route.enter(whom(route))).isEmpty();
  }

  Whom whom(Route route) {
    return turnedTo.getOrDefault(route, Whom.UNTRIED);
  }

  Verdict judge(Route route, Failure refusal) {
    return route.judge(refusal, whom(route), judge(), Deadline.never());
  }

  Verdict meet(Route route, Failure failure, Deadline deadline) {
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

  static Verdict after(int seconds, Whom whom) {
    return new Verdict.Move(whom, new When.After(ofSeconds(seconds)), true);
  }

  static Verdict inLine(int longest) {
    return new Verdict.Move(Whom.UNTRIED, new When.InLine(ofSeconds(0), ofSeconds(longest)), true);
  }

  // Whatever is tried fails, until the call is given up.
  void callThatFails(Router router, Group group) {
    Route route = Ways.of(router, group, REQUEST, CallOptions.none());
    Verdict verdict = new Verdict.Move(Whom.UNTRIED, new When.AtOnce(), true);
    while (verdict instanceof Verdict.Move && route.enter(whom(route)).isEmpty()) {
      route.permit().failed(ERROR);
      verdict = meet(route, ERROR, Deadline.never());
    }
  }

  void restAfterThreeFailures(String model) {
    Gate gate = gates.of(Deployment.of("scripted/" + model));
    for (int i = 0; i < 3; i++) {
      try (Permit permit = gate.visit().enter(Terms.of(true, false)).orElseThrow()) {
        permit.failed(ERROR);
      }
    }
    assertThat(coolingDown(model)).isEqualTo(ofSeconds(5));
  }

  Duration coolingDown(String model) {
    Health health = gates.of(Deployment.of("scripted/" + model)).health();
    return ((Health.CoolingDown) health).remaining();
  }

  Judge judge() {
    return Judges.of(retries, Backoff.defaults());
  }

  Route route(List<Group> groups) {
    List<String> after = groups.stream().skip(1).map(Group::name).toList();
    Router router = router(groups, Map.of(groups.getFirst().name(), after));
    return Ways.of(router, groups.getFirst(), REQUEST, CallOptions.none());
  }

  Router router(List<Group> groups) {
    return router(groups, Map.of());
  }

  Router router(List<Group> groups, Map<String, List<String>> fallbacks) {
    return router(
        groups,
        RouterSettings.defaults()
            .withFallbacks(Fallbacks.none().withGeneric(fallbacks))
            .withStrategy((candidates, requirements, random) -> candidates.getFirst()));
  }

  Router router(List<Group> groups, RouterSettings settings) {
    return new Router(groups, settings, name -> Optional.empty(), Optional::of, gates, LEAST, time);
  }

  static Failure hint(int seconds) {
    return new Failure.RateLimited(DETAIL.withRetryAfter(ofSeconds(seconds)));
  }

  static Group group(String name, String... models) {
    return new Group(
        name, Arrays.stream(models).map(model -> Deployment.of("scripted/" + model)).toList());
  }
}
