package dev.mainstay.engine;

import dev.mainstay.provider.Deployment;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The deployments that have refused to go on with a message of the assistant's. Thread-safe. */
final class PrefillMemory {
  // Ids may come from callers, through wildcards: beyond this all is learnt anew.
  private static final int MOST = 10_000;

  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  boolean hasRefused(Deployment deployment) {
    return refused.contains(deployment.id());
  }

  void refused(Deployment deployment) {
    if (refused.size() >= MOST) {
      refused.clear();
    }
    refused.add(deployment.id());
  }
}
