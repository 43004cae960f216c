package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Entry;
import dev.mainstay.gateway.config.words.Words;
import dev.mainstay.provider.Deployment;
import dev.mainstay.routing.Alias;
import dev.mainstay.routing.Aliases;
import dev.mainstay.routing.Group;
import dev.mainstay.routing.Wildcards;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names that model groups go by in a configuration, and whether another is one of them. */
final class GroupNames {
  // Stands in for whatever a pattern's group has: here it is its name alone that counts.
  private static final Deployment ANYBODY = Deployment.of("any/model");

  private final ModelListReader models;
  private final Set<String> groups;
  private final Set<String> ids = new LinkedHashSet<>();
  private final Problems problems;
  private final Wildcards wildcards;
  private Aliases aliases = Aliases.none();

  GroupNames(ModelListReader models, Problems problems) {
    this.models = models;
    this.groups = models.names();
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

  /**
   * What the mapping {@code key} of {@code section} has for single groups, each of which {@code
   * reader} reads as {@code name}. One for what is not a group is told and left out.
   */
  <T> Map<String, T> policies(Section section, String key, String name, Values.Reader<T> reader) {
    Map<String, T> policies = new LinkedHashMap<>();
    for (Entry entry : section.section(key).except(Set.of())) {
      boolean isOwner = isOwner(entry.key(), entry.at(), key + " names ");
      reader
          .read(name, entry.value())
          .filter(policy -> isOwner)
          .ifPresent(policy -> policies.put(entry.key(), policy));
    }
    return policies;
  }

  /** The ids of deployments that calls are to go to as to groups. */
  Set<String> ids() {
    return ids;
  }

  /**
   * The group that a call goes to by {@code name}; nothing where it can go to none, which is told.
   * Deployments go by their {@code model_info.id}, too.
   */
  Optional<String> target(String name, Location at, String what) {
    if (isGroup(aliases.resolve(name))) {
      return Optional.of(name);
    }
    Optional<String> byId = models.owner(name).map(owner -> byId(name, owner));
    return byId.isPresent() ? byId : group(name, at, what);
  }

  /**
   * The groups that calls of the group {@code own} go to by {@code names}. A name that is none is
   * an error where no other stands beside it: who relies on it would learn of it in an outage.
   */
  List<String> targets(List<Text> names, String own, String what) {
    List<String> found = new ArrayList<>();
    List<Text> strange = new ArrayList<>();
    for (Text name : names) {
      if (isKnown(name.value())) {
        target(name.value(), name.at(), what).ifPresent(found::add);
      } else {
        strange.add(name);
      }
    }
    for (Text name : strange) {
      if (found.stream().allMatch(own::equals)) {
        problems.error(name.at(), what + unknown(name.value()));
      } else {
        problems.warning(
            name.at(),
            what
                + Words.quoted(name.value())
                + ", which is not a model_name, and has no effect beside the others of its list"
                + Words.suggestion(name.value(), groups));
      }
    }
    return found;
  }

  /** Whether a call that goes to {@code name} goes to {@code group}. */
  boolean leadsTo(String group, Text name, String what) {
    return isKnown(name.value())
        && target(name.value(), name.at(), what).filter(group::equals).isPresent();
  }

  private boolean isKnown(String name) {
    return isGroup(aliases.resolve(name))
        || models.owner(name).isPresent()
        || models.leftOut().contains(name);
  }

  private String byId(String id, Map.Entry<String, List<Deployment>> owner) {
    if (owner.getValue().size() == 1) {
      return owner.getKey();
    }
    ids.add(id);
    return id;
  }

  /** The same, where neither an alias nor an id counts. */
  Optional<String> group(String name, Location at, String what) {
    if (isGroup(name)) {
      return Optional.of(name);
    }
    if (models.leftOut().contains(name)) {
      problems.warning(
          at, what + Words.quoted(name) + ", which has no effect: its entry is left out");
    } else {
      problems.error(at, what + unknown(name));
    }
    return Optional.empty();
  }

  /**
   * Whether there is a group {@code name} that may have settings of its own, which are found by the
   * name it has. What cannot be found is warned of: nobody misses it.
   */
  boolean isOwner(String name, Location at, String what) {
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
    } else if (!isGroup(name)) {
      problems.warning(
          at,
          what
              + Words.quoted(name)
              + ", which is not a model_name, and has no effect"
              + Words.suggestion(name, groups));
      return false;
    }
    return true;
  }

  private boolean isGroup(String name) {
    return groups.contains(name) || wildcards.group(name).isPresent();
  }

  private String unknown(String name) {
    return Words.quoted(name) + ", which is not a model_name" + Words.suggestion(name, groups);
  }
}
