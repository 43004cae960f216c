package dev.mainstay.routing;

import java.util.Objects;

/**
 * Keeps a request away from deployments it is not meant for, by tags, or that are known not to be
 * able to serve it: whose model lacks tools, images or JSON schemas that the request needs, or
 * whose longest prompt is shorter than {@linkplain Requirements#leastInputTokens at least} this
 * one. What is not known keeps nobody away.
 *
 * @param tags whether tags choose deployments
 * @param checks whether capabilities and prompt lengths are checked
 */
public record Preselection(TagMatching tags, boolean checks) {
  private static final Preselection DEFAULT = new Preselection(TagMatching.OFF, true);

  /** Null is refused. */
  public Preselection {
    Objects.requireNonNull(tags, "tags");
  }

  /** Tags do not choose; capabilities and prompt lengths are checked. */
  public static Preselection defaults() {
    return DEFAULT;
  }

  /** This preselection by tags that match so. */
  public Preselection withTags(TagMatching tags) {
    return new Preselection(tags, checks);
  }

  /** This preselection with capabilities and prompt lengths checked, or not. */
  public Preselection withChecks(boolean checks) {
    return new Preselection(tags, checks);
  }
}
