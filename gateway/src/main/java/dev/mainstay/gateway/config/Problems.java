package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Problem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The problems met while one configuration is read. A place that is reached twice, through an
 * alias, tells its problem once; one that many places have is told once, for the first.
 */
final class Problems {
  private static final int LINES_SHOWN = 5;

  private final Set<Problem> found = new LinkedHashSet<>();
  private final List<String> files = new ArrayList<>();
  private final ConfigSecrets secrets = new ConfigSecrets();
  private boolean ignoresUnsupported;
  private @Nullable List<Unset> unset;

  /**
   * Tells that {@code file} is read from now on: the order of the files is that of their problems.
   */
  void reading(String file) {
    files.add(file);
  }

  /** From now on what is {@linkplain #unsupported not supported} is an error no more. */
  void ignoreUnsupported() {
    ignoresUnsupported = true;
  }

  void error(Location at, String message) {
    add(Severity.ERROR, at, message);
  }

  void warning(Location at, String message) {
    add(Severity.WARNING, at, message);
  }

  /**
   * A value that is to come from an environment variable which is not set.
   *
   * @param message what is wrong, and what to do
   */
  record Unset(Location at, String message) {}

  /** Such a value: an error, but where it is {@linkplain #unsetIn judged later}. */
  void unset(Location at, String message) {
    List<Unset> waiting = unset;
    if (waiting == null) {
      error(at, message);
    } else {
      waiting.add(new Unset(at, message));
    }
  }

  /** What {@code reading} finds unset, to be judged by whoever asks. */
  List<Unset> unsetIn(Runnable reading) {
    List<Unset> waiting = new ArrayList<>();
    unset = waiting;
    try {
      reading.run();
    } finally {
      unset = null;
    }
    return waiting;
  }

  /** Something that protects somebody, and that Mainstay does not do. */
  void unsupported(Location at, String message, Protection protection) {
    if (ignoresUnsupported) {
      warning(at, message + "; it protects somebody, and ignore_unsupported does without it");
    } else {
      error(
          at,
          message
              + "; it protects somebody, so nothing starts with it: "
              + protection.instead()
              + " and remove it, or do without by general_settings.ignore_unsupported: true");
    }
  }

  /** What must show in no message. */
  ConfigSecrets secrets() {
    return secrets;
  }

  boolean hasErrors() {
    return found.stream().anyMatch(Problem::isError);
  }

  /** All of them: by file, line and column. */
  List<Problem> toList() {
    List<Problem> sorted =
        found.stream()
            .map(this::scrubbed)
            .sorted(
                Comparator.<Problem>comparingInt(problem -> files.indexOf(problem.file()))
                    .thenComparingInt(Problem::line)
                    .thenComparingInt(Problem::column))
            .toList();
    Map<List<Object>, List<Problem>> same = new LinkedHashMap<>();
    for (Problem problem : sorted) {
      List<Object> what = List.of(problem.severity(), problem.file(), problem.message());
      same.computeIfAbsent(what, g -> new ArrayList<>()).add(problem);
    }
    return same.values().stream().map(Problems::told).toList();
  }

  private static Problem told(List<Problem> same) {
    Problem first = same.getFirst();
    List<Integer> others =
        same.stream().map(Problem::line).filter(line -> line != first.line()).distinct().toList();
    return others.isEmpty()
        ? first
        : new Problem(
            first.severity(),
            first.file(),
            first.line(),
            first.column(),
            first.message() + " (also in " + lines(others) + ")");
  }

  private static String lines(List<Integer> lines) {
    if (lines.size() == 1) {
      return "line " + lines.getFirst();
    }
    int shown = lines.size() <= LINES_SHOWN ? lines.size() - 1 : LINES_SHOWN - 1;
    String last =
        lines.size() <= LINES_SHOWN ? "" + lines.getLast() : lines.size() - shown + " more";
    return Stream.concat(
            Stream.of(
                lines.stream().limit(shown).map(String::valueOf).collect(Collectors.joining(", "))),
            Stream.of(last))
        .collect(Collectors.joining(" and ", "lines ", ""));
  }

  private void add(Severity severity, Location at, String message) {
    found.add(new Problem(severity, at.file(), at.line(), at.column(), message));
  }

  // Only now are all secrets known.
  private Problem scrubbed(Problem problem) {
    return new Problem(
        problem.severity(),
        problem.file(),
        problem.line(),
        problem.column(),
        secrets.scrub(problem.message()));
  }
}
