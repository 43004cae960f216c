package dev.mainstay.gateway.config;

import dev.mainstay.provider.Deployment;
import dev.mainstay.route.Alias;
import dev.mainstay.route.Aliases;
import dev.mainstay.route.Group;
import dev.mainstay.route.Wildcards;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The names that model groups go by in a configuration, and whether another is one of them. */
final class GroupNames {
  // Stands in for whatever a pattern's group has: here it is its name alone that counts.
  private static final Deployment ANYBODY = Deployment.of("any/model");

  private final Set<String> groups;
  private final Problems problems;
  private final Wildcards wildcards;
  private Aliases aliases = Aliases.none();

  GroupNames(Set<String> groups, Problems problems) {
    this.groups = groups;
    this.problems = problems;
    List<Group> patterns =
        groups.stream()
            .filter(Wildcards::isPattern)
            .map(name -> new Group(name, List.of(ANYBODY)))
            .toList();
    this.wildcards = new Wildcards(patterns, Optional::of);
  }

  /** From now on these are names, too. */
  void add(Aliases more) {
    aliases = more;
  }

  /** Tells of an error where {@code name} is no group that a call can go to. */
  void requireTarget(String name, Location at, String what) {
    if (!isGroup(aliases.resolve(name))) {
      problems.error(at, what + unknown(name));
    }
  }

  /** The same, where an alias is none either. */
  void requireGroup(String name, Location at, String what) {
    if (!isGroup(name)) {
      problems.error(at, what + unknown(name));
    }
  }

  /** The same for a group that has settings of its own, which are found by the name it has. */
  void requireOwner(String name, Location at, String what) {
    Optional<Alias> alias = aliases.all().stream().filter(a -> a.name().equals(name)).findFirst();
    if (alias.isPresent()) {
      problems.warning(
          at,
          what
              + Words.quoted(name)
              + ", an alias, which has no effect; write "
              + Words.quoted(alias.get().group()));
    } else if (!groups.contains(name) && isGroup(name)) {
      problems.warning(
          at,
          what
              + Words.quoted(name)
              + ", which has no effect: it is a model_name by a pattern alone; write the pattern");
    } else {
      requireGroup(name, at, what);
    }
  }

  private boolean isGroup(String name) {
    return groups.contains(name) || wildcards.group(name).isPresent();
  }

  private String unknown(String name) {
    return Words.quoted(name) + ", which is no model_name" + Words.suggestion(name, groups);
  }
}
