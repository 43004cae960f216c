package dev.mainstay.cli.plot;

/**
 * A data series of a diagram. Where a value is not a number its curve is broken.
 *
 * @param name what it is
 * @param colour as SVG has it
 * @param xs where its values stand, rising
 * @param values as many
 */
public record DataSeries(String name, String colour, double[] xs, double[] values) {
  /**
   * A data series whose values stand in the middle of cells.
   *
   * @param cell how long each cell is; the first begins at 0
   */
  public static DataSeries ofCells(String name, String colour, double cell, double[] values) {
    double[] xs = new double[values.length];
    for (int i = 0; i < xs.length; i++) {
      xs[i] = (i + 0.5) * cell;
    }
    return new DataSeries(name, colour, xs, values);
  }
}
