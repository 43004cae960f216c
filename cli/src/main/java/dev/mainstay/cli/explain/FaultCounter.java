package dev.mainstay.cli.explain;

import dev.mainstay.provider.Deployment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tells each attempt of a call what it meets. */
final class FaultCounter {
  private final Faults faults;
  private final Map<String, Integer> metByTarget = new HashMap<>();
  private int met;

  FaultCounter(Faults faults) {
    this.faults = faults;
  }

  /** Begins the next call, whose attempts are counted from 1 again. */
  void begin() {
    met = 0;
    metByTarget.clear();
  }

  /** What the next attempt meets, at {@code deployment} for {@code group}. */
  PlannedFault next(Deployment deployment, String group) {
    met++;
    String model = deployment.provider() + "/" + deployment.model();
    return Stream.of(deployment.id(), model, group)
        .filter(faults.byTarget()::containsKey)
        .findFirst()
        .map(this::nextAt)
        .orElseGet(() -> at(met, faults.everywhere()));
  }

  private PlannedFault nextAt(String target) {
    int number = metByTarget.merge(target, 1, Integer::sum);
    return at(number, faults.byTarget().getOrDefault(target, List.of()));
  }

  private static PlannedFault at(int number, List<PlannedFault> faults) {
    return faults.isEmpty()
        ? new PlannedFault.Answers()
        : faults.get(Math.min(number, faults.size()) - 1);
  }
}
