package dev.mainstay.route;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.gate.Health;
import dev.mainstay.gate.Obstacle;
import dev.mainstay.gate.Permit;
import dev.mainstay.gate.Visit;
import dev.mainstay.verdict.Whom;
import dev.mainstay.routing.Group;
import dev.mainstay.time.Deadline;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One call's way through one group: what was tried there, and what may be tried again, from when
 * on.
 */
final class Hop {
  private final Group group;
  private final List<Member> members;
  private final Visits visits;
  private final TimeSource time;
  private final Set<Member> tried = Collections.newSetFromMap(new IdentityHashMap<>(4));
  // Those that failed in a way that may pass, in the order of their last failures.
  private final List<Repeatable> repeatable = new ArrayList<>(2);
  private final long startNanos;
  private @Nullable Member current;
  private @Nullable Failure last;
  private int attempts;
  private long enteredNanos;
  private Duration underWay = Duration.ZERO;

  /**
   * A way through {@code group}.
   *
   * @param members those of its deployments that may serve the call
   * @param visits the call's visits to deployments
   */
  Hop(Group group, List<Member> members, Visits visits, TimeSource time) {
    this.group = group;
    this.members = members;
    this.visits = visits;
    this.time = time;
    this.startNanos = time.nanos();
  }

  /** A way that leads nowhere: {@code why} none of the deployments can serve the call. */
  Hop(Group group, Failure why, TimeSource time) {
    this(group, List.of(), new Visits(new IdentityHashMap<>(0), true), time);
    last = why;
  }

  Group group() {
    return group;
  }

  /** Those of its deployments that may serve the call. */
  List<Member> members() {
    return members;
  }

  /** The deployment that was asked last. */
  Member current() {
    if (current == null) {
      throw new IllegalStateException("no deployment of " + group.name() + " was asked yet");
    }
    return current;
  }

  int retries() {
    return Math.max(0, attempts - 1);
  }

  /** How long the call has waited here: all the time but that of its attempts. */
  Duration waited() {
    return time.since(startNanos).minus(underWay);
  }

  /** Those that this call has not tried and may try now. */
  List<Member> untried(boolean draws) {
    List<Member> open = new ArrayList<>(members.size());
    for (Member member : members) {
      if (isUntried(member, draws)) {
        open.add(member);
      }
    }
    return open;
  }

  boolean hasUntried(boolean draws) {
    for (Member member : members) {
      if (isUntried(member, draws)) {
        return true;
      }
    }
    return false;
  }

  /** Lets the call in at {@code member}, if its gate does. */
  Optional<Permit> enter(Member member, boolean draws) {
    Optional<Permit> permit = visits.enter(member, draws);
    if (permit.isPresent()) {
      entered(member);
    }
    return permit;
  }

  /** The call was let in by {@code permit}, for which it had waited. */
  void entered(Permit permit) {
    members.stream()
        .filter(member -> permit.isOf(member.gate()))
        .findFirst()
        .ifPresent(this::entered);
  }

  private void entered(Member member) {
    current = member;
    attempts++;
    tried.add(member);
    enteredNanos = time.nanos();
  }

  void failed(Failure failure, boolean mayBeGoneBackTo) {
    last = failure;
    Member failed = current();
    underWay = underWay.plus(time.since(enteredNanos));
    repeatable.removeIf(entry -> entry.member == failed);
    if (mayBeGoneBackTo) {
      Duration wait = failure.retryAfter().orElse(Duration.ZERO);
      repeatable.add(new Repeatable(failed, Deadline.in(wait, time)));
    }
  }

  /** The last attempt does not count. */
  void forgetLast() {
    attempts--;
  }

  /** Whether the retry budget, if another attempt draws on it, lets the current one be repeated. */
  boolean mayRepeat(boolean draws) {
    return current != null && isWithinBudget(current, draws);
  }

  /** Among those tried before the current one, one that need not be waited for. */
  Optional<Member> freeNow(boolean draws) {
    return soonestRepeatable(draws).filter(Repeatable::isFree).map(Repeatable::member);
  }

