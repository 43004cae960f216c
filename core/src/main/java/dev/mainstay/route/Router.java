package dev.mainstay.route;

import dev.mainstay.failure.Failure;
import dev.mainstay.gate.Caller;
import dev.mainstay.gate.Gates;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.pace.Estimate;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.provider.Deployment;
import dev.mainstay.routing.Affinity;
import dev.mainstay.routing.Candidate;
import dev.mainstay.routing.DeploymentState;
import dev.mainstay.routing.Fallbacks;
import dev.mainstay.routing.Group;
import dev.mainstay.routing.Requirements;
import dev.mainstay.routing.RouterSettings;
import dev.mainstay.routing.Strategy;
import dev.mainstay.routing.Wildcards;
import dev.mainstay.time.TimeSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The groups there are, and how calls find their way through them. Immutable, but for the
 * randomness, what the gates learn and what refusals have in common.
 */
public final class Router {
  // As long as a model's name.
  static final int LONGEST_USER = 256;

  private final Map<String, Group> groups;
  private final IdentityHashMap<Group, List<Member>> members = new IdentityHashMap<>();
  private final Wildcards wildcards;
  private final RouterSettings settings;
  private final Strategy strategy;
  private final ImplicitGroups implicit;
  private final Gates gates;
  private final RandomGenerator random;
  private final TimeSource time;
  private final Refusals refusals = new Refusals();

  /**
   * A router.
   *
   * @param groups the configured groups; a name may be a pattern, as in {@code anthropic/*}
   * @param implicit gives the group for a name that is not configured, or nothing
   * @param complete gives a deployment whose provider came from a name what the environment knows
   *     of it, or nothing if there is no such provider
   * @throws IllegalArgumentException if a name occurs twice, or a fallback or an alias leads from
   *     or to no group
   */
  public Router(
      List<Group> groups,
      RouterSettings settings,
      ImplicitGroups implicit,
      Function<Deployment, Optional<Deployment>> complete,
      Gates gates,
      RandomGenerator random,
      TimeSource time) {
    this.groups = byName(groups);
    this.wildcards = new Wildcards(patterns(groups), complete);
    this.settings = settings;
    this.strategy = strategy(settings);
    this.implicit = implicit;
    this.gates = gates;
    this.random = random;
    this.time = time;
    groups.forEach(group -> members.put(group, join(group)));
    Fallbacks fallbacks = settings.fallbacks();
    requireGroups("a fallback", fallbacks.generic());
    requireGroups("a context window fallback", fallbacks.contextWindow());
    requireGroups("a content policy fallback", fallbacks.contentPolicy());
    fallbacks.byDefault().forEach(to -> requireGroup("every group falls back to", to));
    settings
        .aliases()
        .all()
        .forEach(alias -> requireGroup("'" + alias.name() + "' is an alias of", alias.group()));
  }

  /** The configured groups, in their order. */
  public List<Group> groups() {
    return List.copyOf(groups.values());
  }

  /**
   * How the deployments stand: those of the configured groups in their order, then those that were
   * asked for by other names, by their ids.
   */
  public List<DeploymentState> deployments() {
    SortedMap<String, DeploymentState> left = gates.states();
    List<DeploymentState> states = new ArrayList<>();
    List<Group> named = new ArrayList<>(groups.values());
    List<Group> patterns = patterns(named);
    named.removeAll(patterns);
    for (Deployment deployment : deployments(named)) {
      Optional.ofNullable(left.remove(deployment.id())).ifPresent(states::add);
    }
    // Nobody asks a pattern's own.
    deployments(patterns).forEach(deployment -> left.remove(deployment.id()));
    states.addAll(left.values());
    return states;
  }

  private static List<Deployment> deployments(List<Group> groups) {
    return groups.stream().flatMap(group -> group.deployments().stream()).toList();
  }

