package dev.mainstay.benchmarks.compare;

import dev.mainstay.benchmarks.mock.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long a plain answer takes: for a lone caller, and at a fixed rate by the clock. */
record Latencies(Plan plan, Journal journal) {
  private static final String DIRECT = "direct";
  private static final int RATE = 2000;
  private static final int CONNECTIONS = 64;

  /** One connection, one request at a time; {@code places} by name, the provider itself first. */
  Table lone(Map<String, Place> places) throws InterruptedException {
    return table(places, 1, load -> load.closed(plan.round()), "one connection");
  }

  /** 2,000 requests a second. */
  Table atRate(Map<String, Place> places) throws InterruptedException {
    return table(places, CONNECTIONS, load -> load.open(RATE, plan.round()), RATE + " requests/s");
  }

  /** The provider without anything between, and the targets. */
  static Map<String, Place> places(Place provider, Iterable<Target> targets) {
    Map<String, Place> places = new LinkedHashMap<>();
    places.put(DIRECT, provider);
    targets.forEach(target -> places.put(target.name(), target.place()));
    return places;
  }

  private Table table(Map<String, Place> places, int connections, Way way, String title)
      throws InterruptedException {
    List<Rounds> all = places.entrySet().stream().map(Rounds::new).toList();
    for (Rounds rounds : all) {
      journal.progress(title + ": warming up " + rounds.name);
      run(rounds.place, connections, way);
    }
    for (int i = 1; i <= plan.rounds(); i++) {
      for (Rounds rounds : all) {
        journal.progress(title + ": round " + i + ", " + rounds.name);
        Measured result = run(rounds.place, connections, way);
        rounds.add(journal.checked(rounds.name + ", " + title, result));
      }
    }
    Table table = new Table(title, "p50 us", "+ direct", "p99 us", "+ direct", "worst us");
    all.forEach(rounds -> table.row(rounds.row(all.getFirst())));
    return table;
  }

  private static Measured run(Place place, int connections, Way way) throws InterruptedException {
    return way.of(new Loader(place, Workload.PLAIN_2K, connections));
  }

  /** How a load is run. */
  @FunctionalInterface
  private interface Way {
    Measured of(Loader loader) throws InterruptedException;
  }

  private static final class Rounds {
    private final String name;
    private final Place place;
    private final Sample p50 = new Sample();
    private final Sample p99 = new Sample();
    private final Sample worst = new Sample();

    Rounds(Map.Entry<String, Place> place) {
      this.name = place.getKey();
      this.place = place.getValue();
    }

    void add(Measured result) {
      p50.add(result.micros(50));
      p99.add(result.micros(99));
      worst.add(result.micros(100));
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
