package dev.mainstay.routing;

/**
 * Another name for a model group.
 *
 * @param name the name callers may use
 * @param group the group they get
 * @param hidden whether lists of models leave it out
 */
public record Alias(String name, String group, boolean hidden) {

  /** An alias that lists of models show. */
  public static Alias of(String name, String group) {
    return new Alias(name, group, false);
  }
}
