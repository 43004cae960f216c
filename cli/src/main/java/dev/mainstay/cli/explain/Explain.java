package dev.mainstay.cli.explain;

import dev.mainstay.Mainstay;
import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.provider.Deployment;
import dev.mainstay.routing.Group;
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

  /**
   * The ids of the deployments that calls to {@code model} ask first, under {@code config}.
   *
   * @throws IllegalArgumentException if there is no such model
   */
  public static List<String> deployments(GatewayConfig config, String model) {
    try (Mainstay mainstay = Simulation.mainstay(config)) {
      return group(config, mainstay, model).deployments().stream().map(Deployment::id).toList();
    }
  }

  private void tell(Faults faults, String told) {
    try (Mainstay mainstay = Simulation.mainstay(config)) {
      Group group = group(config, mainstay, question.model());
      requireTargets(faults, group, mainstay);
      GroupPage.show(config, group, question.model(), screen);
    }
    if (!faults.equals(Faults.none())) {
      section("With --fail " + told + ":");
      tell(faults, question);
      return;
    }
    section("When nothing fails:");
    tell(Faults.none(), question.once());
    section("When every attempt fails with a ServerError:");
    tell(Faults.always("ServerError"), question);
  }

  private void tell(Faults faults, Question asked) {
    CallNarrator.tell(Explanation.of(config, faults, asked), asked, screen);
  }

  private void section(String title) {
    screen.println();
    screen.println(title);
  }

  private static Group group(GatewayConfig config, Mainstay mainstay, String model) {
    Set<String> names = new LinkedHashSet<>(config.models());
    names.addAll(mainstay.groups());
    return mainstay.group(model).orElseThrow(() -> none("'" + model + "' is not a model", names));
  }

  private void requireTargets(Faults faults, Group group, Mainstay mainstay) {
    Set<String> near = names(group);
    near.addAll(mainstay.groups());
    Set<String> known = new LinkedHashSet<>(near);
    mainstay.groups().stream()
        .flatMap(name -> mainstay.group(name).stream())
        .forEach(other -> known.addAll(names(other)));
    for (String target : faults.targets()) {
      if (!known.contains(target)) {
        throw none(
            "--fail names '" + target + "', which is neither a deployment nor a group", near);
      }
    }
  }

  private static Set<String> names(Group group) {
    Set<String> names = new LinkedHashSet<>();
    group.deployments().forEach(d -> names.addAll(List.of(d.id(), d.provider() + "/" + d.model())));
    return names;
  }

  private static IllegalArgumentException none(String what, Set<String> known) {
    return new IllegalArgumentException(what + "; use one of " + String.join(", ", known));
  }
}
