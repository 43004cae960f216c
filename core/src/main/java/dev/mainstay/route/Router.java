package dev.mainstay.route;

import dev.mainstay.gate.Gates;
import dev.mainstay.time.TimeSource;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The groups there are, and how calls find their way through them. Immutable, but for the
 * randomness and what the gates learn.
 */
public final class Router {
  private final Map<String, Group> groups;
  private final IdentityHashMap<Group, List<Member>> members = new IdentityHashMap<>();
  private final Fallbacks fallbacks;
  private final Function<String, Optional<Group>> implicit;
  private final Strategy strategy;
  private final Gates gates;
  private final RandomGenerator random;
  private final TimeSource time;

  /**
   * A router.
   *
   * @param groups the configured groups
   * @param fallbacks the groups to try after them
   * @param implicit gives the group for a name that is not configured, or nothing
   * @throws IllegalArgumentException if a name occurs twice, or a fallback leads from or to no
   *     group
   */
  public Router(
      List<Group> groups,
      Fallbacks fallbacks,
      Function<String, Optional<Group>> implicit,
      Strategy strategy,
      Gates gates,
      RandomGenerator random,
      TimeSource time) {
    this.groups = byName(groups);
    this.gates = gates;
    groups.forEach(group -> members.put(group, join(group)));
    this.fallbacks = fallbacks;
    this.implicit = implicit;
    this.strategy = strategy;
    this.random = random;
    this.time = time;
    requireGroups("a fallback", fallbacks.generic());
    requireGroups("a context window fallback", fallbacks.contextWindow());
    requireGroups("a content policy fallback", fallbacks.contentPolicy());
    fallbacks.byDefault().forEach(to -> requireGroup("every group falls back to", to));
  }

  /** The configured groups, in their order. */
  public List<Group> groups() {
    return List.copyOf(groups.values());
  }

  /** The group called {@code name}, configured or implied by a provider's prefix. */
  public Optional<Group> group(String name) {
    Group group = groups.get(name);
    return group != null ? Optional.of(group) : implicit.apply(name);
  }

  /**
   * A way for one call that begins at {@code group}.
   *
   * @param fallbacks the request's own fallbacks, in place of the generic and default ones; an
   *     empty list means none of any kind
   */
  public Route route(Group group, Optional<List<String>> fallbacks) {
    return new Route(this, group, this.fallbacks.overriddenByRequest(group.name(), fallbacks));
  }

  Strategy strategy() {
    return strategy;
  }

  RandomGenerator random() {
    return random;
  }

  TimeSource time() {
    return time;
  }

  /** The deployments of {@code group} with their gates. */
  List<Member> members(Group group) {
    List<Member> known = members.get(group);
    return known != null ? known : join(group);
  }

  /** Whether somebody in {@code group} would let an attempt in now. */
  boolean isInUse(Group group, boolean draws) {
    return members(group).stream().anyMatch(member -> member.gate().mayEnter(true, draws));
  }

  private List<Member> join(Group group) {
    return group.deployments().stream().map(d -> new Member(d, gates.of(d))).toList();
  }

  private void requireGroups(String what, Map<String, List<String>> fallbacks) {
    fallbacks.forEach((from, to) -> {
      if (!from.equals(Fallbacks.ANY)) {
        requireGroup(what + " leads from", from);
      }
      to.forEach(name -> requireGroup(what + " leads from '" + from + "' to", name));
    });
  }

  private void requireGroup(String what, String name) {
    if (group(name).isEmpty()) {
      throw new IllegalArgumentException(
          what + " '" + name + "', which is no group; there are " + groups.keySet());
    }
  }

  private static Map<String, Group> byName(List<Group> groups) {
    Map<String, Group> byName = new LinkedHashMap<>();
    for (Group group : groups) {
      if (byName.putIfAbsent(group.name(), group) != null) {
        throw new IllegalArgumentException(
            "there are two groups called '" + group.name() + "'; give one another name");
      }
    }
    return byName;
  }
}
