package dev.mainstay.benchmarks.compare;

import dev.mainstay.benchmarks.mock.Workload;
import dev.mainstay.benchmarks.report.Table;
import dev.mainstay.cli.load.LoadRun;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;

/** Resident memory and threads of a fresh process: idle, and with many slow streams open. */
record Memory(Launcher launcher, MeasurementPlan plan, RunLog log) {
  private static final Duration REST = Duration.ofSeconds(1);
  // A JVM gives back what its compilers no longer need some seconds after they did.
  private static final Duration LONG_REST = Duration.ofSeconds(15);
  private static final Duration GLANCE = Duration.ofMillis(100);

  Table measure(List<String> names) throws TargetUnavailableException, InterruptedException {
    String streams = plan.slowStreams() + " slow streams: ";
    Table table =
        new Table(
            "memory",
            "idle MB after 1 s",
            "after 15 s",
            "idle threads",
            streams + "MB",
            "threads",
            "open at once");
    for (String name : names) {
      log.progress("memory of " + name);
      try (MeasuredGateway target = launcher.start(name).awaitAnswer()) {
        Thread.sleep(REST);
        ProcessTree processes = target.processes().orElseThrow();
        long early = processes.megabytes();
        Thread.sleep(LONG_REST.minus(REST));
        long idle = processes.megabytes();
        long idleThreads = processes.threads();
        Peak peak = peak(target, processes);
        table.row(
            name,
            Long.toString(early),
            Long.toString(idle),
            Long.toString(idleThreads),
            Long.toString(peak.megabytes),
            Long.toString(peak.threads),
            Integer.toString(peak.open));
      }
    }
    return table;
  }

  private Peak peak(MeasuredGateway target, ProcessTree processes) throws InterruptedException {
    Peak peak = new Peak();
    Loader loader = new Loader(target.destination(), Workload.STREAM_SLOW, plan.slowStreams());
    LoadRun load = loader.load(Duration.ZERO);
    FutureTask<Measured> result = new FutureTask<>(() -> loader.run(load));
    Thread.ofVirtual().start(result);
    while (!result.isDone()) {
      Thread.sleep(GLANCE);
      peak.take(processes, (int) load.soFar().underWay());
    }
    log.checked(target.name() + ", slow streams", result.resultNow());
    return peak;
  }

  private static final class Peak {
    private long megabytes;
    private long threads;
    private int open;

    void take(ProcessTree processes, int underWay) {
      megabytes = Math.max(megabytes, processes.megabytes());
      threads = Math.max(threads, processes.threads());
      open = Math.max(open, underWay);
    }
  }
}
