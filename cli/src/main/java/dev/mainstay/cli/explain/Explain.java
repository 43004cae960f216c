package dev.mainstay.cli.explain;

import dev.mainstay.Mainstay;
import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.provider.Deployment;
import dev.mainstay.route.Group;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Explains calls under a configuration: whom they reach, and what they come to. */
public final class Explain {
  private final GatewayConfig config;
  private final Question question;
  private final Screen screen;

  private Explain(GatewayConfig config, Question question, Screen screen) {
    this.config = config;
    this.question = question;
    this.screen = screen;
  }

  /**
   * Explains {@code question} under {@code config}, with {@code faults} or, where there are none,
   * with none and with failures everywhere.
   *
   * @param told how {@code faults} were written
   * @throws IllegalArgumentException if there is no such model or no such target of a fault; the
   *     message names those there are
   */
  public static void on(
      Screen screen, GatewayConfig config, Question question, Faults faults, String told) {
    new Explain(config, question, screen).tell(faults, told);
  }

  private void tell(Faults faults, String told) {
    Group group = group();
    requireTargets(faults, group);
    boolean isConfigured = config.groups().containsKey(group.name());
    GroupPage.show(group, question.model(), isConfigured, screen);
    if (faults.equals(Faults.none())) {
      section("When nothing fails:");
      tell(Faults.none(), question.once());
      section("When every attempt fails with a ServerError:");
      tell(Faults.always("ServerError"), question);
      return;
    }
    section("With --fail " + told + ":");
    tell(faults, question);
  }

  private void tell(Faults faults, Question asked) {
    Narrator.tell(Explanation.of(config, faults, asked), asked, screen);
  }

  private void section(String title) {
    screen.println();
    screen.println(title);
  }

  private Group group() {
    try (Mainstay mainstay = Simulation.mainstay(config)) {
      return mainstay
          .group(question.model())
          .orElseThrow(() -> none("there is no model '" + question.model() + "'", config.models()));
    }
  }

  private void requireTargets(Faults faults, Group group) {
    Set<String> known = new LinkedHashSet<>();
    group.deployments().forEach(deployment -> known.addAll(names(deployment)));
    try (Mainstay mainstay = Simulation.mainstay(config)) {
      for (String name : config.groups().keySet()) {
        known.add(name);
        mainstay.group(name).ifPresent(g -> g.deployments().forEach(d -> known.addAll(names(d))));
      }
    }
    for (String target : faults.targets()) {
      if (!known.contains(target)) {
        throw none("--fail names '" + target + "', which is no deployment and no group", known);
      }
    }
  }

  private static Set<String> names(Deployment deployment) {
    return new LinkedHashSet<>(
        List.of(deployment.id(), deployment.provider() + "/" + deployment.model()));
  }

  private static IllegalArgumentException none(String what, Iterable<String> known) {
    return new IllegalArgumentException(what + "; there are " + String.join(", ", known));
  }
}
