package dev.mainstay.provider.openai;

import dev.mainstay.provider.Deployment;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The fields of ours that deployments have refused, and that are no longer sent. Thread-safe. */
final class RefusedFields {
  // Ids may come from callers, through wildcards: beyond this all is learnt anew.
  private static final int MOST = 10_000;

  private final Map<String, Set<String>> refused = new ConcurrentHashMap<>();

  Set<String> of(Deployment deployment) {
    return refused.getOrDefault(deployment.id(), Set.of());
  }

  void add(Deployment deployment, Set<String> fields) {
    if (refused.size() >= MOST) {
      refused.clear();
    }
    refused.merge(deployment.id(), Set.copyOf(fields), RefusedFields::union);
  }

  static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(others);
    return Set.copyOf(all);
  }
}
