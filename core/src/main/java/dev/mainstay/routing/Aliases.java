package dev.mainstay.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Other names for model groups. An alias takes precedence over a group of the same name, so that
 * {@code gpt-4: gpt-4o} sends everybody on who still asks for the old one. It leads to a group, not
 * to another alias, so that two groups can change places. Immutable.
 */
public final class Aliases {
  private static final Aliases NONE = new Aliases(List.of());

  private final Map<String, Alias> byName;

  /**
   * These aliases.
   *
   * @throws IllegalArgumentException if two have one name
   */
  public Aliases(List<Alias> aliases) {
    Objects.requireNonNull(aliases, "aliases");
    byName = new LinkedHashMap<>();
    for (Alias alias : aliases) {
      Objects.requireNonNull(alias, "alias");
      if (byName.putIfAbsent(alias.name(), alias) != null) {
        throw new IllegalArgumentException(
            "there are two aliases called '" + alias.name() + "'; give one another name");
      }
    }
  }

  /** No aliases. */
  public static Aliases none() {
    return NONE;
  }

  /** The group that {@code name} is an alias of, else {@code name} itself. */
  public String resolve(String name) {
    Alias alias = byName.get(name);
    return alias == null ? name : alias.group();
  }

  /** All of them, in their order. */
  public List<Alias> all() {
    return List.copyOf(byName.values());
  }

  /** The names of those that are not hidden, in their order. */
  public List<String> shown() {
    List<String> shown = new ArrayList<>();
    for (Alias alias : byName.values()) {
      if (!alias.hidden()) {
        shown.add(alias.name());
      }
    }
    return shown;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Aliases that && all().equals(that.all());
  }

  @Override
  public int hashCode() {
    return byName.hashCode();
  }
}
