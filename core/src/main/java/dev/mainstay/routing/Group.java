package dev.mainstay.routing;

import dev.mainstay.provider.Deployment;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A model group: the name callers use for a set of deployments.
 *
 * @param name the name
 * @param configuredAs the name its settings are found by: the pattern, where it has its name by one
 * @param deployments its deployments, at least one, each with an id of its own
 */
public record Group(String name, String configuredAs, List<Deployment> deployments) {
  /** A group that is configured by its own name. */
  public Group(String name, List<Deployment> deployments) {
    this(name, name, deployments);
  }

  /**
   * A group; copies the list.
   *
   * @throws IllegalArgumentException if it has no deployment, or two with one id
   */
  public Group {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(configuredAs, "configuredAs");
    Objects.requireNonNull(deployments, "deployments");
    deployments.forEach(deployment -> Objects.requireNonNull(deployment, "deployment"));
    deployments = List.copyOf(deployments);
    if (deployments.isEmpty()) {
      throw new IllegalArgumentException(
          "group '" + name + "' has no deployment; give it at least one");
    }
    Set<String> ids = new HashSet<>();
    for (Deployment deployment : deployments) {
      if (!ids.add(deployment.id())) {
        throw new IllegalArgumentException(
            "group '"
                + name
                + "' has two deployments with the id '"
                + deployment.id()
                + "'; give one another id");
      }
    }
  }
}
