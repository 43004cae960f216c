package dev.mainstay.route;

import dev.mainstay.failure.Failure;
import dev.mainstay.gate.Caller;
import dev.mainstay.gate.Obstacle;
import dev.mainstay.gate.Permit;
import dev.mainstay.gate.Terms;
import dev.mainstay.gate.Turn;
import dev.mainstay.gate.Visit;
import dev.mainstay.provider.Deployment;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One call's way: the deployment it asks now, and where it can go from there. Not thread-safe. */
public final class Route {
  private final Router router;
  private final String first;
  private final Requirements requirements;
  private final FallbackWays fallbacks;
  private final Visits visits;
  private Hop hop;

  // The last hop but this one of which a deployment was asked.
  private Hop left;
  private int attempts;
  private boolean waitsItsTurn;
  private @Nullable Permit permit;
  // What a turn gave, for the next attempt.
  private @Nullable Permit given;
  private @Nullable Turn turn;
  // Of those in whose lines it stands the one that may be the first to let it in.
  private @Nullable Wake awaited;
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
    this.visits = new Visits(caller);
    this.requirements = requirements;
    this.fallbacks = new FallbackWays(router, group, fallbacks, requirements, obstacles);
    this.first = group.name();
    this.hop = way(group);
    this.left = hop;
  }

  /** Whether a deployment was asked, here or in a group that the call has left. */
  public boolean hasAsked() {
    return hop.hasAsked() || left.hasAsked();
  }

  /** The deployment that was asked last, which may be of a group that the call has left since. */
  public Deployment deployment() {
    return (hop.hasAsked() ? hop : left).current().deployment();
  }

  /** The deployment that a call will ask which waits by itself before it turns to {@code whom}. */
  public String awaited(Whom whom) {
    return hop.awaited(whom).map(member -> member.deployment().id()).orElse(group());
  }

  /** The deployment that may be the first to let in the call, which waits in line. */
  public String awaitedInLine() {
    return awaited == null ? group() : awaited.member().deployment().id();
  }

  /** What keeps the call out there. */
  public Obstacle awaitedFor() {
    return Optional.ofNullable(awaited).flatMap(Wake::obstacle).orElse(Obstacle.PACED);
  }

  /** The group it is asked for. */
  public String group() {
    return hop.group().name();
  }

  /** The name by which the settings of that group are found. */
  public String settingsGroup() {
    return hop.group().configuredAs();
  }

  /** Whether it is in the group it was asked for, and in no fallback. */
  public boolean isAtFirst() {
    return fallbacks.isAtFirst();
  }

  /** Whether the call has another deployment or a fallback left, or a group to go back to. */
  public boolean hasElsewhere() {
    return hop.hasUntried()
        || fallbacks.leadElsewhere(hop.members(), terms(true))
        || wayBack().isPresent();
  }

  /** Whether a fallback is there for what a safety system refuses. */
  public boolean hasContentPolicyFallback() {
    return fallbacks.leadAwayForContentPolicy(hop.members());
  }

  /**
   * Lets the call in at one of those whom it turns to, whose {@link #permit} it then has; or tells
   * why nobody lets it in.
   */
  public Optional<Failure> enter(Whom whom) {
    permit = takeGiven();
    if (permit == null) {
      permit = letIn(whom, hop::entered).orElse(null);
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

  /** Whether its group has more than one deployment for it. */
  public boolean hasSeveral() {
    return Member.areSeveral(hop.members());
  }

  /** Where the attempt that was let in last is made. */
  public Stand stand() {
    return new Stand(hop.current(), permit());
  }

  /**
   * Lets the call in at a deployment of its group that it has not tried and that has room now, for
   * a second attempt beside the one under way, whose permit is the caller's then; whether there is
   * one. It counts as a draw on that deployment's retry budget, and not among the call's retries.
   */
  public boolean enterBeside() {
    Optional<Permit> second = letIn(Whom.UNTRIED, hop::enteredBeside);
    second.ifPresent(Permit::mayGoElsewhere);
    permit = second.orElse(permit);
    return second.isPresent();
  }

  private Optional<Permit> letIn(Whom whom, Consumer<Member> entered) {
    List<Member> candidates = hop.candidates(whom);
    while (!candidates.isEmpty()) {
      Member chosen =
          whom == Whom.UNTRIED ? router.choose(candidates, requirements) : candidates.getFirst();
      Optional<Permit> leave = hop.visit(chosen).enter(hop.terms());
      if (leave.isPresent()) {
        entered.accept(chosen);
        return leave;
      }
      // Somebody else may have been faster.
      candidates.remove(chosen);
    }
    return Optional.empty();
  }

  /** Of the attempts under way it is the one at {@code stand} that is meant from now on. */
  public void turnTo(Stand stand) {
    permit = stand.permit();
    hop.turnTo(stand.member());
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
   * where it turned to {@code whom}, of the fallbacks that are left to it, and of the groups where
   * it has asked nobody. To be called on the thread that waits, which then {@linkplain #leaveLine
   * leaves}.
   */
  public Turn lineUp(Whom whom, Duration longest) {
    return turn(wakes(whom), longest);
  }

  /** The same in its group alone, though a fallback may let it in sooner. */
  public Turn waitTurn(Whom whom, Duration longest) {
    return turn(hop.wakes(whom), longest);
  }

  private Turn turn(Stream<Wake> wakes, Duration longest) {
    List<Wake> lines = wakes.toList();
    awaited = lines.stream().min(Comparator.comparing(Wake::in)).orElse(null);
    Map<Visit, Terms> visits = new LinkedHashMap<>();
    lines.forEach(wake -> visits.putIfAbsent(wake.visit(), wake.terms()));
    Turn begun = Turn.at(visits, longest, router.time());
    isLost = begun.isLost();
    turn = begun;
    return begun;
  }

  /**
   * The wait in line is over: if the call's turn has come, the next {@link #enter} lets it in.
   *
   * @return whether that is in another group, to which the call has gone now
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
    fallbacks.left().filter(group -> way(group).has(leave)).findFirst().ifPresent(this::goTo);
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
            fallbacks.after(failure, terms(true)).or(this::wayBack),
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

  private Failure refusal(Whom whom) {
    return hop.failureMet(whom)
        .orElseGet(() ->
            router.refusals().shared(Refused.of(hop.group(), hop.obstacles(), couldBeIn(whom))));
  }

  private Optional<Duration> wakesIn(Whom whom) {
    return wakes(whom).map(Wake::in).min(Comparator.naturalOrder());
  }

  // Where nobody was asked nothing has failed but to be let in, and that will pass.
  private Optional<String> wayBack() {
    return fallbacks
        .firstUnasked()
        .filter(group -> way(group).wakes(Whom.UNTRIED).findAny().isPresent())
        .map(Group::name);
  }

  // Of a place nobody may know when it is free.
  private Optional<Duration> couldBeIn(Whom whom) {
    return Stream.concat(wakes(whom).map(Wake::in), hop.couldBeIn(whom).stream())
        .filter(Duration::isPositive)
        .min(Comparator.naturalOrder());
  }

  // Those that may let in the call, which nobody lets in now, here or in another group.
  private Stream<Wake> wakes(Whom whom) {
    return Stream.concat(
        hop.wakes(whom), fallbacks.left().flatMap(group -> way(group).wakes(Whom.UNTRIED)));
  }

  // A call's first attempt is not a retry, and whoever waits its turn adds no load.
  private Terms terms(boolean bound) {
    return Terms.of(bound, attempts > 0 && !waitsItsTurn);
  }

  private void goTo(Group group) {
    if (hop.hasAsked()) {
      left = hop;
    } else {
      fallbacks.leaveUnasked(hop.group());
    }
    fallbacks.goTo(group);
    isLost = false;
    hop = way(group);
  }

  private Hop way(Group group) {
    return switch (fallbacks.eligible(group)) {
      case Eligibility.Eligible(List<Member> members) -> {
        boolean bound =
            Member.areSeveral(members)
                || !group.name().equals(first)
                || fallbacks.count() > 0
                || fallbacks.leadAway(members);
        yield new Hop(group, members, visits, () -> terms(bound), router.time());
      }
      case Eligibility.None(Failure why) -> new Hop(group, why, router.time());
    };
  }
}
