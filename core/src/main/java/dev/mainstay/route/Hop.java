package dev.mainstay.route;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.Rest;
import dev.mainstay.gate.Health;
import dev.mainstay.gate.Permit;
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
import org.jspecify.annotations.Nullable;

/**
 * One call's way through one group: what was tried there, and what may be tried again, from when
 * on.
 */
final class Hop {
  // How often to look again at what ends at no known time: another call's probe, a place that is
  // taken.
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

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

  /** How long the call has been here. */
  Duration age() {
    return time.since(startNanos);
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
      current = member;
      attempts++;
      tried.add(member);
    }
    return permit;
  }

  void failed(Failure failure, boolean mayBeGoneBackTo) {
    last = failure;
    Member failed = current();
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

  /** Among those tried before the current one, the one that is free soonest. */
  Optional<Member> soonest(boolean draws) {
    return soonestRepeatable(draws).map(Repeatable::member);
  }

  /** Among those, one that need not be waited for. */
  Optional<Member> freeNow(boolean draws) {
    return soonestRepeatable(draws)
        .filter(entry -> !entry.free.remaining().isPositive())
        .map(Repeatable::member);
  }

  Optional<Duration> soonestFreeIn(boolean draws) {
    return soonestRepeatable(draws).map(entry -> entry.free.remaining());
  }

  /** Why nobody let the call in: the failure it met here, or that nothing may be tried now. */
  Failure refusal(boolean draws) {
    boolean onlyFull = current != null && isWithinBudget(current, draws) && isFull(current);
    return last == null || onlyFull ? Refused.of(group, members, wakesIn()) : last;
  }

  /** When one that lets nobody in now may do so, as far as that is known. */
  Optional<Duration> wakesIn() {
    return members.stream().flatMap(member -> wakesIn(member).stream()).min(Duration::compareTo);
  }

  /** The one that may be tried again soonest. */
  Optional<Member> wakesFirst() {
    return members.stream()
        .filter(member -> wakesIn(member).isPresent())
        .min(Comparator.comparing(member -> wakesIn(member).orElse(Duration.ZERO)));
  }

  private Optional<Duration> wakesIn(Member member) {
    return switch (member.gate().health()) {
      case Health.Closed closed -> isFull(member) ? Optional.of(LOOK_AGAIN) : Optional.empty();
      // Nobody waits a minute for a key that is wrong.
      case Health.Resting resting ->
          resting.cause().rest() == Rest.LONG ? Optional.empty() : Optional.of(resting.remaining());
      case Health.HalfOpen halfOpen -> Optional.of(LOOK_AGAIN);
    };
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
  private record Repeatable(Member member, Deadline free) {}
}
