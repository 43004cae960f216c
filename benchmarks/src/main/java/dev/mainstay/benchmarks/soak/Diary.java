package dev.mainstay.benchmarks.soak;

import dev.mainstay.cli.plot.DataSeries;
import dev.mainstay.cli.plot.Figure;
import dev.mainstay.cli.plot.Panel;
import dev.mainstay.cli.plot.Panel.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a soak held and did over its time, a page for each part of it. */
final class Diary {
  private static final double MEBIBYTE = 1 << 20;

  private final int seconds;
  private final List<Page> pages = new ArrayList<>();

  /** One whose pages are {@code seconds} each. */
  Diary(int seconds) {
    this.seconds = seconds;
  }

  /** The part that ends now. */
  synchronized void add(Page page) {
    pages.add(page);
  }

  /** All of it as an SVG. */
  synchronized String plot(String title, String subtitle) {
    List<Panel> panels =
        List.of(
            panel(
                "heap after its latest collection, in MB",
                series("heap", "#1f6feb", page -> page.heap / MEBIBYTE)),
            panel(
                "platform threads and descriptors, most of which are sockets",
                series("threads", "#8250df", Page::threads),
                series("descriptors", "#bf8700", Page::descriptors)),
            panel(
                "places taken at the gateway, and attempts at its provider",
                series("places", "#1a7f37", Page::places),
                series("attempts", "#cf222e", Page::attempts)),
            panel(
                "calls a second",
                perSecond("whole", "#1a7f37", AnswerVerdict.WHOLE),
                perSecond("broken and told so", "#bf8700", AnswerVerdict.BROKEN),
                perSecond("refused", "#cf222e", AnswerVerdict.REFUSED),
                perSecond("left", "#57606a", AnswerVerdict.LEFT)));
    return new Figure(title, subtitle, "seconds", panels).svg();
  }

  private static Panel panel(String title, DataSeries... series) {
    return new Panel(title, List.of(series), Shape.CURVES);
  }

  private DataSeries series(String name, String colour, ToDoubleFunction<Page> value) {
    return DataSeries.ofCells(name, colour, seconds, pages.stream().mapToDouble(value).toArray());
  }

  private DataSeries perSecond(String name, String colour, AnswerVerdict verdict) {
    double[] values = new double[pages.size()];
    for (int i = 0; i < values.length; i++) {
      long before = i == 0 ? 0 : pages.get(i - 1).counts().count(verdict);
      values[i] = (double) (pages.get(i).counts().count(verdict) - before) / seconds;
    }
    return DataSeries.ofCells(name, colour, seconds, values);
  }

  /**
   * One part.
   *
   * @param heap what of the heap was in use after its latest collection, in bytes
   * @param threads platform threads
   * @param descriptors open files and sockets
   * @param places places of the gateway that are taken, or waited for
   * @param attempts attempts at the provider that are not over
   * @param counts what became of the calls until now
   */
  record Page(
      long heap, long threads, long descriptors, long places, long attempts, AnswerTally counts) {
    /** Now. */
    static Page now(long places, long attempts, AnswerTally tally) {
      return new Page(
          Vitals.heapAfterCollection(),
          Vitals.countPlatformThreads(),
          Vitals.countDescriptors(),
          places,
          attempts,
          tally.copy());
    }
  }
}
