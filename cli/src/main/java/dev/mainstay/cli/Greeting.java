package dev.mainstay.cli;

import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Tone;
import dev.mainstay.gateway.config.GatewayConfig;
import java.util.List;

/** What a gateway says when it is up: where, for whom, what to call, and how to try it. */
final class Greeting {
  private static final int MOST_GROUPS = 8;

  private final GatewayConfig config;
  private final String url;

  private Greeting(GatewayConfig config, String url) {
    this.config = config;
    this.url = url;
  }

  static Greeting of(GatewayConfig config, int port) {
    String scheme = config.front().tls().isPresent() ? "https://" : "http://";
    return new Greeting(config, scheme + reachable(config.host()) + ":" + port + "/v1");
  }

  void print(Screen out) {
    out.println("mainstay gateway at " + out.in(Tone.ACCENT, url));
    out.println("  models: " + models());
    out.println("  key:    " + key());
    out.println("  try:    " + Curl.chat(url + "/chat/completions", example(), hasKey()));
  }

  // Patterns at the least: there is a group.
  private List<String> names() {
    List<String> models = config.models();
    return models.isEmpty() ? List.copyOf(config.groups().keySet()) : models;
  }

  private String example() {
    return names().getFirst();
  }

  private boolean hasKey() {
    return config.masterKey().isPresent();
  }

  private String models() {
    List<String> models = names();
    String shown = String.join(", ", models.subList(0, Math.min(MOST_GROUPS, models.size())));
    int more = models.size() - MOST_GROUPS;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  private String key() {
    return hasKey()
        ? "callers bring the master key; listening on " + config.host()
        : "none (no master key: loopback only)";
  }

  // An address that means every one cannot be called.
  private static String reachable(String host) {
    return switch (host) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::", "[::]" -> "[::1]";
      default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    };
  }
}
