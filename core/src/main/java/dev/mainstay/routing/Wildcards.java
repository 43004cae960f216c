package dev.mainstay.routing;

import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.PathSegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Groups whose names are patterns, as {@code anthropic/*}, {@code openai/gpt-*} or {@code *}: each
 * {@code *} stands for one character or more. Of the patterns that match a name the most specific
 * counts: the one with the most characters that stand for themselves, then the one with the fewest
 * wildcards, then the first. Immutable.
 *
 * <p>What a wildcard of the pattern stands for takes the place of the wildcard in the deployment's
 * model: {@code fast/*} with a deployment {@code groq/*} makes {@code fast/llama-3.3-70b} the model
 * {@code llama-3.3-70b} of groq. Where the pattern has more wildcards than the model, its last ones
 * count; a model without a wildcard stays as it is. Where the deployment's provider is {@code *}
 * (LiteLLM's {@code model: "*"}) the provider comes from the name too. A name that would make the
 * model {@code ..}, or anything else that is not {@linkplain PathSegment#isSafe safe}, matches
 * none.
 */
public final class Wildcards {
  /** As a deployment's provider: the one that the name asked for begins with. */
  public static final String ANY = "*";

  private final List<Entry> mostSpecificFirst = new ArrayList<>();
  private final Function<Deployment, Optional<Deployment>> complete;

  /**
   * These groups.
   *
   * @param groups groups whose names are {@linkplain #isPattern patterns}
   * @param complete gives a deployment whose provider came from the name what the environment knows
   *     of it, or nothing if there is no such provider
   */
  public Wildcards(List<Group> groups, Function<Deployment, Optional<Deployment>> complete) {
    this.complete = complete;
    for (Group group : groups) {
      mostSpecificFirst.add(new Entry(new Pattern(group.name()), group));
    }
    mostSpecificFirst.sort(
        Comparator.comparingInt((Entry entry) -> -entry.pattern().literalLength())
            .thenComparingInt(entry -> entry.pattern().wildcards()));
  }

  /** Whether {@code name} is a pattern. */
  public static boolean isPattern(String name) {
    return Pattern.isPattern(name);
  }

  /**
   * The group that {@code name} has by the most specific pattern that matches. Its deployments are
   * called {@code id:model} after those of the pattern, so that each model has its own health.
   */
  public Optional<Group> group(String name) {
    for (Entry entry : mostSpecificFirst) {
      Optional<Group> group =
          entry.pattern().match(name).flatMap(parts -> derive(entry.group(), name, parts));
      if (group.isPresent()) {
        return group;
      }
    }
    return Optional.empty();
  }

  private Optional<Group> derive(Group group, String name, List<String> parts) {
    List<Deployment> derived = new ArrayList<>();
    for (Deployment deployment : group.deployments()) {
      derive(deployment, parts).ifPresent(derived::add);
    }
    return derived.isEmpty()
        ? Optional.empty()
        : Optional.of(new Group(name, group.name(), derived));
  }

  private Optional<Deployment> derive(Deployment deployment, List<String> parts) {
    String model = new Pattern(deployment.model()).fill(parts);
    if (!PathSegment.isSafe(model)) {
      return Optional.empty();
    }
    Deployment derived = deployment.withId(deployment.id() + ":" + model);
    if (!deployment.provider().equals(ANY)) {
      return Optional.of(derived.withModel(model));
    }
    int slash = model.indexOf('/');
    return slash <= 0 || slash == model.length() - 1
        ? Optional.empty()
        : complete.apply(
            derived
                .withProvider(model.substring(0, slash).toLowerCase(Locale.ROOT))
                .withModel(model.substring(slash + 1)));
  }

  private record Entry(Pattern pattern, Group group) {}
}
