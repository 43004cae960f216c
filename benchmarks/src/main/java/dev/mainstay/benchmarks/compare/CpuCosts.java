package dev.mainstay.benchmarks.compare;

import dev.mainstay.benchmarks.compare.LoadProfile.Cost;
import dev.mainstay.benchmarks.report.Sample;
import dev.mainstay.benchmarks.report.Table;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** CPU time per request and per chunk, target after target in every round. */
record CpuCosts(MeasurementPlan plan, RunLog log) {
  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(15);

  /** All loads; ratios are to the target named {@code yardstick}, where it is there. */
  Table measure(List<MeasuredGateway> targets, String yardstick) throws InterruptedException {
    for (MeasuredGateway target : targets) {
      log.progress("warming up " + target.name());
      warmUp(target);
    }
    Table table =
        new Table("load", "target", "CPU us", "per", "x " + yardstick, "per second", "cores used");
    for (LoadProfile load : plan.loads()) {
      List<Rounds> all =
          targets.stream().filter(load::suits).map(target -> new Rounds(target)).toList();
      measure(load, all);
      Sample base = micros(yardstick, all);
      all.forEach(rounds -> table.row(rounds.row(load, base)));
    }
    return table;
  }

  /** By answers and not by time alone, so that the compilers are done on a busy machine too. */
  private void warmUp(MeasuredGateway target) throws InterruptedException {
    long end = System.nanoTime() + LONGEST_WARM_UP.toNanos();
    for (long answers = 0; answers < plan.warmUpAnswers() && System.nanoTime() < end; ) {
      answers += plan.loads().getFirst().measure(target, plan.round()).result().answers();
    }
  }

  private void measure(LoadProfile load, List<Rounds> all) throws InterruptedException {
    for (Rounds rounds : all) {
      log.progress(load.title() + ": warming up " + rounds.target.name());
      load.measure(rounds.target, plan.round());
    }
    for (int i = 1; i <= plan.rounds(); i++) {
      for (Rounds rounds : all) {
        String what = rounds.target.name() + ", " + load.title();
        log.progress("round " + i + ": " + what);
        Cost cost = load.measure(rounds.target, plan.round());
        log.checked(what, cost.result());
        rounds.add(cost);
      }
    }
  }

  private static Sample micros(String name, List<Rounds> all) {
    return all.stream()
        .filter(rounds -> rounds.target.name().equals(name))
        .map(rounds -> rounds.micros)
        .findFirst()
        .orElseGet(Sample::new);
  }

  /** The rounds of one target. */
  private static final class Rounds {
    private final MeasuredGateway target;
    private final Sample micros = new Sample();
    private final Sample rate = new Sample();
    private final Sample cores = new Sample();

    Rounds(MeasuredGateway target) {
      this.target = target;
    }

    /** A round with a mistake is not a speed. */
    void add(Cost cost) {
      boolean right = cost.result().mistakes().isEmpty();
      micros.add(right ? cost.microsPerUnit() : Double.NaN);
      rate.add(right ? cost.unitsPerSecond() : Double.NaN);
      cores.add(cost.cores());
    }

    List<String> row(LoadProfile load, Sample yardstick) {
      return List.of(
          load.title(),
          target.name(),
          Table.number(micros.median(), 1),
          load.unit(),
          ratio(micros.dividedBy(yardstick)),
          Table.number(rate.median(), 0),
          Table.number(cores.median(), 2));
    }

    private static String ratio(Sample ratios) {
      return ratios.isEmpty() || Double.isNaN(ratios.median())
          ? "-"
          : String.format(
              Locale.ROOT, "%.2f (%.2f to %.2f)", ratios.median(), ratios.least(), ratios.most());
    }
  }
}
