package dev.mainstay.benchmarks.compare;

import dev.mainstay.benchmarks.mock.Workload;
import java.time.Duration;
import java.util.List;

/** How much is measured, and for how long. */
record MeasurementPlan(
    List<LoadProfile> loads,
    int rounds,
    Duration round,
    long warmUpAnswers,
    int starts,
    int slowStreams,
    int departures) {
  private static final List<LoadProfile> ALL =
      List.of(
          new LoadProfile("plain, 2 KB, 64 connections", Workload.PLAIN_2K, 64, true),
          new LoadProfile("plain, 2 KB, 256 connections", Workload.PLAIN_2K, 256, false),
          new LoadProfile("plain, 20 KB, 64 connections", Workload.PLAIN_20K, 64, false),
          new LoadProfile("plain, 200 KB, 64 connections", Workload.PLAIN_200K, 64, false),
          new LoadProfile("64 streams, a chunk every 10 ms", Workload.STREAM_10MS, 64, true),
          new LoadProfile("500 streams, a chunk every 40 ms", Workload.STREAM_40MS, 500, false),
          new LoadProfile("64 streams, unpaced", Workload.STREAM_UNPACED, 64, false));

  /** Everything, in under five minutes for two targets. */
  static MeasurementPlan whole() {
    return new MeasurementPlan(ALL, 5, Duration.ofSeconds(2), 150_000, 5, 2000, 5);
  }

  /** The goals' loads and a glance at the rest, in under a minute for two targets. */
  static MeasurementPlan quick() {
    List<LoadProfile> some = List.of(ALL.get(0), ALL.get(3), ALL.get(4), ALL.get(6));
    return new MeasurementPlan(some, 2, Duration.ofSeconds(1), 40_000, 1, 200, 1);
  }
}
