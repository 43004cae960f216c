package dev.mainstay.benchmarks.pressure;

import dev.mainstay.cli.load.LoadResult;
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
 * @param requests how many requests the providers got
 * @param refusals how many of them they refused
 * @param inFirstSecond how many they got in the first second after an outage
 * @param calls how many calls there were
 * @param lost how many of them ended without a whole answer
 * @param fairness the slowest user's p99 wait over the median user's; the worst of all faces
 * @param losses what was lost, by kind
 */
record PressureRow(
    String title,
    boolean isPaced,
    Case.Times times,
    double seconds,
    long requests,
    long refusals,
    long inFirstSecond,
    long calls,
    long lost,
    double fairness,
    String losses) {
  static final String HEAD =
      "| provider | pacing | ideal | clairvoyant | took | x ideal | 429s | fairness | lost |\n"
          + "|---|---|---|---|---|---|---|---|---|";

  static PressureRow of(
      Case played,
      boolean isPaced,
      double seconds,
      long requests,
      long refusals,
      long inFirstSecond,
      List<LoadResult> results) {
    long calls = (long) played.users() * played.messages();
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
        requests,
        refusals,
        inFirstSecond,
        calls,
        calls - answered,
        fairness,
        losses(results));
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
        "| %s | %s | %.0f s | %.0f s | %.1f s | %.2f | %.1f %% of %,d | %.2f | %s |",
        title + (inFirstSecond > 0 ? "; back, " + inFirstSecond + " in the first second" : ""),
        isPaced ? "on" : "off",
        times.ideal(),
        times.clairvoyant(),
        seconds,
        seconds / times.ideal(),
        100.0 * refusals / Math.max(1, requests),
        requests,
        fairness,
        told);
  }
}
