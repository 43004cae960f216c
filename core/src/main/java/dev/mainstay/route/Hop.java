package dev.mainstay.route;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.gate.Caller;
import dev.mainstay.gate.Health;
import dev.mainstay.gate.Obstacle;
import dev.mainstay.gate.Permit;
import dev.mainstay.gate.Terms;
import dev.mainstay.gate.Visit;
import dev.mainstay.routing.Group;
import dev.mainstay.time.Deadline;
import dev.mainstay.time.TimeSource;
import dev.mainstay.verdict.Whom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
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
  private final Supplier<Terms> terms;
  private final TimeSource time;
  private final List<Member> tried = new ArrayList<>(0);
  // Those that failed in a way that may pass, in the order of their last failures.
  private final List<Repeatable> repeatable = new ArrayList<>(0);
  // Those it turned to that did not let it in, since its last attempt: they may be waited for in
  // line, and are not turned to again. So a call that is let in nowhere comes to an end.
  private final List<Member> keptOutBy = new ArrayList<>(0);
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
   * @param terms on what terms the call's next attempt is to enter here
   */
  Hop(Group group, List<Member> members, Visits visits, Supplier<Terms> terms, TimeSource time) {
    this.group = group;
    this.members = members;
    this.visits = visits;
    this.terms = terms;
    this.time = time;
    this.startNanos = time.nanos();
  }

  /** A way that leads nowhere: {@code why} none of the deployments can serve the call. */
  Hop(Group group, Failure why, TimeSource time) {
    this(group, List.of(), new Visits(Caller.anybody()), () -> Terms.of(true, false), time);
    last = why;
  }

  Group group() {
    return group;
  }

  /** Those of its deployments that may serve the call. */
  List<Member> members() {
    return members;
  }

  /** Whether one of its deployments was asked. */
  boolean hasAsked() {
    return current != null;
  }

  /** The deployment that was asked last. */
  Member current() {
    if (current == null) {
      throw new IllegalStateException("no deployment of " + group.name() + " has been asked yet");
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

  // Those that this call has not tried and may try now.
  private List<Member> untried() {
    List<Member> open = new ArrayList<>(members.size());
    for (Member member : members) {
      if (isUntried(member)) {
        open.add(member);
      }
    }
    return open;
  }

  boolean hasUntried() {
    for (Member member : members) {
      if (isUntried(member)) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is one that it has not tried, and whose place or probe it may wait for. */
  boolean hasUntriedWithoutPlace() {
    return wakes(Whom.UNTRIED)
        .flatMap(wake -> wake.obstacle().stream())
        .anyMatch(obstacle -> isOfTurn(obstacle) || obstacle == Obstacle.PROBING);
  }

  /**
   * When the call's turn would come at one of those it turned to, where it need but wait for it.
   */
  Optional<Duration> turnIn(Whom whom) {
    return targets(whom).stream()
        .filter(member -> obstacle(member).filter(Hop::isOfTurn).isPresent())
        .map(visits::visit)
        .filter(Visit::hasRoomInLine)
        .map(Visit::turnIn)
        .min(Comparator.naturalOrder());
  }

  /** When one of those it turned to may let it in at the earliest, were there room to wait. */
  Optional<Duration> couldBeIn(Whom whom) {
    return targets(whom).stream()
        .flatMap(member -> obstacle(member).stream().flatMap(why -> opensIn(member, why).stream()))
        .filter(Duration::isPositive)
        .min(Comparator.naturalOrder());
  }

  /** Whether others wait for their turn at the one that was asked last, where it goes first. */
  boolean isBeforeOthers() {
    return current != null && visits.visit(current).isBeforeOthers();
  }

  private static boolean isOfTurn(Obstacle obstacle) {
    return obstacle == Obstacle.FULL || obstacle == Obstacle.PACED;
  }

  /** The call's visit to {@code member}. */
  Visit visit(Member member) {
    return visits.visit(member);
  }

  /** On what terms its next attempt is to enter here. */
  Terms terms() {
    return terms.get();
  }

  /** Those of {@code whom} the call turns to that may let it in, in a list of its own. */
  List<Member> candidates(Whom whom) {
    List<Member> candidates = whom == Whom.UNTRIED ? untried() : new ArrayList<>(2);
    if (whom == Whom.SAME) {
      candidates.add(current());
    }
    if (whom != Whom.UNTRIED) {
      // Where the place of the same one was taken, another that is free now will do as well.
      freeNow().ifPresent(candidates::add);
    }
    return candidates;
  }

  // One that looks open to whoever asks for next to nothing may have too little for this call.
  private Optional<Obstacle> obstacle(Member member) {
    Optional<Obstacle> obstacle = visits.visit(member).obstacle(terms.get());
    return obstacle.isEmpty() && keptOutBy.contains(member)
        ? Optional.of(Obstacle.PACED)
        : obstacle;
  }

  /** Whether {@code permit} is for one of its deployments. */
  boolean has(Permit permit) {
    return members.stream().anyMatch(member -> permit.isOf(member.gate()));
  }

  /** The call was let in by {@code permit}, for which it had waited. */
  void entered(Permit permit) {
    members.stream()
        .filter(member -> permit.isOf(member.gate()))
        .findFirst()
        .ifPresent(this::entered);
  }

  /** The call was let in at {@code member}. */
  void entered(Member member) {
    current = member;
    attempts++;
    keptOutBy.clear();
    add(member, tried);
    enteredNanos = time.nanos();
  }

  /** None of those whom it turned to has let it in. */
  void keptOut(Whom whom) {
    targets(whom).forEach(member -> add(member, keptOutBy));
  }

  /** The call was let in at {@code member} as well, beside the attempt that is under way. */
  void enteredBeside(Member member) {
    current = member;
    add(member, tried);
  }

  // A set would be a multiple of the few that there are, and each call that waits has these.
  private static void add(Member member, List<Member> members) {
    if (!members.contains(member)) {
      members.add(member);
    }
  }

  /** Of the attempts that are under way it is the one at {@code member} that is meant now. */
  void turnTo(Member member) {
    current = member;
  }

  void failed(Failure failure, boolean mayBeGoneBackTo) {
    last = failure;
    Member failed = current();
    underWay = underWay.plus(time.since(enteredNanos));
    // Another may be under way still.
    enteredNanos = time.nanos();
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
  boolean mayRepeat() {
    return current != null && !keptOutBy.contains(current) && isWithinBudget(current);
  }

  // Among those tried before the current one, one that need not be waited for.
  private Optional<Member> freeNow() {
    return soonestWithPlace().filter(Repeatable::isFree).map(Repeatable::member);
  }

  /**
   * When, of those tried before the current one, the one that is free soonest is so; nothing where
   * each is full.
   */
  Optional<Duration> soonestFreeIn() {
    return soonestWithPlace().map(entry -> entry.free.remaining());
  }

  /** The same among those that are full. */
  Optional<Duration> soonestFullFreeIn() {
    return soonest(entry -> isFull(entry.member)).map(entry -> entry.free.remaining());
  }

  /** Whom it asks first of those that it turns to again, when they are free. */
  Optional<Member> awaited(Whom whom) {
    return whom == Whom.SAME
        ? Optional.ofNullable(current)
        : soonestWithPlace()
            .or(() -> soonest(entry -> isFull(entry.member)))
            .map(Repeatable::member);
  }

  /**
   * The failure that the call met here, where that is why nobody lets it in; nothing where it need
   * but wait, or has met none.
   */
  Optional<Failure> failureMet(Whom whom) {
    boolean waits = whom != Whom.UNTRIED && wakes(whom).findAny().isPresent();
    return waits ? Optional.empty() : Optional.ofNullable(last);
  }

  /** What keeps the call out now, by those whom it asks. */
  Map<Member, Optional<Obstacle>> obstacles() {
    Map<Member, Optional<Obstacle>> obstacles = new LinkedHashMap<>();
    members.forEach(member -> obstacles.put(member, obstacle(member)));
    return obstacles;
  }

  /** Those that may let in the call, which turned to {@code whom}, though they do not now. */
  Stream<Wake> wakes(Whom whom) {
    return targets(whom).stream().flatMap(member -> wake(member).stream());
  }

  // Whom a call that turned there asks, were they free.
  private List<Member> targets(Whom whom) {
    List<Member> targets = new ArrayList<>(members.size());
    if (whom == Whom.UNTRIED) {
      members.stream().filter(member -> !isTried(member)).forEach(targets::add);
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

  private Optional<Wake> wake(Member member) {
    // It may have become free since, which makes the wait a short one.
    Optional<Obstacle> obstacle = obstacle(member);
    Optional<Duration> in =
        obstacle.isEmpty() ? Optional.of(Duration.ZERO) : wakesIn(member, obstacle.get());
    return in.map(least -> new Wake(member, visits.visit(member), terms.get(), obstacle, least));
  }

  private Optional<Duration> wakesIn(Member member, Obstacle obstacle) {
    return visits.visit(member).hasRoomInLine() ? opensIn(member, obstacle) : Optional.empty();
  }

  private Optional<Duration> opensIn(Member member, Obstacle obstacle) {
    return switch (obstacle) {
      case FULL, PACED -> Optional.of(visits.visit(member).opensIn());
      case PROBING -> Optional.of(Duration.ZERO);
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

  private boolean isUntried(Member member) {
    return !isTried(member) && !keptOutBy.contains(member) && visits.mayEnter(member, terms.get());
  }

  // By whichever of its names.
  private boolean isTried(Member member) {
    for (Member other : tried) {
      if (other.isSameAs(member)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isFull(Member member) {
    return member.gate().isFull();
  }

  private boolean isWithinBudget(Member member) {
    return !terms.get().draws() || member.gate().hasBudget() || isFull(member);
  }

  private Optional<Repeatable> soonestWithPlace() {
    return soonest(entry -> !isFull(entry.member) && isWithinBudget(entry.member));
  }

  private Optional<Repeatable> soonest(Predicate<Repeatable> which) {
    return repeatable.stream()
        .filter(entry -> entry.member != current && !keptOutBy.contains(entry.member))
        .filter(which)
        .min(Comparator.comparing(entry -> entry.free.remaining()));
  }

  /** One that may be asked again, from when on. */
  private record Repeatable(Member member, Deadline free) {

    boolean isFree() {
      return free.isPast();
    }
  }
}
