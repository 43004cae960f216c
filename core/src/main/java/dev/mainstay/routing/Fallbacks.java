package dev.mainstay.routing;

import dev.mainstay.failure.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which groups a call may go to when the one it was made for cannot serve it.
 *
 * @param generic for every failure that another group may help; by group, or for {@link #ANY}
 * @param contextWindow for prompts that are too long, in place of {@code generic}; by group
 * @param contentPolicy for what a safety system refuses, and for nothing else; by group
 * @param byDefault after the generic ones, for every group
 * @param max the most fallbacks one call visits, 0 or more; 5 by default
 */
public record Fallbacks(
    Map<String, List<String>> generic,
    Map<String, List<String>> contextWindow,
    Map<String, List<String>> contentPolicy,
    List<String> byDefault,
    int max) {
  /** Stands for every group that has no list of its own. */
  public static final String ANY = "*";

  /** The most fallbacks one call visits where nothing is set. */
  public static final int DEFAULT_MAX = 5;

  private static final Fallbacks NONE =
      new Fallbacks(Map.of(), Map.of(), Map.of(), List.of(), DEFAULT_MAX);

  /**
   * Fallbacks; copies the lists.
   *
   * @throws IllegalArgumentException if {@code max} is below 0
   */
  public Fallbacks {
    Objects.requireNonNull(generic, "generic");
    Objects.requireNonNull(contextWindow, "contextWindow");
    Objects.requireNonNull(contentPolicy, "contentPolicy");
    Objects.requireNonNull(byDefault, "byDefault");
    if (max < 0) {
      throw new IllegalArgumentException(
          "the most fallbacks of one call is " + max + "; use 0 or more");
    }
    generic = copyOf(generic);
    contextWindow = copyOf(contextWindow);
    contentPolicy = copyOf(contentPolicy);
    byDefault = copyOf(byDefault);
  }

  /** No fallbacks. */
  public static Fallbacks none() {
    return NONE;
  }

  /** These fallbacks with generic ones by group. */
  public Fallbacks withGeneric(Map<String, List<String>> generic) {
    return new Fallbacks(generic, contextWindow, contentPolicy, byDefault, max);
  }

  /** These fallbacks with those for prompts that are too long, by group. */
  public Fallbacks withContextWindow(Map<String, List<String>> contextWindow) {
    return new Fallbacks(generic, contextWindow, contentPolicy, byDefault, max);
  }

  /** These fallbacks with those for what a safety system refuses, by group. */
  public Fallbacks withContentPolicy(Map<String, List<String>> contentPolicy) {
    return new Fallbacks(generic, contextWindow, contentPolicy, byDefault, max);
  }

  /** These fallbacks with those for every group. */
  public Fallbacks withDefault(List<String> byDefault) {
    return new Fallbacks(generic, contextWindow, contentPolicy, byDefault, max);
  }

  /** These fallbacks, of which one call visits at most {@code max}. */
  public Fallbacks withMax(int max) {
    return new Fallbacks(generic, contextWindow, contentPolicy, byDefault, max);
  }

  /**
   * These fallbacks under a request's own list, which replaces the generic and the default ones of
   * {@code group}; an empty list means no fallback of any kind.
   */
  public Fallbacks overriddenByRequest(String group, Optional<List<String>> wish) {
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(wish, "wish");
    if (wish.isEmpty()) {
      return this;
    }
    List<String> wished = wish.get();
    return wished.isEmpty() ? NONE : withGeneric(Map.of(group, wished)).withDefault(List.of());
  }

  /**
   * The groups to try, in order, when {@code failure} ended a hop of a call to {@code group}.
   *
   * @param inFallback whether the hop was to a fallback already: there every failure ends only that
   *     hop
   */
  public List<String> after(String group, Failure failure, boolean inFallback) {
    return switch (failure.reach()) {
      case ANYWHERE -> general(group);
      case LARGER_WINDOW -> contextWindow.getOrDefault(group, general(group));
      case CONTENT_POLICY_FALLBACKS ->
          contentPolicy.getOrDefault(group, inFallback ? general(group) : List.of());
      case NOWHERE -> inFallback ? general(group) : List.of();
    };
  }

  /** The groups to try after most failures: the generic ones of {@code group}, then the default. */
  public List<String> general(String group) {
    Objects.requireNonNull(group, "group");
    List<String> own = generic.getOrDefault(group, generic.getOrDefault(ANY, List.of()));
    return byDefault.isEmpty() ? own : Stream.concat(own.stream(), byDefault.stream()).toList();
  }

  /** The groups to try after what a safety system refuses to {@code group}. */
  public List<String> forContentPolicy(String group) {
    Objects.requireNonNull(group, "group");
    return contentPolicy.getOrDefault(group, List.of());
  }

  private static Map<String, List<String>> copyOf(Map<String, List<String>> lists) {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    lists.forEach((from, to) -> {
      Objects.requireNonNull(from, "group");
      copy.put(from, copyOf(Objects.requireNonNull(to, "groups")));
    });
    return copy;
  }

  private static List<String> copyOf(List<String> groups) {
    groups.forEach(group -> Objects.requireNonNull(group, "group"));
    return List.copyOf(groups);
  }
}
