package dev.mainstay.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table in Markdown whose columns line up. */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  /** One with so many columns. */
  public Table(String... head) {
    rows.add(List.of(head));
  }

  /** Adds a row. */
  public void row(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  /** Adds a row. */
  public void row(String... cells) {
    row(List.of(cells));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      text.append(line(rows.get(i)));
      if (i == 0) {
        text.append(rule());
      }
    }
    return text.toString();
  }

  /** A number with so many decimals; a dash where there is none. */
  public static String number(double value, int decimals) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder("|");
    for (int column = 0; column < cells.size(); column++) {
      line.append(String.format(" %-" + width(column) + "s |", cells.get(column)));
    }
    return line.append('\n').toString();
  }

  private String rule() {
    StringBuilder line = new StringBuilder("|");
    for (int column = 0; column < rows.getFirst().size(); column++) {
      line.append("-".repeat(width(column) + 2)).append('|');
    }
    return line.append('\n').toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).reduce(1, Math::max);
  }
}
