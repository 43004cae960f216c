package dev.mainstay.cli.plot;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * One diagram.
 *
 * @param title what it shows
 * @param lines what is drawn
 * @param shape how
 */
public record Panel(String title, List<Line> lines, Shape shape) {
  private static final int LEFT = 60;
  private static final int RIGHT = 20;
  private static final int TOP = 26;
  private static final int BOTTOM = 24;
  private static final int VERTICAL_MARKS = 4;
  private static final int HORIZONTAL_MARKS = 10;
  private static final int LEGEND = 76;
  private static final int LETTER = 7;

  /** How lines are drawn. */
  public enum Shape {
    /** As curves, from 0 on. */
    CURVES,
    /** As bars, one upon the other: of cells, which all lines share. */
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
        "<text x=\"20\" y=\"%d\" font-weight=\"600\">%s</text>\n"
            .formatted(y + 14, Figure.escape(title)));
    legend(svg, y + 14, width);
    area.grid(svg);
    if (shape == Shape.BARS) {
      bars(svg, area);
    } else {
      lines.forEach(line -> curve(svg, area, line));
    }
  }

  private Axis horizontal() {
    return switch (shape) {
      case CURVES_OVER_POWERS_OF_BOTH ->
          Axis.powers(all(Line::xs).min().orElse(1), all(Line::xs).max().orElse(10));
      case BARS, CURVES, CURVES_OVER_POWERS -> Axis.exact(end(), HORIZONTAL_MARKS);
    };
  }

  // A cell ends as far behind its middle as the first begins before it.
  private double end() {
    return lines.stream()
        .map(Line::xs)
        .filter(xs -> xs.length > 0)
        .mapToDouble(xs -> xs[xs.length - 1] + xs[0])
        .max()
        .orElse(0);
  }

  private Axis vertical() {
    return switch (shape) {
      case CURVES -> Axis.rounded(all(Line::values).max().orElse(0), VERTICAL_MARKS);
      case BARS -> Axis.rounded(highestBar(), VERTICAL_MARKS);
      case CURVES_OVER_POWERS, CURVES_OVER_POWERS_OF_BOTH ->
          Axis.powers(all(Line::values).min().orElse(1), all(Line::values).max().orElse(10));
    };
  }

  private DoubleStream all(Function<Line, double[]> part) {
    return lines.stream()
        .flatMapToDouble(line -> DoubleStream.of(part.apply(line)))
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
      for (Line line : lines) {
        sum += line.values()[i];
      }
      most = Math.max(most, sum);
    }
    return most;
  }

  private int cells() {
    return lines.isEmpty() ? 0 : lines.getFirst().values().length;
  }

  private void legend(StringBuilder svg, int y, int width) {
    int x = width - RIGHT;
    for (Line line : lines.reversed()) {
      x -= Math.max(LEGEND, 34 + LETTER * line.name().length());
      svg.append(
          ("<rect x=\"%d\" y=\"%d\" width=\"10\" height=\"10\" fill=\"%s\"/><text x=\"%d\" y=\"%d\""
                  + " fill=\"#57606a\">%s</text>\n")
              .formatted(x, y - 9, line.colour(), x + 15, y, Figure.escape(line.name())));
    }
  }

  private void curve(StringBuilder svg, Area area, Line line) {
    StringBuilder path = new StringBuilder();
    boolean isBroken = true;
    for (int i = 0; i < line.values().length; i++) {
      double value = line.values()[i];
      if (isDrawn(value)) {
        path.append(
            String.format(
                Locale.ROOT,
                "%s%.1f %.1f ",
                isBroken ? "M" : "L",
                area.xOf(line.xs()[i]),
                area.yOf(value)));
      }
      isBroken = !isDrawn(value);
    }
    svg.append(
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\" stroke-linecap=\"round\"/>\n"
            .formatted(path.toString().strip(), line.colour()));
  }

  private void bars(StringBuilder svg, Area area) {
    double cell = (double) area.width / Math.max(1, cells());
    for (int i = 0; i < cells(); i++) {
      double below = 0;
      for (Line line : lines) {
        double value = line.values()[i];
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
                  line.colour()));
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
