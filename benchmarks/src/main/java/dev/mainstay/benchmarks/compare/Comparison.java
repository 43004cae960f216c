package dev.mainstay.benchmarks.compare;

import dev.mainstay.benchmarks.mock.MockProvider;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The whole comparison: starts the targets, measures, prints tables in Markdown. */
final class Comparison {
  private static final String YARDSTICK = "nginx";

  private final Launcher launcher;
  private final MockProvider provider;
  private final MeasurementPlan plan;
  private final PrintStream out;
  private final RunLog log;

  Comparison(
      Launcher launcher, MockProvider provider, MeasurementPlan plan, PrintStream out, RunLog log) {
    this.launcher = launcher;
    this.provider = provider;
    this.plan = plan;
    this.out = out;
    this.log = log;
  }

  /**
   * Measures the targets of these names, and {@code foreign} ones, as far as they are to be had.
   *
   * @return whether all went right
   */
  boolean run(List<String> names, List<MeasuredGateway> foreign) throws InterruptedException {
    List<MeasuredGateway> targets = new ArrayList<>();
    try {
      List<String> able = startAll(names, targets);
      addAll(foreign, targets);
      underLoad(targets);
      targets.forEach(MeasuredGateway::close);
      targets.clear();
      fresh(able);
    } catch (TargetUnavailableException e) {
      log.mistake(e.why());
    } finally {
      targets.forEach(MeasuredGateway::close);
    }
    log.mistakes().forEach(mistake -> out.println("WRONG: " + mistake));
    return log.mistakes().isEmpty();
  }

  private List<String> startAll(List<String> names, List<MeasuredGateway> targets)
      throws InterruptedException {
    List<String> able = new ArrayList<>();
    for (String name : names) {
      MeasuredGateway target = launcher.start(name);
      targets.add(target);
      try {
        log.progress("starting " + name);
        target.awaitAnswer();
        able.add(name);
      } catch (TargetUnavailableException e) {
        out.println(e.why());
        out.println();
        targets.remove(target);
        target.close();
      }
    }
    return able;
  }

  private void addAll(List<MeasuredGateway> foreign, List<MeasuredGateway> targets)
      throws TargetUnavailableException, InterruptedException {
    for (MeasuredGateway target : foreign) {
      targets.add(target.awaitAnswer());
    }
  }

  private void underLoad(List<MeasuredGateway> targets) throws InterruptedException {
    if (targets.isEmpty()) {
      return;
    }
    out.println(new CpuCosts(plan, log).measure(targets, YARDSTICK));
    Destination direct = Destination.of(provider.url());
    Latencies latencies = new Latencies(plan, log);
    out.println(latencies.lone(direct, targets));
    out.println(latencies.atRate(direct, targets));
    out.println(latencies.firstWords(direct, targets));
    out.println(latencies.crowd(direct, targets));
    out.println(new Departures(provider, plan, log).measure(targets));
  }

  private void fresh(List<String> names) throws TargetUnavailableException, InterruptedException {
    out.println(new Memory(launcher, plan, log).measure(names));
    out.println(new Starts(launcher, plan, log).measure(names));
  }
}
