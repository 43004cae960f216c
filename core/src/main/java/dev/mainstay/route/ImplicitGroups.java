package dev.mainstay.route;

import dev.mainstay.routing.Group;
import java.util.List;
import java.util.Optional;

/** Groups that nobody has configured, but a name implies, as in {@code openai/gpt-4o}. */
@FunctionalInterface
public interface ImplicitGroups {
  /** The group that {@code name} implies, if it does. */
  Optional<Group> group(String name);

  /** What may stand ahead of the slash in such a name, sorted; none where no name implies any. */
  default List<String> providers() {
    return List.of();
  }
}
