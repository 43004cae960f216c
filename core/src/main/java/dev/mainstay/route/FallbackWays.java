package dev.mainstay.route;

import dev.mainstay.failure.Failure;
import dev.mainstay.gate.Terms;
import dev.mainstay.provider.Deployment;
import dev.mainstay.routing.Fallbacks;
import dev.mainstay.routing.Group;
import dev.mainstay.routing.Requirements;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The groups that one call has visited, and those that are left to it: fallbacks, and groups where
 * it has asked nobody, since nobody let it in. Not thread-safe.
 */
final class FallbackWays {
  private final Router router;
  private final String first;
  private final String origin;
  private final Fallbacks fallbacks;
  private final Requirements requirements;
  private final Function<Deployment, Optional<Failure>> obstacles;
  private final List<String> visited = new ArrayList<>(1);
  private final List<Group> unasked = new ArrayList<>(0);
  private boolean isAtFirst = true;
  private int count;

  /** Those of a call that begins at {@code group}. */
  FallbackWays(
      Router router,
      Group group,
      Fallbacks fallbacks,
      Requirements requirements,
      Function<Deployment, Optional<Failure>> obstacles) {
    this.router = router;
    this.first = group.name();
    this.origin = group.configuredAs();
    this.fallbacks = fallbacks;
    this.requirements = requirements;
    this.obstacles = obstacles;
    visited.add(group.name());
  }

  /** Who of {@code group} can serve the call. */
  Eligibility eligible(Group group) {
    return router.eligible(group, requirements, obstacles);
  }

  /** How often the call has gone to another group. */
  int count() {
    return count;
  }

  /** Whether the call is in its first group, for the first time or back again. */
  boolean isAtFirst() {
    return isAtFirst;
  }

  /** The call leaves {@code group}, where it has asked nobody. */
  void leaveUnasked(Group group) {
    unasked.add(group);
  }

  /** The call goes to {@code group}. */
  void goTo(Group group) {
    count++;
    if (!visited.contains(group.name())) {
      visited.add(group.name());
    }
    unasked.removeIf(left -> left.name().equals(group.name()));
    isAtFirst = group.name().equals(first);
  }

  /** The first group, where the call has left it and has asked nobody there. */
  Optional<Group> firstUnasked() {
    return unasked.stream().filter(group -> group.name().equals(first)).findFirst();
  }

  /** The other groups that may still let the call in: where it has asked nobody, and fallbacks. */
  Stream<Group> left() {
    Stream<Group> unvisited =
        isSpent()
            ? Stream.empty()
            : fallbacks.general(origin).stream().flatMap(name -> unvisited(name).stream());
    return Stream.concat(unasked.stream(), unvisited);
  }

  // The first group is visited, too.
  private boolean isSpent() {
    return visited.size() > fallbacks.max();
  }

  /**
   * The fallback after {@code failure}, where one is in use for attempts on {@code terms}: as the
   * list names it, since an alias leads to the same group once more.
   */
  Optional<String> after(Failure failure, Terms terms) {
    return isSpent()
        ? Optional.empty()
        : fallbacks.after(origin, failure, !isAtFirst).stream()
            .filter(name -> isInUse(name, terms))
            .findFirst();
  }

  /** Whether the call may go on now, on {@code terms}, with somebody else than {@code here}. */
  boolean leadElsewhere(List<Member> here, Terms terms) {
    List<String> names = fallbacks.general(origin);
    return !names.isEmpty()
        && leadAway(names.stream().filter(name -> isInUse(name, terms)).toList(), here);
  }

  /** Whether they would lead to somebody else than {@code here}, were they in use. */
  boolean leadAway(List<Member> here) {
    return leadAway(fallbacks.general(origin), here);
  }

  /** The same of those for what a safety system refuses. */
  boolean leadAwayForContentPolicy(List<Member> here) {
    return leadAway(fallbacks.forContentPolicy(origin), here);
  }

  // Not to itself, to one that was visited, to one with the same deployments alone, to one that
  // cannot serve the request, or by one fallback too many.
  private boolean leadAway(List<String> names, List<Member> here) {
    return !names.isEmpty()
        && !isSpent()
        && names.stream().flatMap(name -> unvisited(name).stream()).anyMatch(g -> isAway(g, here));
  }

  private boolean isAway(Group group, List<Member> here) {
    return switch (eligible(group)) {
      case Eligibility.Eligible(List<Member> members) ->
          members.stream().anyMatch(m -> here.stream().noneMatch(m::isSameAs));
      case Eligibility.None none -> false;
    };
  }

  // Whether somebody there would let an attempt in now.
  private boolean isInUse(String name, Terms terms) {
    return unvisited(name).filter(group -> isInUse(group, terms)).isPresent();
  }

  private boolean isInUse(Group group, Terms terms) {
    return switch (eligible(group)) {
      case Eligibility.Eligible(List<Member> members) ->
          members.stream().anyMatch(member -> member.gate().mayEnter(terms));
      case Eligibility.None none -> false;
    };
  }

  private Optional<Group> unvisited(String name) {
    return router.group(name).filter(group -> !visited.contains(group.name()));
  }
}