  /** When, among those, the one that is free soonest is so; nothing where each is full. */
  Optional<Duration> soonestFreeIn(boolean draws) {
    return soonestRepeatable(draws).map(entry -> entry.free.remaining());
  }

  /**
   * Why nobody let in the call that turned to {@code whom}: the failure it met here, unless it need
   * but wait; or that nothing may be tried now.
   */
  Failure refusal(Whom whom, boolean draws) {
    Optional<Duration> wakesIn = wakesIn(whom, draws);
    return last == null || (whom != Whom.UNTRIED && wakesIn.isPresent())
        ? Refused.of(group, members, wakesIn)
        : last;
  }

  /** When one that keeps out the call, which turned to {@code whom}, may let it in. */
  Optional<Duration> wakesIn(Whom whom, boolean draws) {
    return targets(whom).stream()
        .flatMap(member -> wakesIn(member, draws).stream())
        .min(Duration::compareTo);
  }

  /** The one that may let it in first. */
  Optional<Member> wakesFirst(Whom whom, boolean draws) {
    return awaited(whom, draws)
        .min(Comparator.comparing(member -> wakesIn(member, draws).orElse(Duration.ZERO)));
  }

  /** The call's visits to those that may let it in. */
  List<Visit> awaitedVisits(Whom whom, boolean draws) {
    return awaited(whom, draws).map(visits::visit).toList();
  }

  private Stream<Member> awaited(Whom whom, boolean draws) {
    return targets(whom).stream().filter(member -> wakesIn(member, draws).isPresent());
  }

  // Whom a call that turned there asks, were they free.
  private List<Member> targets(Whom whom) {
    List<Member> targets = new ArrayList<>(members.size());
    if (whom == Whom.UNTRIED) {
      members.stream().filter(member -> !tried.contains(member)).forEach(targets::add);
      return targets;
    }
    if (whom == Whom.SAME) {
      targets.add(current());
    }
    repeatable.stream()
        .filter(entry -> entry.member != current && entry.isFree())
        .forEach(entry -> targets.add(entry.member));
    return targets;
  }

  private Optional<Duration> wakesIn(Member member, boolean draws) {
    Optional<Obstacle> obstacle = visits.obstacle(member, draws);
    // It has become free since, which makes the wait a short one.
    return obstacle.isEmpty() ? Optional.of(Duration.ZERO) : wakesIn(member, obstacle.get());
  }

  private static Optional<Duration> wakesIn(Member member, Obstacle obstacle) {
    return switch (obstacle) {
      case FULL, PROBING -> Optional.of(Duration.ZERO);
      case COOLING_DOWN -> cooldownOf(member);
      case BUDGET_SPENT -> Optional.empty();
    };
  }

  private static Optional<Duration> cooldownOf(Member member) {
    if (member.gate().health() instanceof Health.CoolingDown cooling) {
      // Nobody waits a minute for a key that is wrong.
      return cooling.cause().cooldown() == Cooldown.LONG
          ? Optional.empty()
          : Optional.of(cooling.remaining());
    }
    return Optional.of(Duration.ZERO);
  }

  private boolean isUntried(Member member, boolean draws) {
    return !tried.contains(member) && visits.mayEnter(member, draws);
  }

  private static boolean isFull(Member member) {
    return !member.gate().mayEnter(false, false);
  }

  // Where an attempt that does not draw is let in, and one that does is not, the budget is spent.
  private static boolean isWithinBudget(Member member, boolean draws) {
    return !draws || member.gate().mayEnter(false, true) || isFull(member);
  }

  private Optional<Repeatable> soonestRepeatable(boolean draws) {
    return repeatable.stream()
        .filter(entry -> entry.member != current)
        .filter(entry -> !isFull(entry.member) && isWithinBudget(entry.member, draws))
        .min(Comparator.comparing(entry -> entry.free.remaining()));
  }

  /** One that may be asked again, from when on. */
  private record Repeatable(Member member, Deadline free) {

    boolean isFree() {
      return free.isPast();
    }
  }
}
