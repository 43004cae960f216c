package dev.mainstay.route;

import dev.mainstay.failure.Failure;
import dev.mainstay.gate.Caller;
import dev.mainstay.gate.Gate;
import dev.mainstay.gate.Obstacle;
import dev.mainstay.gate.Permit;
import dev.mainstay.gate.Terms;
import dev.mainstay.gate.Turn;
import dev.mainstay.gate.Visit;
import dev.mainstay.provider.Deployment;
import dev.mainstay.routing.Candidate;
import dev.mainstay.routing.Fallbacks;
import dev.mainstay.routing.Group;
import dev.mainstay.routing.Requirements;
import dev.mainstay.time.Deadline;
import dev.mainstay.verdict.Judge;
import dev.mainstay.verdict.Situation;
import dev.mainstay.verdict.Verdict;
import dev.mainstay.verdict.Whom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One call's way: the deployment it asks now, and where it can go from there. Not thread-safe. */
public final class Route {
  private final Router router;
  private final String first;
  private final String origin;
  private final Fallbacks fallbacks;
  private final Requirements requirements;
  private final Function<Deployment, Optional<Failure>> obstacles;
  private final Caller caller;
  private final Set<String> visited = new HashSet<>();
  // A deployment of two groups is visited once.
  private final IdentityHashMap<Gate, Visit> visits = new IdentityHashMap<>(4);
  private Hop hop;

  // The last hop but this one of which a deployment was asked.
  private Hop left;
  private int attempts;
  private int fallbackCount;
  private boolean waitsItsTurn;
  private @Nullable Permit permit;
  // What a turn gave, for the next attempt.
  private @Nullable Permit given;
  private @Nullable Turn turn;
  // No line has taken it since its last attempt: it waits in none.
  private boolean isLost;

  Route(
      Router router,
      Group group,
      Fallbacks fallbacks,
      Requirements requirements,
      Caller caller,
      Function<Deployment, Optional<Failure>> obstacles) {
    this.router = router;
    this.caller = caller;
    this.origin = group.configuredAs();
    this.fallbacks = fallbacks;
    this.requirements = requirements;
    this.obstacles = obstacles;
    this.first = group.name();
    visited.add(first);
    this.hop = way(group);
    this.left = hop;
  }

  /** The deployment that was asked last, which may be of a group that the call has left since. */
  public Deployment deployment() {
    return (hop.hasAsked() ? hop : left).current().deployment();
  }

  /** The deployment that is waited for by a call that turned to {@code whom}. */
  public String awaited(Whom whom) {
    return switch (whom) {
      case SAME -> deployment().id();
      case UNTRIED, TRIED ->
          wakes(whom)
              .min(Comparator.comparing(Hop.Wake::in))
              .map(wake -> wake.member().deployment().id())
              .orElse(group());
    };
  }

  /** What keeps out a call that turned to {@code whom} at the one that may let it in first. */
  public Obstacle awaitedAt(Whom whom) {
    return wakes(whom)
        .min(Comparator.comparing(Hop.Wake::in))
        .flatMap(Hop.Wake::obstacle)
        .orElse(Obstacle.PACED);
  }

  /** The group it is asked for. */
  public String group() {
    return hop.group().name();
  }

  /** The name by which the settings of that group are found. */
  public String settingsGroup() {
    return hop.group().configuredAs();
  }

  /** How often the call has gone to another group. */
  public int fallbackCount() {
    return fallbackCount;
  }

  /** Whether the call has another deployment or a fallback left. */
  public boolean hasElsewhere() {
    return hop.hasUntried() || leadsElsewhere(fallbacks.general(origin));
  }

  /** Whether a fallback is there for what a safety system refuses. */
  public boolean hasContentPolicyFallback() {
    return leadsAway(fallbacks.forContentPolicy(origin), hop.members());
  }

  /**
   * Lets the call in at one of those whom it turns to, whose {@link #permit} it then has; or tells
   * why nobody lets it in.
   */
  public Optional<Failure> enter(Whom whom) {
    permit = takeGiven();
    List<Member> candidates = permit == null ? hop.candidates(whom) : List.of();
    while (permit == null && !candidates.isEmpty()) {
      Member chosen = whom == Whom.UNTRIED ? choose(candidates) : candidates.getFirst();
      permit = hop.visit(chosen).enter(hop.terms()).orElse(null);
      if (permit == null) {
        // Somebody else may have been faster.
        candidates.remove(chosen);
      } else {
        hop.entered(chosen);
      }
    }
    if (permit == null) {
      hop.keptOut(whom);
      return Optional.of(refusal(whom));
    }
    isLost = false;
    attempts++;
    if (permit.isProbe() && hasElsewhere()) {
      permit.mayGoElsewhere();
    }
    return Optional.empty();
  }

