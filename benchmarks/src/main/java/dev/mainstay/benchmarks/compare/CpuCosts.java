package dev.mainstay.benchmarks.compare;

import dev.mainstay.benchmarks.compare.Scenario.Cost;
import dev.mainstay.benchmarks.load.LoadResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** CPU time per request and per chunk, target after target in every round. */
record CpuCosts(Plan plan, Journal journal) {
  /** All scenarios; ratios are to the target named {@code yardstick}, where it is there. */
  Table measure(List<Target> targets, String yardstick) {
    for (Target target : targets) {
      journal.progress("warming up " + target.name());
      plan.scenarios().getFirst().measure(target, plan.warmUp());
    }
    Table table =
        new Table("load", "target", "CPU us", "per", "x " + yardstick, "per second", "cores used");
    for (Scenario scenario : plan.scenarios()) {
      Map<String, Rounds> rounds = measure(scenario, targets);
      Rounds base = rounds.getOrDefault(yardstick, new Rounds());
      rounds.forEach((name, measured) -> table.row(measured.row(scenario, name, base)));
    }
    return table;
  }

  private Map<String, Rounds> measure(Scenario scenario, List<Target> all) {
    List<Target> targets = all.stream().filter(scenario::suits).toList();
    Map<String, Rounds> rounds = new LinkedHashMap<>();
    for (Target target : targets) {
      journal.progress(scenario.title() + ": warming up " + target.name());
      scenario.measure(target, plan.round());
      rounds.put(target.name(), new Rounds());
    }
    for (int i = 1; i <= plan.rounds(); i++) {
      for (Target target : targets) {
        journal.progress(scenario.title() + ": round " + i + ", " + target.name());
        rounds.get(target.name()).add(checked(scenario, target, scenario.measure(target, plan.round())));
      }
    }
    return rounds;
  }

  private Cost checked(Scenario scenario, Target target, Cost cost) {
    LoadResult result = journal.checked(target.name() + ", " + scenario.title(), cost.result());
    return new Cost(cost.cpu(), result);
  }

  /** The rounds of one target. */
  private static final class Rounds {
    private final Sample micros = new Sample();
    private final Sample rate = new Sample();
    private final Sample cores = new Sample();

    /** A round with a mistake is no speed. */
    void add(Cost cost) {
      boolean right = cost.result().mistakes().isEmpty();
      micros.add(right ? cost.microsPerUnit() : Double.NaN);
      rate.add(right ? cost.unitsPerSecond() : Double.NaN);
      cores.add(cost.cores());
    }

    List<String> row(Scenario scenario, String name, Rounds base) {
      return List.of(
          scenario.title(),
          name,
          format("%.1f", micros.median()),
          scenario.unit(),
          ratio(micros.dividedBy(base.micros)),
          format("%.0f", rate.median()),
          format("%.2f", cores.median()));
    }

    private static String ratio(Sample ratios) {
      return ratios.isEmpty()
          ? "-"
          : format("%.2f (%.2f to %.2f)", ratios.median(), ratios.least(), ratios.most());
    }
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
