package dev.mainstay.provider;

import java.util.Objects;
import java.util.Set;

/**
 * What becomes of OpenAI's parameters that a deployment's provider does not take. By default such a
 * request is refused before anything is sent.
 *
 * @param dropsUnsupported whether they are left out instead
 * @param dropped parameters that are left out in any case
 * @param allowed parameters that are sent as they are in any case
 */
public record ParameterPolicy(boolean dropsUnsupported, Set<String> dropped, Set<String> allowed) {
  private static final ParameterPolicy STRICT = new ParameterPolicy(false, Set.of(), Set.of());

  /** A policy; the sets are copied. */
  public ParameterPolicy {
    Objects.requireNonNull(dropped, "dropped");
    Objects.requireNonNull(allowed, "allowed");
    dropped.forEach(name -> Objects.requireNonNull(name, "name"));
    allowed.forEach(name -> Objects.requireNonNull(name, "name"));
    dropped = Set.copyOf(dropped);
    allowed = Set.copyOf(allowed);
  }

  /** What is not taken is refused. */
  public static ParameterPolicy strict() {
    return STRICT;
  }

  /** This policy, which leaves out what is not taken, or not. */
  public ParameterPolicy withDropsUnsupported(boolean drops) {
    return new ParameterPolicy(drops, dropped, allowed);
  }

  /** This policy with other parameters that are left out in any case. */
  public ParameterPolicy withDropped(Set<String> names) {
    Objects.requireNonNull(names, "names");
    return new ParameterPolicy(dropsUnsupported, names, allowed);
  }

  /** This policy with other parameters that are sent in any case. */
  public ParameterPolicy withAllowed(Set<String> names) {
    Objects.requireNonNull(names, "names");
    return new ParameterPolicy(dropsUnsupported, dropped, names);
  }
}
