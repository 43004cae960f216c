package dev.mainstay.routing;

/**
 * How calls find their way.
 *
 * @param fallbacks the groups to try after others
 * @param strategy how a deployment is chosen; among those of the lowest {@code order} alone
 * @param affinity whose calls stay with one deployment
 * @param preselection who can serve a request at all
 * @param aliases other names for groups
 */
public record RouterSettings(
    Fallbacks fallbacks,
    Strategy strategy,
    Affinity affinity,
    Preselection preselection,
    Aliases aliases) {
  private static final RouterSettings DEFAULT =
      new RouterSettings(
          Fallbacks.none(),
          Strategy.simpleShuffle(),
          Affinity.NONE,
          Preselection.defaults(),
          Aliases.none());

  /** No fallbacks and no aliases; simple-shuffle; what is known of models is checked. */
  public static RouterSettings defaults() {
    return DEFAULT;
  }

  /** These settings with other fallbacks. */
  public RouterSettings withFallbacks(Fallbacks fallbacks) {
    return new RouterSettings(fallbacks, strategy, affinity, preselection, aliases);
  }

  /** These settings with another strategy. */
  public RouterSettings withStrategy(Strategy strategy) {
    return new RouterSettings(fallbacks, strategy, affinity, preselection, aliases);
  }

  /** These settings with calls that stay with one deployment. */
  public RouterSettings withAffinity(Affinity affinity) {
    return new RouterSettings(fallbacks, strategy, affinity, preselection, aliases);
  }

  /** These settings with another preselection. */
  public RouterSettings withPreselection(Preselection preselection) {
    return new RouterSettings(fallbacks, strategy, affinity, preselection, aliases);
  }

  /** These settings with aliases. */
  public RouterSettings withAliases(Aliases aliases) {
    return new RouterSettings(fallbacks, strategy, affinity, preselection, aliases);
  }
}
