package dev.mainstay.cli.load;

import dev.mainstay.cli.plot.DataSeries;
import dev.mainstay.cli.plot.Figure;
import dev.mainstay.cli.plot.Panel;
import dev.mainstay.cli.plot.Panel.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** What a load brought over its time, as an SVG. */
public final class Plot {
  private static final double MICROS_PER_SECOND = 1e6;
  private static final String BLUE = "#1f6feb";
  private static final String GREEN = "#1a7f37";
  private static final String RED = "#cf222e";
  private static final String VIOLET = "#8250df";
  private static final List<String> KINDS =
      List.of("#cf222e", "#bf8700", "#8250df", "#0969da", "#57606a", "#116329", "#bc4c00");

  private final LoadResult result;
  private final List<Cell> cells;

  private Plot(LoadResult result) {
    this.result = result;
    this.cells = result.cells();
  }

  /** The plot of {@code result}. */
  public static String of(LoadResult result) {
    return new Plot(result).draw();
  }

  private String draw() {
    return new Figure(title(), subtitle(), "seconds", panels()).svg();
  }

  private String title() {
    LoadPlan plan = result.plan();
    return "%s messages of %s users to %s at %s"
        .formatted(
            Report.grouped(result.sent()),
            Report.grouped(plan.users()),
            plan.asking().model(),
            plan.url().getAuthority());
  }

  private String subtitle() {
    return String.format(
        Locale.ROOT,
        "%s answered (%.1f a second), %s failed, in %s",
        Report.grouped(result.answered()),
        result.perSecond(),
        Report.grouped(result.failed()),
        SpanText.say(result.elapsed()));
  }

  private List<Panel> panels() {
    List<Panel> panels = new ArrayList<>();
    panels.add(
        new Panel(
            "messages a second",
            List.of(
                series("sent", BLUE, cell -> rate(cell.sent)),
                series("answered", GREEN, cell -> rate(cell.answered)),
                series("failed", RED, cell -> rate(cell.missed()))),
            Shape.CURVES));
    if (result.streamed() > 0) {
      panels.add(waits("first output, in seconds from when a message was due", true));
    }
    panels.add(waits("whole answer, in seconds from when a message was due", false));
    if (result.failed() > 0) {
      panels.add(new Panel("failures a second, by kind", misses(), Shape.BARS));
    }
    return panels;
  }

  private Panel waits(String title, boolean isFirst) {
    return new Panel(
        title,
        List.of(
            series("p50", GREEN, cell -> wait(isFirst ? cell.first : cell.whole, 50)),
            series("p90", BLUE, cell -> wait(isFirst ? cell.first : cell.whole, 90)),
            series("p99", VIOLET, cell -> wait(isFirst ? cell.first : cell.whole, 99))),
        Shape.CURVES);
  }

  private double rate(long count) {
    return (double) count / result.cellSeconds();
  }

  private static double wait(Histogram waits, double percentile) {
    return waits.getTotalCount() == 0
        ? Double.NaN
        : waits.getValueAtPercentile(percentile) / MICROS_PER_SECOND;
  }

  private List<DataSeries> misses() {
    Set<String> kinds = new LinkedHashSet<>();
    cells.forEach(cell -> kinds.addAll(cell.misses.keySet()));
    Map<String, String> colours = new LinkedHashMap<>();
    kinds.forEach(kind -> colours.put(kind, KINDS.get(colours.size() % KINDS.size())));
    return colours.entrySet().stream()
        .map(kind ->
            series(
                kind.getKey(),
                kind.getValue(),
                cell -> rate(cell.misses.getOrDefault(kind.getKey(), 0L))))
        .toList();
  }

  private DataSeries series(String name, String colour, ToDoubleFunction<Cell> value) {
    return DataSeries.ofCells(
        name, colour, result.cellSeconds(), cells.stream().mapToDouble(value).toArray());
  }
}
