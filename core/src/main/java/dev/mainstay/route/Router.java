package dev.mainstay.route;

import dev.mainstay.gate.Gates;
import dev.mainstay.time.TimeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The groups there are, and how calls find their way through them. Immutable, but for the
 * randomness.
 */
public final class Router {
  /** The most fallback groups one call visits, as LiteLLM's {@code max_fallbacks}. */
  public static final int MAX_FALLBACKS = 5;

  private final Map<String, Group> groups;
  private final Map<String, List<String>> fallbacks;
  private final Function<String, Optional<Group>> implicit;
  private final Strategy strategy;
  private final Gates gates;
  private final RandomGenerator random;
  private final TimeSource time;

  /**
   * A router.
   *
   * @param groups the configured groups
   * @param fallbacks for a group's name, the groups to try after it, in order
   * @param implicit gives the group for a name that is not configured, or nothing
   * @throws IllegalArgumentException if a name occurs twice, or a fallback leads from or to no
   *     group
   */
  public Router(
      List<Group> groups,
      Map<String, List<String>> fallbacks,
      Function<String, Optional<Group>> implicit,
      Strategy strategy,
      Gates gates,
      RandomGenerator random,
      TimeSource time) {
    this.groups = byName(groups);
    this.fallbacks = copyOf(fallbacks);
    this.implicit = implicit;
    this.strategy = strategy;
    this.gates = gates;
    this.random = random;
    this.time = time;
    this.fallbacks.forEach(this::requireGroups);
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

  /** The groups after {@code group}: as configured. */
  public List<String> fallbacks(String group) {
    return fallbacks.getOrDefault(group, List.of());
  }

  /**
   * A way for one call that begins at {@code group} and may go on to {@code fallbacks}; names of no
   * group are passed over, no group is visited twice.
   */
  public Route route(Group group, List<String> fallbacks) {
    List<Group> after = new ArrayList<>();
    for (String name : fallbacks) {
      group(name)
          .filter(next -> !next.equals(group) && !after.contains(next))
          .ifPresent(after::add);
    }
    List<Group> bounded = after.subList(0, Math.min(after.size(), MAX_FALLBACKS));
    return new Route(group, bounded, strategy, gates, random, time);
  }

  private void requireGroups(String from, List<String> to) {
    if (group(from).isEmpty()) {
      throw new IllegalArgumentException(
          "a fallback leads from '" + from + "', which is no group; there are " + groups.keySet());
    }
    for (String name : to) {
      if (group(name).isEmpty()) {
        throw new IllegalArgumentException(
            "'"
                + from
                + "' falls back to '"
                + name
                + "', which is no group; there are "
                + groups.keySet());
      }
    }
  }

  private static Map<String, List<String>> copyOf(Map<String, List<String>> fallbacks) {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    fallbacks.forEach((from, to) -> copy.put(from, List.copyOf(to)));
    return copy;
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