  private @Nullable Permit takeGiven() {
    Permit taken = given;
    given = null;
    if (taken != null) {
      hop.entered(taken);
    }
    return taken;
  }

  /** The leave for the attempt that was let in. */
  public Permit permit() {
    if (permit == null) {
      throw new IllegalStateException("the call was not let in");
    }
    return permit;
  }

  /**
   * The call, which nobody let in, gets in line with those that may do so later: of its group,
   * where it turned to {@code whom}, and of the fallbacks it has left. To be called on the thread
   * that waits, which then {@linkplain #leaveLine leaves}.
   */
  public Turn lineUp(Whom whom, Duration longest) {
    return turn(wakes(whom), longest);
  }

  /** The same in its group alone, though a fallback may let it in sooner. */
  public Turn waitTurn(Whom whom, Duration longest) {
    return turn(hop.wakes(whom), longest);
  }

  private Turn turn(Stream<Hop.Wake> wakes, Duration longest) {
    Map<Visit, Terms> visits = new LinkedHashMap<>();
    wakes.forEach(wake -> visits.putIfAbsent(wake.visit(), wake.terms()));
    Turn begun = Turn.at(visits, longest, router.time());
    isLost = begun.isLost();
    turn = begun;
    return begun;
  }

  /**
   * The wait in line is over: if the call's turn has come, the next {@link #enter} lets it in.
   *
   * @return whether that is at a fallback, to which the call has gone now
   */
  public boolean leaveLine() {
    if (turn == null) {
      return false;
    }
    given = turn.take().orElse(null);
    turn = null;
    Permit leave = given;
    if (leave == null || hop.has(leave)) {
      return false;
    }
    left().filter(group -> way(group).has(leave)).findFirst().ifPresent(this::goTo);
    return true;
  }

  /** Gives back the leave of an attempt that was never begun, and a place in a line. */
  public void letGo() {
    if (turn != null) {
      turn.close();
    }
    if (given != null) {
      given.close();
    }
    if (permit != null) {
      permit.close();
    }
  }

  /** Takes note that the current deployment failed. */
  public void failed(Failure failure, Judge judge) {
    hop.failed(failure, judge.mayBeGoneBackTo(failure));
    waitsItsTurn = failure instanceof Failure.RateLimited;
  }

  /** Asks {@code judge} what to do about {@code failure} of a call that turned to {@code whom}. */
  public Verdict judge(Failure failure, Whom whom, Judge judge, Deadline deadline) {
    Situation situation =
        new Situation(
            whom,
            hop.retries(),
            attempts,
            hop.hasUntried(),
            !isLost && hop.hasUntriedWithoutPlace(),
            hop.mayRepeat(),
            hop.soonestFreeIn(),
            hop.soonestFullFreeIn(),
            waitsInLine(failure) ? wakesIn(whom) : Optional.empty(),
            waitsInLine(failure) ? hop.turnIn(whom) : Optional.empty(),
            !isLost && failure instanceof Failure.RateLimited && hop.isBeforeOthers(),
            hop.waited(),
            next(fallbacks.after(origin, failure, fallbackCount > 0)),
            permit != null && permit.isProbe(),
            deadline.remaining());
    return judge.judge(failure, situation, router.random());
  }

  private boolean waitsInLine(Failure failure) {
    return !isLost && failure instanceof Failure.NoDeployment;
  }

  /** The attempt that was made last does not count, since it was refused for its form alone. */
  public void forgetLast() {
    attempts--;
    hop.forgetLast();
  }

  /** Goes to the group called {@code name}. */
  public void fallBackTo(String name) {
    goTo(router.group(name).orElseThrow());
  }

