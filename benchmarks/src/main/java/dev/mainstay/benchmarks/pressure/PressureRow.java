package dev.mainstay.benchmarks.pressure;

import dev.mainstay.cli.load.LoadResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What came of a case.
 *
 * @param title the case
 * @param isPaced whether with pacing
 * @param times what it would take
 * @param seconds what it took
 * @param seen what came to the providers
 * @param full which part of the limits of the providers was used, where that is told
 * @param calls how many calls there were
 * @param lost how many of them ended without a whole answer
 * @param unavailable how many of those with status 503
 * @param fairness the slowest user's p99 wait over the median user's; the worst of all faces
 * @param losses what was lost, by kind
 */
record PressureRow(
    String title,
    boolean isPaced,
    Case.Times times,
    double seconds,
    Seen seen,
    List<Double> full,
    long calls,
    long lost,
    long unavailable,
    double fairness,
    String losses) {
  static final String HEAD =
      "| provider | pacing | ideal | clairvoyant | took | x ideal | 429s | fairness | 503s | lost |\n"
          + "|---|---|---|---|---|---|---|---|---|---|";

  /**
   * What came to the providers.
   *
   * @param requests how many requests they got
   * @param refusals how many of them they refused
   * @param inFirstSecond how many they got in the first second after an outage
   * @param taken how many each of them did not refuse
   */
  record Seen(long requests, long refusals, long inFirstSecond, List<Long> taken) {}

  static PressureRow of(
      Case played, boolean isPaced, double seconds, Seen seen, List<LoadResult> results) {
    long calls = played.calls();
    long answered = results.stream().mapToLong(LoadResult::answered).sum();
    double fairness =
        results.stream()
            .flatMap(result -> result.fairness().stream())
            .mapToDouble(LoadResult.Fairness::ratio)
            .max()
            .orElse(1);
    return new PressureRow(
        played.title(),
        isPaced,
        played.times(),
        seconds,
        seen,
        full(played, seen, seconds),
        calls,
        calls - answered,
        results.stream().mapToLong(result -> result.missed("HTTP 503")).sum(),
        fairness,
        losses(results));
  }

  private static List<Double> full(Case played, Seen seen, double seconds) {
    List<Double> full = new ArrayList<>();
    for (int i = 0; i < seen.taken().size(); i++) {
      double taken = seen.taken().get(i);
      played.providers().get(i).perSecond().ifPresent(most -> full.add(taken / most / seconds));
    }
    return full;
  }

  private static String losses(List<LoadResult> results) {
    return results.stream()
        .flatMap(result -> result.misses().stream())
        .collect(
            Collectors.groupingBy(
                LoadResult.Kind::name, Collectors.summingLong(LoadResult.Kind::count)))
        .entrySet()
        .stream()
        .sorted(Comparator.comparingLong(kind -> -kind.getValue()))
        .map(kind -> kind.getValue() + " " + kind.getKey())
        .collect(Collectors.joining(", "));
  }

  String line() {
    String told = lost == 0 ? "0" : lost + " of " + calls + " (" + losses + ")";
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.0f s | %.0f s | %.1f s | %.2f | %.1f %% of %,d | %.2f | %d | %s |",
        title + back() + used(),
        isPaced ? "on" : "off",
        times.ideal(),
        times.clairvoyant(),
        seconds,
        seconds / times.ideal(),
        100.0 * seen.refusals() / Math.max(1, seen.requests()),
        seen.requests(),
        fairness,
        unavailable,
        told);
  }

  private String back() {
    long count = seen.inFirstSecond();
    return count > 0
        ? String.format(
            Locale.ROOT,
            "; %,d of %,d served; back, %d in the first second",
            calls - lost,
            calls,
            count)
        : "";
  }

  private String used() {
    if (full.isEmpty()) {
      return "";
    }
    return full.stream()
        .map(part -> String.format(Locale.ROOT, "%.1f %%", 100 * part))
        .collect(Collectors.joining(" and ", "; ", " full"));
  }
}
