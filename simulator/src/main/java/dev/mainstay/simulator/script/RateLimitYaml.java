package dev.mainstay.simulator.script;

import dev.mainstay.simulator.script.RateLimit.Change;
import dev.mainstay.simulator.script.RateLimit.Counted;
import dev.mainstay.simulator.script.RateLimit.Telling;
import dev.mainstay.simulator.script.RateLimit.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Limits as YAML. */
final class RateLimitYaml {
  private static final Map<String, Counted> COUNTED =
      Stream.of(Counted.values()).collect(Collectors.toMap(Counted::word, counted -> counted));
  private static final Set<String> OTHERS =
      Set.of(
          "per",
          "window",
          "holds",
          "each-key",
          "headers",
          "retry-after",
          "refusals-count",
          "changes");
  private static final Set<String> KEYS =
      Stream.concat(COUNTED.keySet().stream(), OTHERS.stream()).collect(Collectors.toSet());
  private static final Set<String> CHANGE = Set.of("at", "to");

  private RateLimitYaml() {}

  /** One limit, or a list of them. */
  static List<RateLimit> readAll(YamlNode node) {
    return node.isList()
        ? node.list().stream().map(RateLimitYaml::read).toList()
        : List.of(read(node));
  }

  private static RateLimit read(YamlNode node) {
    YamlMap limit = node.map("a limit");
    limit.requireOnly(KEYS);
    String name = limit.one(COUNTED.keySet()).orElse(Counted.REQUESTS.word());
    long most = limit.require(name).longNumber();
    Duration per = limit.require("per").duration();
    Telling telling = new Telling(flag(limit, "headers", true), flag(limit, "retry-after", true));
    Window window = limit.get("window").map(RateLimitYaml::window).orElse(defaultWindow(limit));
    long holds = limit.get("holds").map(YamlNode::longNumber).orElse(0L);
    List<Change> changes = limit.get("changes").map(RateLimitYaml::changes).orElse(List.of());
    return node.make(() ->
        new RateLimit(
            COUNTED.getOrDefault(name, Counted.REQUESTS),
            most,
            per,
            window,
            holds,
            flag(limit, "each-key", false),
            telling,
            flag(limit, "refusals-count", false),
            changes));
  }

  private static Window defaultWindow(YamlMap limit) {
    return limit.has("holds") ? Window.BUCKET : Window.SLIDING;
  }

  private static Window window(YamlNode node) {
    return switch (node.text()) {
      case "sliding" -> Window.SLIDING;
      case "fixed" -> Window.FIXED;
      case "bucket" -> Window.BUCKET;
      default ->
          throw node.error("'" + node.text() + "' is not a window; use sliding, fixed or bucket");
    };
  }

  private static List<Change> changes(YamlNode list) {
    return list.list().stream().map(RateLimitYaml::change).toList();
  }

  private static Change change(YamlNode node) {
    YamlMap change = node.map("a change");
    change.requireOnly(CHANGE);
    Duration at = change.require("at").duration();
    long to = change.require("to").longNumber();
    return node.make(() -> new Change(at, to));
  }

  private static boolean flag(YamlMap limit, String key, boolean usual) {
    return limit.get(key).map(YamlNode::flag).orElse(usual);
  }

  /** Several as one list, on one line. */
  static String write(List<RateLimit> limits) {
    if (limits.size() == 1) {
      return write(limits.getFirst());
    }
    return limits.stream().map(RateLimitYaml::write).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String write(RateLimit limit) {
    List<String> members = new ArrayList<>();
    members.add(limit.counted().word() + ": " + limit.most());
    members.add("per: " + YamlDuration.format(limit.per()));
    add(members, limit.window() != Window.SLIDING, "window: " + limit.window().word());
    add(members, limit.holds() > 0, "holds: " + limit.holds());
    add(members, limit.perKey(), "each-key: true");
    add(members, !limit.telling().headers(), "headers: false");
    add(members, !limit.telling().retryAfter(), "retry-after: false");
    add(members, limit.refusalsCount(), "refusals-count: true");
    add(members, !limit.changes().isEmpty(), "changes: " + write(limit.changes().stream()));
    return "{" + String.join(", ", members) + "}";
  }

  private static String write(Stream<Change> changes) {
    return changes
        .map(change -> "{at: " + YamlDuration.format(change.at()) + ", to: " + change.to() + "}")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static void add(List<String> members, boolean isSaid, String member) {
    if (isSaid) {
      members.add(member);
    }
  }
}
