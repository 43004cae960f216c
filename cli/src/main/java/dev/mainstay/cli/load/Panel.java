package dev.mainstay.cli.load;

import java.util.List;
import java.util.Locale;

/**
 * One diagram over time, with a value for each part of it; where there is none the line is broken.
 *
 * @param title what it shows
 * @param lines what is drawn
 * @param isStacked whether as bars, one upon the other
 */
record Panel(String title, List<Line> lines, boolean isStacked) {
  private static final int LEFT = 60;
  private static final int RIGHT = 20;
  private static final int TOP = 26;
  private static final int BOTTOM = 24;
  private static final int TICKS = 4;
  private static final int LEGEND = 76;
  private static final int LETTER = 7;

  /**
   * A line.
   *
   * @param name what it is
   * @param colour as SVG has it
   * @param values one for each part of the time; not a number where there is none
   */
  record Line(String name, String colour, double[] values) {}

  void draw(StringBuilder svg, int y, int width, int height, int cellSeconds) {
    Area area =
        new Area(LEFT, y + TOP, width - LEFT - RIGHT, height - TOP - BOTTOM, count(), cellSeconds);
    double step = step(most() / TICKS);
    double top = Math.max(step, step * Math.ceil(most() / step));
    svg.append(
        "<text x=\"20\" y=\"%d\" font-weight=\"600\">%s</text>\n".formatted(y + 14, escape(title)));
    legend(svg, y + 14, width);
    grid(svg, area, top, step);
    if (isStacked) {
      bars(svg, area, top);
    } else {
      lines.forEach(line -> curve(svg, area, top, line));
    }
  }

  private void legend(StringBuilder svg, int y, int width) {
    int x = width - RIGHT;
    for (Line line : lines.reversed()) {
      x -= Math.max(LEGEND, 34 + LETTER * line.name.length());
      svg.append(
          ("<rect x=\"%d\" y=\"%d\" width=\"10\" height=\"10\" fill=\"%s\"/><text x=\"%d\" y=\"%d\""
                  + " fill=\"#57606a\">%s</text>\n")
              .formatted(x, y - 9, line.colour, x + 15, y, escape(line.name)));
    }
  }

  private static void grid(StringBuilder svg, Area area, double top, double step) {
    for (double value = 0; value <= top + step / 2; value += step) {
      double y = area.y(value, top);
      svg.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#d8dee4\"/><text x=\"%d\""
                  + " y=\"%.1f\" text-anchor=\"end\" fill=\"#57606a\">%s</text>\n",
              area.x,
              area.x + area.width,
              y,
              y,
              area.x - 6,
              y + 4,
              number(value)));
    }
    int seconds = area.cells * area.cellSeconds;
    double every = Math.max(1, step(seconds / 10.0));
    for (double second = 0; second <= seconds; second += every) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#57606a\">%s</text>\n",
              area.x(second / area.cellSeconds),
              area.y + area.height + 16,
              number(second)));
    }
  }

  private static void curve(StringBuilder svg, Area area, double top, Line line) {
    StringBuilder path = new StringBuilder();
    boolean isBroken = true;
    for (int i = 0; i < line.values.length; i++) {
      if (Double.isNaN(line.values[i])) {
        isBroken = true;
      } else {
        path.append(
            String.format(
                Locale.ROOT,
                "%s%.1f %.1f ",
                isBroken ? "M" : "L",
                area.x(i + 0.5),
                area.y(line.values[i], top)));
        isBroken = false;
      }
    }
    svg.append(
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\" stroke-linecap=\"round\"/>\n"
            .formatted(path.toString().strip(), line.colour));
  }

  private void bars(StringBuilder svg, Area area, double top) {
    for (int i = 0; i < area.cells; i++) {
      double below = 0;
      for (Line line : lines) {
        double value = line.values[i];
        if (value > 0) {
          double y = area.y(below + value, top);
          double width = Math.max(0.5, 0.9 * area.width / area.cells);
          svg.append(
              String.format(
                  Locale.ROOT,
                  "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n",
                  area.x(i),
                  y,
                  width,
                  area.y(below, top) - y,
                  line.colour));
          below += value;
        }
      }
    }
  }

  private int count() {
    return lines.stream().mapToInt(line -> line.values.length).max().orElse(0);
  }

  private double most() {
    double most = 0;
    for (int i = 0; i < count(); i++) {
      double sum = 0;
      for (Line line : lines) {
        double value = Double.isNaN(line.values[i]) ? 0 : line.values[i];
        sum = isStacked ? sum + value : Math.max(sum, value);
      }
      most = Math.max(most, sum);
    }
    return most;
  }

  /** The next of 1, 2 and 5 times a power of ten. */
  private static double step(double least) {
    if (least <= 0) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= least * 0.999) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : String.format(Locale.ROOT, "%.3f", value).replaceFirst("0+$", "");
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** Where values are drawn. */
  private record Area(int x, int y, int width, int height, int cells, int cellSeconds) {
    double x(double cell) {
      return x + width * cell / Math.max(1, cells);
    }

    double y(double value, double top) {
      return y + height * (1 - value / top);
    }
  }
}
