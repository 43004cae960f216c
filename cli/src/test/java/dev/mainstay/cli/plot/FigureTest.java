package dev.mainstay.cli.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.cli.plot.Panel.Shape;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FigureTest {
  private static final Pattern ELEMENT = Pattern.compile("<([^\\s/>]+)");

  @ParameterizedTest
  @EnumSource(Shape.class)
  void allThatIsDrawnIsSvg(Shape shape) {
    DataSeries series = DataSeries.ofCells("a", "red", 1, new double[] {1, 10});

    assertThat(ELEMENT.matcher(figure(shape, series)).results().map(found -> found.group(1)))
        .contains("line")
        .isSubsetOf("svg", "rect", "text", "line", "path");
  }

  @ParameterizedTest
  @EnumSource(
      value = Shape.class,
      names = {"CURVES_OVER_POWERS", "CURVES_OVER_POWERS_OF_BOTH"})
  void lineIsBrokenWherePowersOfTenHaveNoPlace(Shape shape) {
    DataSeries series =
        new DataSeries("a", "red", new double[] {1, 2, 3, 4}, new double[] {0, 10, 0, 1_000});

    assertThat(figure(shape, series)).containsPattern("<path d=\"M[\\d. ]+M[\\d. ]+\" fill");
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void nothingIsDrawnOfNothing(Shape shape) {
    DataSeries series = new DataSeries("a & b", "red", new double[0], new double[0]);

    assertThat(figure(shape, series)).contains("a &amp; b").doesNotContain("NaN", "Infinity");
  }

  @Test
  void zeroIsDrawnOtherwise() {
    DataSeries series = DataSeries.ofCells("a", "red", 1, new double[] {0, 1, Double.NaN, 1});

    assertThat(figure(Shape.CURVES, series))
        .containsPattern("<path d=\"M[\\d. ]+L[\\d. ]+M[\\d. ]+\" fill");
  }

  private static String figure(Shape shape, DataSeries series) {
    return new Figure("t", "s", "x", List.of(new Panel("p", List.of(series), shape))).svg();
  }
}
