package dev.mainstay.benchmarks.compare;

import dev.mainstay.benchmarks.mock.Workload;
import java.time.Duration;

/** Closed-loop load whose cost in CPU is measured: of a request, or of a chunk for streams. */
record LoadProfile(String title, Workload workload, int connections, boolean light) {
  /** Whether the target can take it: peers a hundred times slower are asked light ones only. */
  boolean suits(MeasuredGateway target) {
    return light || !target.isPeer();
  }

  String unit() {
    return workload.chunks() == 0 ? "request" : "chunk";
  }

  /** One round against one target. */
  Cost measure(MeasuredGateway target, Duration time) throws InterruptedException {
    double before = cpuNanos(target);
    Measured result = new Loader(target.destination(), workload, connections).closed(time);
    return new Cost(cpuNanos(target) - before, result);
  }

  private static double cpuNanos(MeasuredGateway target) {
    return target
        .processes()
        .map(ProcessTree::cpu)
        .map(Duration::toNanos)
        .map(Long::doubleValue)
        .orElse(Double.NaN);
  }

  /**
   * What a round cost.
   *
   * @param cpuNanos CPU time; not a number where it cannot be told
   * @param result what it brought
   */
  record Cost(double cpuNanos, Measured result) {
    double microsPerUnit() {
      long units = result.chunks() == 0 ? result.answers() : result.chunks();
      return cpuNanos / 1e3 / units;
    }

    double unitsPerSecond() {
      long each = result.chunks() == 0 ? 1 : result.chunks() / result.answers();
      return result.rate() * each;
    }

    /** The share of one core that was used. */
    double cores() {
      return cpuNanos / result.elapsed().toNanos();
    }
  }
}
