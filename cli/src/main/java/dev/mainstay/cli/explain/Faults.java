package dev.mainstay.cli.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the attempts of a call meet: the first, the second and so on, and from the last one on
 * always that. Immutable.
 *
 * @param everywhere by the number of the attempt in its call; may be empty
 * @param byTarget by the number of the attempt at a target, which is a deployment's id, its {@code
 *     provider/model} or a group; these take precedence over {@code everywhere}
 */
public record Faults(List<PlannedFault> everywhere, Map<String, List<PlannedFault>> byTarget) {
  /** Faults; copies the collections. */
  public Faults {
    everywhere = List.copyOf(everywhere);
    byTarget = Map.copyOf(byTarget);
  }

  /** Nothing bad. */
  public static Faults none() {
    return new Faults(List.of(), Map.of());
  }

  /**
   * The faults of an option's values, each {@code [TARGET=]FAULT[,FAULT]}.
   *
   * @throws IllegalArgumentException if there is no such fault; the message names those there are
   */
  public static Faults parse(List<String> values) {
    List<PlannedFault> everywhere = new ArrayList<>();
    Map<String, List<PlannedFault>> byTarget = new LinkedHashMap<>();
    for (String value : values) {
      int equals = value.lastIndexOf('=');
      List<PlannedFault> faults =
          equals < 0
              ? everywhere
              : byTarget.computeIfAbsent(value.substring(0, equals), t -> new ArrayList<>());
      for (String fault : value.substring(equals + 1).split(",", -1)) {
        faults.add(PlannedFault.parse(fault.strip()));
      }
    }
    return new Faults(everywhere, byTarget);
  }

  /** The same fault for every attempt. */
  public static Faults always(String fault) {
    return parse(List.of(fault));
  }

  /** What the targets are called. */
  public Set<String> targets() {
    return new LinkedHashSet<>(byTarget.keySet());
  }

  /** Whether a stream breaks after output. */
  public boolean breakOff() {
    return everywhere.stream().anyMatch(PlannedFault.BreaksOff.class::isInstance)
        || byTarget.values().stream()
            .flatMap(List::stream)
            .anyMatch(PlannedFault.BreaksOff.class::isInstance);
  }
}
