package dev.mainstay.route;

import dev.mainstay.failure.Failure;
import dev.mainstay.gate.Gates;
import dev.mainstay.policy.Judge;
import dev.mainstay.policy.Situation;
import dev.mainstay.policy.Verdict;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.Deadline;
import dev.mainstay.time.TimeSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/** One call's way: the deployment it asks now, and where it can go from there. Not thread-safe. */
public final class Route {
  private final Strategy strategy;
  private final Gates gates;
  private final RandomGenerator random;
  private final TimeSource time;
  private final Deque<Group> fallbacks;
  private Hop hop;
  private int attempts = 1;
  private int fallbackCount;

  Route(
      Group group,
      List<Group> fallbacks,
      Strategy strategy,
      Gates gates,
      RandomGenerator random,
      TimeSource time) {
    this.strategy = strategy;
    this.gates = gates;
    this.random = random;
    this.time = time;
    this.fallbacks = new ArrayDeque<>(fallbacks);
    this.hop = enter(group);
  }

  /** The deployment to ask now. */
  public Deployment deployment() {
    return hop.current();
  }

  /** The group it is asked for. */
  public String group() {
    return hop.group().name();
  }

  /** How often the call has gone to another group. */
  public int fallbackCount() {
    return fallbackCount;
  }

  /** Whether the call has another deployment or a fallback left. */
  public boolean hasElsewhere() {
    return hop.hasUntried() || !fallbacks.isEmpty();
  }

  /** Takes note that the current deployment failed, and asks {@code judge} what to do. */
  public Verdict judge(Failure failure, Judge judge, Deadline deadline) {
    hop.failed(failure, judge.isSilence(failure), time);
    Situation situation =
        new Situation(
            hop.retries(),
            attempts,
            hop.hasUntried(),
            hop.soonestFreeIn(),
            !fallbacks.isEmpty(),
            fallbackCount > 0,
            deadline.remaining());
    return judge.judge(failure, situation, random);
  }

  /** Moves on as {@code verdict} says; {@link Verdict.GiveUp} moves nowhere. */
  public void follow(Verdict verdict) {
    switch (verdict) {
      case Verdict.AskAgain again -> hop.enter(hop.current());
      case Verdict.GoBack back -> hop.enter(hop.soonest().orElseThrow());
      case Verdict.GoElsewhere elsewhere -> hop.enter(choose(hop.untried()));
      case Verdict.FallBack fallBack -> {
        fallbackCount++;
        hop = enter(fallbacks.removeFirst());
      }
      case Verdict.GiveUp giveUp -> {
        return;
      }
    }
    attempts++;
  }

  private Hop enter(Group group) {
    return new Hop(group, choose(group.deployments()));
  }

  private Deployment choose(List<Deployment> candidates) {
    List<Member> members = candidates.stream().map(d -> new Member(d, gates.of(d))).toList();
    return strategy.choose(members, Requirements.none(), random).deployment();
  }
}
