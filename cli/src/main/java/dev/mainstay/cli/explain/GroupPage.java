package dev.mainstay.cli.explain;

import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Tone;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.config.words.ConfigKey;
import dev.mainstay.gateway.config.words.StrategyNames;
import dev.mainstay.provider.Deployment;
import dev.mainstay.routing.Fallbacks;
import dev.mainstay.routing.Group;
import dev.mainstay.routing.Strategy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Shows a model group: its deployments, what is set for each, and where its calls go else. */
final class GroupPage {
  private final GatewayConfig config;
  private final Group group;
  private final Screen screen;

  private GroupPage(GatewayConfig config, Group group, Screen screen) {
    this.config = config;
    this.group = group;
    this.screen = screen;
  }

  /** Shows {@code group} of {@code config}, which callers reach by {@code model}. */
  static void show(GatewayConfig config, Group group, String model, Screen screen) {
    new GroupPage(config, group, screen).show(model);
  }

  private void show(String model) {
    int count = group.deployments().size();
    screen.println(
        screen.in(Tone.STRONG, model)
            + way(model)
            + (count == 1 ? ": 1 deployment" : ": " + count + " deployments, " + strategy()));
    int width = group.deployments().stream().mapToInt(d -> d.id().length()).max().orElse(0);
    group.deployments().forEach(deployment -> show(deployment, width));
    Fallbacks fallbacks = config.routing().fallbacks();
    fallbacks("falls back to", config.fallbacks(group.name()));
    fallbacks(
        "with a prompt too long, to",
        fallbacks.contextWindow().getOrDefault(group.name(), List.of()));
    fallbacks(
        "with refused content, to",
        fallbacks.contentPolicy().getOrDefault(group.name(), List.of()));
  }

  private String way(String model) {
    if (!group.name().equals(model)) {
      return ", an alias of " + group.name();
    }
    return config.groups().containsKey(model) ? "" : ", by a pattern";
  }

  private String strategy() {
    Strategy strategy = config.routing().strategy();
    return StrategyNames.nameOf(strategy).orElse(strategy.getClass().getSimpleName());
  }

  private void show(Deployment deployment, int width) {
    String facts = String.join(", ", facts(deployment));
    String space = facts.isEmpty() ? "" : " ".repeat(width - deployment.id().length() + 2);
    screen.println("  " + deployment.id() + space + screen.in(Tone.FAINT, facts));
  }

  private void fallbacks(String when, List<String> to) {
    if (!to.isEmpty()) {
      screen.println(when + " " + String.join(", ", to));
    }
  }

  private static List<String> facts(Deployment deployment) {
    List<String> facts = new ArrayList<>();
    String model = deployment.provider() + "/" + deployment.model();
    if (!deployment.id().equals(model)) {
      facts.add(model);
    }
    deployment.order().ifPresent(order -> facts.add("order " + order));
    deployment.weight().ifPresent(weight -> facts.add("weight " + plain(weight)));
    deployment.rpm().ifPresent(rpm -> facts.add("rpm " + rpm));
    deployment.tpm().ifPresent(tpm -> facts.add("tpm " + tpm));
    deployment
        .maxParallelRequests()
        .ifPresent(limit -> facts.add(ConfigKey.MAX_PARALLEL_REQUESTS + " " + limit));
    deployment.timeout().ifPresent(timeout -> facts.add("timeout " + Span.say(timeout)));
    deployment
        .streamTimeout()
        .ifPresent(timeout -> facts.add(ConfigKey.STREAM_TIMEOUT + " " + Span.say(timeout)));
    if (!deployment.tags().isEmpty()) {
      facts.add("tags " + String.join(" ", deployment.tags()));
    }
    deployment.endpoint().map(URI::getHost).ifPresent(host -> facts.add("at " + host));
    return facts;
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
