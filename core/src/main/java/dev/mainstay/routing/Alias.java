package dev.mainstay.routing;

import java.util.Objects;

/**
 * Another name for a model group.
 *
 * @param name the name callers may use
 * @param group the group they get
 * @param hidden whether lists of models leave it out
 */
public record Alias(String name, String group, boolean hidden) {
  /** Null is refused. */
  public Alias {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(group, "group");
  }

  /** An alias that lists of models show. */
  public static Alias of(String name, String group) {
    return new Alias(name, group, false);
  }
}
