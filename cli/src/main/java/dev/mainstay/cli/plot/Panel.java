package dev.mainstay.cli.plot;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * One diagram.
 *
 * @param title what it shows
 * @param series what is drawn
 * @param shape how
 */
public record Panel(String title, List<DataSeries> series, Shape shape) {
  private static final int LEFT = 60;
  private static final int RIGHT = 20;
  private static final int TOP = 26;
  private static final int BOTTOM = 24;
  private static final int VERTICAL_MARKS = 4;
  private static final int HORIZONTAL_MARKS = 10;
  private static final int LEGEND = 76;
  private static final int LETTER = 7;

  /** How data series are drawn. */
  public enum Shape {
    /** As curves, from 0 on. */
    CURVES,
    /** As bars, one upon the other: of cells, which all data series share. */
    BARS,
    /** As curves over powers of ten, for values above 0. */
    CURVES_OVER_POWERS,
    /** As curves, both axes by powers of ten, for values above 0. */
    CURVES_OVER_POWERS_OF_BOTH
  }

  void draw(StringBuilder svg, int y, int width, int height) {
    Area area =
        new Area(
            LEFT, y + TOP, width - LEFT - RIGHT, height - TOP - BOTTOM, horizontal(), vertical());
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"20\" y=\"%d\" font-weight=\"600\">%s</text>\n",
            y + 14,
            Figure.escape(title)));
    legend(svg, y + 14, width);
    area.grid(svg);
    if (shape == Shape.BARS) {
      bars(svg, area);
    } else {
      series.forEach(each -> curve(svg, area, each));
    }
  }

  private Axis horizontal() {
    return switch (shape) {
      case CURVES_OVER_POWERS_OF_BOTH ->
          Axis.powers(all(DataSeries::xs).min().orElse(1), all(DataSeries::xs).max().orElse(10));
      case BARS, CURVES, CURVES_OVER_POWERS -> Axis.exact(end(), HORIZONTAL_MARKS);
    };
  }

  // A cell ends as far behind its middle as the first begins before it.
  private double end() {
    return series.stream()
        .map(DataSeries::xs)
        .filter(xs -> xs.length > 0)
        .mapToDouble(xs -> xs[xs.length - 1] + xs[0])
        .max()
        .orElse(0);
  }

  private Axis vertical() {
    return switch (shape) {
      case CURVES -> Axis.rounded(all(DataSeries::values).max().orElse(0), VERTICAL_MARKS);
      case BARS -> Axis.rounded(highestBar(), VERTICAL_MARKS);
      case CURVES_OVER_POWERS, CURVES_OVER_POWERS_OF_BOTH ->
          Axis.powers(
              all(DataSeries::values).min().orElse(1), all(DataSeries::values).max().orElse(10));
    };
  }

  private DoubleStream all(Function<DataSeries, double[]> part) {
    return series.stream()
        .flatMapToDouble(each -> DoubleStream.of(part.apply(each)))
        .filter(this::isDrawn);
  }

  // There is no place for 0 among the powers of ten.
  private boolean isDrawn(double value) {
    return switch (shape) {
      case CURVES, BARS -> !Double.isNaN(value);
      case CURVES_OVER_POWERS, CURVES_OVER_POWERS_OF_BOTH -> value > 0;
    };
  }

  private double highestBar() {
    double most = 0;
    for (int i = 0; i < cells(); i++) {
      double sum = 0;
      for (DataSeries each : series) {
        sum += each.values()[i];
      }
      most = Math.max(most, sum);
    }
    return most;
  }

  private int cells() {
    return series.isEmpty() ? 0 : series.getFirst().values().length;
  }

  private void legend(StringBuilder svg, int y, int width) {
    int x = width - RIGHT;
    for (DataSeries each : series.reversed()) {
      x -= Math.max(LEGEND, 34 + LETTER * each.name().length());
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%d\" y=\"%d\" width=\"10\" height=\"10\" fill=\"%s\"/><text x=\"%d\" y=\"%d\""
                  + " fill=\"#57606a\">%s</text>\n",
              x,
              y - 9,
              each.colour(),
              x + 15,
              y,
              Figure.escape(each.name())));
    }
  }

  private void curve(StringBuilder svg, Area area, DataSeries each) {
    StringBuilder path = new StringBuilder();
    boolean isBroken = true;
    for (int i = 0; i < each.values().length; i++) {
      double value = each.values()[i];
      if (isDrawn(value)) {
        path.append(
            String.format(
                Locale.ROOT,
                "%s%.1f %.1f ",
                isBroken ? "M" : "L",
                area.xOf(each.xs()[i]),
                area.yOf(value)));
      }
      isBroken = !isDrawn(value);
    }
    svg.append(
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\" stroke-linecap=\"round\"/>\n"
            .formatted(path.toString().strip(), each.colour()));
  }

  private void bars(StringBuilder svg, Area area) {
    double cell = (double) area.width / Math.max(1, cells());
    for (int i = 0; i < cells(); i++) {
      double below = 0;
      for (DataSeries each : series) {
        double value = each.values()[i];
        if (value > 0) {
          double y = area.yOf(below + value);
          svg.append(
              String.format(
                  Locale.ROOT,
                  "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n",
                  area.x + i * cell,
                  y,
                  Math.max(0.5, 0.9 * cell),
                  area.yOf(below) - y,
                  each.colour()));
          below += value;
        }
      }
    }
  }

  /** Where values are drawn. */
  private record Area(int x, int y, int width, int height, Axis horizontal, Axis vertical) {
    double xOf(double value) {
      return x + width * horizontal.at(value);
    }

    double yOf(double value) {
      return y + height * (1 - vertical.at(value));
    }

    void grid(StringBuilder svg) {
      for (double value : vertical.marks()) {
        svg.append(
            String.format(
                Locale.ROOT,
                "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#d8dee4\"/><text x=\"%d\""
                    + " y=\"%.1f\" text-anchor=\"end\" fill=\"#57606a\">%s</text>\n",
                x,
                x + width,
                yOf(value),
                yOf(value),
                x - 6,
                yOf(value) + 4,
                number(value)));
      }
      for (double value : horizontal.marks()) {
        svg.append(
            String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#57606a\">%s</text>\n",
                xOf(value),
                y + height + 16,
                number(value)));
      }
    }

    private static String number(double value) {
      return value == Math.rint(value)
          ? String.format(Locale.ROOT, "%,d", (long) value)
          : String.format(Locale.ROOT, "%.3f", value).replaceFirst("0+$", "");
    }
  }
}
