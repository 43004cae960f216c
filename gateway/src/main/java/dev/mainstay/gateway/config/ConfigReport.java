package dev.mainstay.gateway.config;

import dev.mainstay.provider.Deployment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came of reading a configuration.
 *
 * @param file the file, as it was named
 * @param config the configuration; nothing where there are errors
 * @param problems everything that is wrong, by file and line
 */
public record ConfigReport(String file, Optional<GatewayConfig> config, List<Problem> problems) {

  /** A report; copies the list. */
  public ConfigReport {
    problems = List.copyOf(problems);
  }

  /** Whether the gateway cannot start. */
  public boolean hasErrors() {
    return config.isEmpty();
  }

  /** The problems of either kind, as {@code file:line: error: message}, and then the summary. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(problems.stream().map(Problem::toString).toList());
    lines.addAll(summary());
    return List.copyOf(lines);
  }

  /** How many problems there are, and, where there is a configuration, its groups. */
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(file + ": " + verdict());
    config.ifPresent(
        c -> c.groups().forEach((name, group) -> lines.add("  " + describe(c, name, group))));
    return List.copyOf(lines);
  }

  private String verdict() {
    long errors = problems.stream().filter(Problem::isError).count();
    String counts = count(errors, "error") + ", " + count(problems.size() - errors, "warning");
    return config.map(c -> contents(c) + "; ").orElse("") + counts;
  }

  private static String contents(GatewayConfig config) {
    int deployments = config.groups().values().stream().mapToInt(List::size).sum();
    int fallbacks =
        config.groups().keySet().stream().mapToInt(name -> config.fallbacks(name).size()).sum();
    return count(config.groups().size(), "model group")
        + ", "
        + count(deployments, "deployment")
        + ", "
        + count(fallbacks, "fallback");
  }

  private static String describe(GatewayConfig config, String name, List<Deployment> group) {
    Map<String, Long> models =
        group.stream()
            .collect(
                Collectors.groupingBy(
                    d -> d.provider() + "/" + d.model(),
                    LinkedHashMap::new,
                    Collectors.counting()));
    String deployments =
        models.entrySet().stream()
            .map(e -> e.getValue() == 1 ? e.getKey() : e.getValue() + " x " + e.getKey())
            .collect(Collectors.joining(", "));
    List<String> to = config.fallbacks(name);
    return name
        + ": "
        + deployments
        + (to.isEmpty() ? "" : "; falls back to " + String.join(", ", to));
  }

  private static String count(long n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }
}