  private Member choose(List<Member> candidates) {
    Candidate chosen = router.strategy().choose(candidates, requirements, router.random());
    if (chosen instanceof Member member && candidates.contains(member)) {
      return member;
    }
    throw new IllegalStateException(
        "the strategy chose '"
            + chosen.deployment().id()
            + "', which is not among the candidates; it must return one of the list it is given");
  }

  private Failure refusal(Whom whom) {
    return hop.failureMet(whom)
        .orElseGet(() -> Refused.of(hop.group(), hop.obstacles(), couldBeIn(whom)));
  }

  private Optional<Duration> wakesIn(Whom whom) {
    return wakes(whom).map(Hop.Wake::in).min(Comparator.naturalOrder());
  }

  // Of a place nobody may know when it is free.
  private Optional<Duration> couldBeIn(Whom whom) {
    return Stream.concat(wakes(whom).map(Hop.Wake::in), hop.couldBeIn(whom).stream())
        .filter(Duration::isPositive)
        .min(Comparator.naturalOrder());
  }

  // Those that may let in the call, which nobody lets in now, here or in a fallback.
  private Stream<Hop.Wake> wakes(Whom whom) {
    return Stream.concat(hop.wakes(whom), left().flatMap(group -> way(group).wakes(Whom.UNTRIED)));
  }

  // The fallback groups that the call has not visited and may go to.
  private Stream<Group> left() {
    return fallbackCount >= fallbacks.max()
        ? Stream.empty()
        : fallbacks.general(origin).stream().flatMap(name -> unvisited(name).stream());
  }

  // A call's first attempt is not a retry, and whoever waits its turn adds no load.
  private Terms terms(boolean bound) {
    return Terms.of(bound, attempts > 0 && !waitsItsTurn);
  }

  // As the list names it: an alias leads to the same group once more.
  private Optional<String> next(List<String> names) {
    return fallbackCount >= fallbacks.max()
        ? Optional.empty()
        : names.stream().filter(this::isInUse).findFirst();
  }

  private boolean isInUse(String name) {
    return unvisited(name).filter(g -> isInUse(g, terms(true))).isPresent();
  }

  // Whether somebody there would let an attempt in now.
  private boolean isInUse(Group group, Terms terms) {
    return switch (eligible(group)) {
      case Eligibility.Eligible(List<Member> members) ->
          members.stream().anyMatch(member -> member.gate().mayEnter(terms));
      case Eligibility.None none -> false;
    };
  }

  private Eligibility eligible(Group group) {
    return router.eligible(group, requirements, obstacles);
  }

  // Whether the call may go on now with somebody else than those here.
  private boolean leadsElsewhere(List<String> names) {
    return !names.isEmpty()
        && leadsAway(names.stream().filter(this::isInUse).toList(), hop.members());
  }

  // Whether there is a group in the list that this call could go to, were it in use: none is
  // itself, one that was visited, one with the same deployments alone, one that cannot serve the
  // request, or one fallback too many.
  private boolean leadsAway(List<String> names, List<Member> here) {
    return !names.isEmpty()
        && fallbackCount < fallbacks.max()
        && names.stream().flatMap(name -> unvisited(name).stream()).anyMatch(g -> isAway(g, here));
  }

  private boolean isAway(Group group, List<Member> here) {
    return switch (eligible(group)) {
      case Eligibility.Eligible(List<Member> members) ->
          members.stream().anyMatch(m -> here.stream().noneMatch(m::isSameAs));
      case Eligibility.None none -> false;
    };
  }

  private Optional<Group> unvisited(String name) {
    return router.group(name).filter(group -> !visited.contains(group.name()));
  }

  private void goTo(Group group) {
    fallbackCount++;
    isLost = false;
    visited.add(group.name());
    left = hop.hasAsked() ? hop : left;
    hop = way(group);
  }

  private static boolean areSeveral(List<Member> members) {
    for (Member member : members) {
      if (!member.isSameAs(members.getFirst())) {
        return true;
      }
    }
    return false;
  }

  private Hop way(Group group) {
    return switch (eligible(group)) {
      case Eligibility.Eligible(List<Member> members) -> {
        boolean bound =
            areSeveral(members)
                || !group.name().equals(first)
                || leadsAway(fallbacks.general(origin), members);
        yield new Hop(
            group, members, new Visits(visits, caller), () -> terms(bound), router.time());
      }
      case Eligibility.None(Failure why) -> new Hop(group, why, router.time());
    };
  }
}
