package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Problem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The problems met while one configuration is read. A place that is reached twice, through an
 * alias, tells its problem once.
 */
final class Problems {
  private final Set<Problem> found = new LinkedHashSet<>();
  private final List<String> files = new ArrayList<>();
  private final Secrets secrets = new Secrets();

  /**
   * Tells that {@code file} is read from now on: the order of the files is that of their problems.
   */
  void reading(String file) {
    files.add(file);
  }

  void error(Location at, String message) {
    add(Severity.ERROR, at, message);
  }

  void warning(Location at, String message) {
    add(Severity.WARNING, at, message);
  }

  /** What must show in no message. */
  Secrets secrets() {
    return secrets;
  }

  boolean hasErrors() {
    return found.stream().anyMatch(Problem::isError);
  }

  /** All of them: by file, line and column. */
  List<Problem> toList() {
    return found.stream()
        .map(this::scrubbed)
        .sorted(
            Comparator.<Problem>comparingInt(problem -> files.indexOf(problem.file()))
                .thenComparingInt(Problem::line)
                .thenComparingInt(Problem::column))
        .toList();
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
