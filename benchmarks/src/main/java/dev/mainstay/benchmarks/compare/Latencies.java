package dev.mainstay.benchmarks.compare;

import dev.mainstay.benchmarks.mock.Workload;
import dev.mainstay.benchmarks.report.Sample;
import dev.mainstay.benchmarks.report.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long answers take, and what of it a target adds to a call that goes to the provider. */
record Latencies(MeasurementPlan plan, RunLog log) {
  private static final int RATE = 2000;
  private static final int CONNECTIONS = 64;
  private static final int CROWD = 500;
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  /** How a load is run on one destination. */
  @FunctionalInterface
  private interface Way {
    Measured run(Destination destination) throws InterruptedException;
  }

  /** What is taken of what it brought: a latency that so many percent did not exceed. */
  @FunctionalInterface
  private interface Latency {
    double micros(Measured measured, double percent);
  }

  /** One connection, one request at a time. */
  Table lone(Destination provider, List<MeasuredGateway> targets) throws InterruptedException {
    return table(
        "one connection, plain",
        rounds(provider, targets),
        destination -> new Loader(destination, Workload.PLAIN_2K, 1).closed(plan.round()),
        Measured::micros);
  }

  /** 2,000 requests a second, by the clock; peers could not follow. */
  Table atRate(Destination provider, List<MeasuredGateway> targets) throws InterruptedException {
    return table(
        RATE + " requests/s, plain",
        rounds(provider, targets.stream().filter(target -> !target.isPeer()).toList()),
        destination ->
            new Loader(destination, Workload.PLAIN_2K, CONNECTIONS).open(RATE, plan.round()),
        Measured::micros);
  }

  /** The first words of 64 streams, each begun when the one before is over. */
  Table firstWords(Destination provider, List<MeasuredGateway> targets)
      throws InterruptedException {
    return table(
        CONNECTIONS + " streams, first words",
        rounds(provider, targets),
        destination ->
            new Loader(destination, Workload.STREAM_10MS, CONNECTIONS).closed(plan.round()),
        Measured::firstMicros);
  }

  /** The first words of 500 streams that all begin within a second. */
  Table crowd(Destination provider, List<MeasuredGateway> targets) throws InterruptedException {
    return table(
        CROWD + " streams begun within 1 s, first words",
        rounds(provider, targets),
        destination -> new Loader(destination, Workload.STREAM_40MS, CROWD).coming(A_SECOND),
        Measured::firstMicros);
  }

  /** The provider without anything between, and the targets. */
  private static List<Rounds> rounds(Destination provider, List<MeasuredGateway> targets) {
    List<Rounds> all = new ArrayList<>();
    all.add(new Rounds("direct", provider));
    targets.forEach(target -> all.add(new Rounds(target.name(), target.destination())));
    return all;
  }

  private Table table(String title, List<Rounds> all, Way way, Latency latency)
      throws InterruptedException {
    for (Rounds rounds : all) {
      log.progress(title + ": warming up " + rounds.name);
      way.run(rounds.destination);
    }
    for (int i = 1; i <= plan.rounds(); i++) {
      for (Rounds rounds : all) {
        log.progress(title + ": round " + i + ", " + rounds.name);
        Measured measured = way.run(rounds.destination);
        rounds.add(log.checked(rounds.name + ", " + title, measured), latency);
      }
    }
    Table table = new Table(title, "p50 us", "+ direct", "p99 us", "+ direct", "worst us");
    all.forEach(rounds -> table.row(rounds.row(all.getFirst())));
    return table;
  }

  /** The rounds of one destination. */
  private static final class Rounds {
    private final String name;
    private final Destination destination;
    private final Sample p50 = new Sample();
    private final Sample p99 = new Sample();
    private final Sample worst = new Sample();

    Rounds(String name, Destination destination) {
      this.name = name;
      this.destination = destination;
    }

    void add(Measured measured, Latency latency) {
      p50.add(latency.micros(measured, 50));
      p99.add(latency.micros(measured, 99));
      worst.add(latency.micros(measured, 100));
    }

    List<String> row(Rounds direct) {
      return List.of(
          name,
          Table.number(p50.median(), 0),
          Table.number(p50.median() - direct.p50.median(), 0),
          Table.number(p99.median(), 0),
          Table.number(p99.median() - direct.p99.median(), 0),
          Table.number(worst.most(), 0));
    }
  }
}
