package dev.mainstay.benchmarks.compare;

import dev.mainstay.benchmarks.mock.Workload;
import java.time.Duration;

/** Closed-loop load whose cost in CPU is measured: of a request, or of a chunk for streams. */
record Scenario(String title, Workload workload, int connections, boolean light) {
  /** Whether the target can take it: peers a hundred times slower are asked light ones only. */
  boolean suits(Target target) {
    return light || !target.isPeer();
  }

  String unit() {
    return workload.chunks() == 0 ? "request" : "chunk";
  }

  /** One round against one target. */
  Cost measure(Target target, Duration time) throws InterruptedException {
    ProcessTree processes = target.processes();
    Duration before = processes.cpu();
    Measured result = new Loader(target.address(), workload, connections).closed(time);
    return new Cost(processes.cpu().minus(before), result);
  }

  /** What a round cost. */
  record Cost(Duration cpu, Measured result) {
    double microsPerUnit() {
      long units = result.chunks() == 0 ? result.answers() : result.chunks();
      return cpu.toNanos() / 1e3 / units;
    }

    double unitsPerSecond() {
      long each = result.chunks() == 0 ? 1 : result.chunks() / result.answers();
      return result.rate() * each;
    }

    /** The share of one core that was used. */
    double cores() {
      return cpu.toNanos() / (double) result.elapsed().toNanos();
    }
  }
}
