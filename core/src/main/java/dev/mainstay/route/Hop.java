package dev.mainstay.route;

import dev.mainstay.failure.Failure;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.Deadline;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One call's way through one group: what was tried there, and what may be tried again, from when
 * on.
 */
final class Hop {
  private final Group group;
  private final Set<String> tried = new HashSet<>();
  // Deployments that failed in a way that may pass, with the end of the wait each asked for.
  private final Map<Deployment, Deadline> repeatable = new LinkedHashMap<>();
  private Deployment current;
  private int attempts;

  Hop(Group group, Deployment first) {
    this.group = group;
    this.current = first;
    enter(first);
  }

  Group group() {
    return group;
  }

  Deployment current() {
    return current;
  }

  int retries() {
    return attempts - 1;
  }

  List<Deployment> untried() {
    return group.deployments().stream().filter(d -> !tried.contains(d.id())).toList();
  }

  boolean hasUntried() {
    return tried.size() < group.deployments().size();
  }

  void enter(Deployment deployment) {
    current = deployment;
    attempts++;
    tried.add(deployment.id());
  }

  void failed(Failure failure, boolean silent, TimeSource time) {
    if (failure.isRetryable() && !silent) {
      Duration wait = failure.retryAfter().orElse(Duration.ZERO);
      repeatable.put(current, Deadline.in(wait, time));
    } else {
      repeatable.remove(current);
    }
  }

  /** Among those tried before the current one, the one that is free soonest. */
  Optional<Deployment> soonest() {
    Deployment soonest = null;
    for (Map.Entry<Deployment, Deadline> entry : repeatable.entrySet()) {
      boolean sooner =
          soonest == null || entry.getValue().remaining().compareTo(remaining(soonest)) < 0;
      if (!entry.getKey().equals(current) && sooner) {
        soonest = entry.getKey();
      }
    }
    return Optional.ofNullable(soonest);
  }

  Optional<Duration> soonestFreeIn() {
    return soonest().map(this::remaining);
  }

  private Duration remaining(Deployment deployment) {
    Deadline free = repeatable.get(deployment);
    return free == null ? Duration.ZERO : free.remaining();
  }
}