  /**
   * The group called {@code name}: by an alias, configured, by a pattern, or implied by a
   * provider's prefix. None is called by a name of more than {@link ChatRequest#MAX_MODEL_BYTES}.
   */
  public Optional<Group> group(String name) {
    if (name.getBytes(StandardCharsets.UTF_8).length > ChatRequest.MAX_MODEL_BYTES) {
      return Optional.empty();
    }
    String resolved = settings.aliases().resolve(name);
    Group group = groups.get(resolved);
    if (group != null && !Wildcards.isPattern(resolved)) {
      return Optional.of(group);
    }
    return wildcards.group(resolved).or(() -> implicit.group(resolved));
  }

  /** The providers by whose names groups are implied, sorted; none where none are. */
  public List<String> providers() {
    return implicit.providers();
  }

  /**
   * A way for one call to {@code group} with {@code request}.
   *
   * @param obstacles tells of whom the call must not ask, and why
   */
  public Route route(
      Group group,
      ChatRequest request,
      CallOptions options,
      Function<Deployment, Optional<Failure>> obstacles) {
    Fallbacks fallbacks =
        settings.fallbacks().overriddenByRequest(group.configuredAs(), options.fallbacks());
    Requirements requirements = requirements(request, options);
    Caller caller = caller(request, options, requirements);
    return new Route(this, group, fallbacks, requirements, caller, obstacles);
  }

  // It is kept for as long as somebody waits.
  private static String user(String told) {
    return told.length() <= LONGEST_USER ? told : told.substring(0, LONGEST_USER);
  }

  static Caller caller(ChatRequest request, CallOptions options, Requirements requirements) {
    return new Caller(
        user(request.json().text("user").orElse("")),
        options.priority(),
        () -> new Estimate(requirements.likelyInputTokens(), requirements.mostOutputTokens()));
  }

  /**
   * The one of {@code candidates} that the strategy asks.
   *
   * @throws IllegalStateException if it gives another
   */
  Member choose(List<Member> candidates, Requirements requirements) {
    Candidate chosen = strategy.choose(candidates, requirements, random);
    if (chosen instanceof Member member && candidates.contains(member)) {
      return member;
    }
    throw new IllegalStateException(
        "the strategy chose '"
            + chosen.deployment().id()
            + "', which is not among the candidates; it must return one of the list it is given");
  }

  RandomGenerator random() {
    return random;
  }

  TimeSource time() {
    return time;
  }

  Refusals refusals() {
    return refusals;
  }

  /** Who of {@code group} can serve a call at all, with nothing in the way. */
  Eligibility eligible(
      Group group, Requirements requirements, Function<Deployment, Optional<Failure>> obstacles) {
    List<Member> known = members.get(group);
    List<Member> all = known != null ? known : join(group);
    Optional<Failure> obstacle = obstacle(all, obstacles);
    List<Member> open =
        obstacle.isEmpty()
            ? all
            : all.stream().filter(m -> obstacles.apply(m.deployment()).isEmpty()).toList();
    return obstacle.isPresent() && open.isEmpty()
        ? new Eligibility.None(obstacle.get())
        : Preselector.among(open, group.name(), requirements, settings.preselection());
  }

  private static Optional<Failure> obstacle(
      List<Member> members, Function<Deployment, Optional<Failure>> obstacles) {
    for (Member member : members) {
      Optional<Failure> obstacle = obstacles.apply(member.deployment());
      if (obstacle.isPresent()) {
        return obstacle;
      }
    }
    return Optional.empty();
  }

  private Requirements requirements(ChatRequest request, CallOptions options) {
    Requirements requirements = Requirements.of(request).withTags(options.tags());
    Optional<String> key =
        switch (settings.affinity()) {
          case NONE -> Optional.empty();
          case USER -> request.json().text("user");
          case SESSION -> options.session();
        };
    return key.map(requirements::withKey).orElse(requirements);
  }

  /** The strategy with all that is put before it. */
  private static Strategy strategy(RouterSettings settings) {
    Strategy strategy = settings.strategy();
    return (settings.affinity() == Affinity.NONE ? strategy : strategy.withAffinity()).inOrder();
  }

  private static List<Group> patterns(List<Group> groups) {
    return groups.stream().filter(group -> Wildcards.isPattern(group.name())).toList();
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
    if (!groups.containsKey(name) && group(name).isEmpty()) {
      throw new IllegalArgumentException(
          what + " '" + name + "', which is not a group; use one of " + groups.keySet());
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
