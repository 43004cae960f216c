package dev.mainstay.cli.load;

import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Tone;
import java.util.Comparator;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** What a load brought, as a table. */
public final class Report {
  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};
  private static final String[] NAMES = {"p50", "p90", "p99", "p99.9", "most"};
  private static final int LABEL = 16;
  private static final int NUMBER = 10;

  // Above that it was the load that waited, not its answers.
  private static final long LATE_MICROS = 20_000;

  private final Screen screen;

  /** One that is printed on {@code screen}. */
  public Report(Screen screen) {
    this.screen = screen;
  }

  /** Prints {@code result}. */
  public void print(LoadResult result) {
    title(result);
    counts(result);
    waits(result);
    users(result);
    late(result);
  }

  private void title(LoadResult result) {
    LoadPlan plan = result.plan();
    String text =
        "%s of %s to %s at %s in %s%s"
            .formatted(
                count(result.sent(), "message"),
                count(plan.users(), "user"),
                plan.asking().model(),
                plan.url().getAuthority(),
                SpanText.say(result.elapsed()),
                result.isStopped() ? ", ended early" : "");
    screen.println();
    screen.println(screen.in(Tone.STRONG, text));
    screen.println();
  }

  private void counts(LoadResult result) {
    long over = result.answered() + result.failed();
    row("answered", result.answered(), over, Tone.GOOD, rate(result));
    if (result.streamed() > 0) {
      row("  streamed", result.streamed(), over, Tone.FAINT, "");
    }
    row("failed", result.failed(), over, result.failed() > 0 ? Tone.BAD : Tone.FAINT, "");
    result.misses().stream()
        .sorted(Comparator.comparingLong(LoadResult.Kind::count).reversed())
        .forEach(kind -> row("  " + kind.name(), kind.count(), over, Tone.BAD, kind.example()));
    if (result.givenUp() > 0) {
      row("given up", result.givenUp(), 0, Tone.WARNING, "under way when it was ended");
    }
    screen.println();
  }

  private void row(String label, long count, long of, Tone tone, String remark) {
    String share = of > 0 ? String.format(Locale.ROOT, "%.2f %%", 100.0 * count / of) : "";
    String numbers = left(label, LABEL + 6) + right(grouped(count), NUMBER) + right(share, NUMBER);
    int room = screen.width() - numbers.length() - 2;
    String shown = remark.replaceAll("\\s+", " ");
    shown = shown.length() > room ? shown.substring(0, Math.max(0, room - 3)) + "..." : shown;
    screen.println(
        screen.in(count > 0 ? tone : Tone.FAINT, numbers) + "  " + screen.in(Tone.FAINT, shown));
  }

  private void waits(LoadResult result) {
    if (result.answered() == 0) {
      return;
    }
    StringBuilder head = new StringBuilder(left("", LABEL));
    for (String name : NAMES) {
      head.append(right(name, NUMBER));
    }
    screen.println(screen.in(Tone.FAINT, head.toString()));
    if (result.streamed() > 0) {
      waits("first output", result.first());
    }
    waits("whole answer", result.whole());
    screen.println();
  }

  private void waits(String label, Histogram waits) {
    StringBuilder line = new StringBuilder(left(label, LABEL));
    for (double percentile : PERCENTILES) {
      line.append(right(SpanText.micros(waits.getValueAtPercentile(percentile)), NUMBER));
    }
    screen.println(line.toString());
  }

  private void users(LoadResult result) {
    result
        .fairness()
        .ifPresent(fairness ->
            screen.println(
                String.format(
                    Locale.ROOT,
                    "The slowest user's p99 wait is %.2f x the median user's (%s, %s).",
                    fairness.ratio(),
                    SpanText.micros(fairness.slowestMicros()),
                    SpanText.micros(fairness.medianMicros()))));
  }

  private void late(LoadResult result) {
    long late = result.late().getValueAtPercentile(99);
    if (late > LATE_MICROS) {
      screen.printWrapped(
          screen.in(Tone.WARNING, "This load was itself late")
              + ": 1 % of its messages went out "
              + SpanText.micros(late)
              + " or more after their time. The waits above count that; a smaller load, or another"
              + " machine for it, tells more.");
    }
  }

  private static String rate(LoadResult result) {
    return String.format(Locale.ROOT, "%.1f a second", result.perSecond());
  }

  private static String count(long number, String what) {
    return grouped(number) + " " + what + (number == 1 ? "" : "s");
  }

  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String left(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String right(String text, int width) {
    return " ".repeat(Math.max(1, width - text.length())) + text;
  }
}
