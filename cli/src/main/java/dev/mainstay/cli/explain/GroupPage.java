package dev.mainstay.cli.explain;

import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Tone;
import dev.mainstay.provider.Deployment;
import dev.mainstay.route.Group;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Shows a model group with its deployments, and what is set for each. */
final class GroupPage {
  private GroupPage() {}

  /** Shows {@code group}, which callers reach by {@code model}. */
  static void show(Group group, String model, boolean isConfigured, Screen screen) {
    int count = group.deployments().size();
    screen.println(
        screen.in(Tone.STRONG, model)
            + way(group, model, isConfigured)
            + ": "
            + count
            + (count == 1 ? " deployment" : " deployments"));
    int width = group.deployments().stream().mapToInt(d -> d.id().length()).max().orElse(0);
    for (Deployment deployment : group.deployments()) {
      String facts = String.join(", ", facts(deployment));
      String line = "  " + deployment.id();
      screen.println(
          facts.isEmpty()
              ? line
              : line
                  + " ".repeat(width - deployment.id().length() + 2)
                  + screen.in(Tone.FAINT, facts));
    }
  }

  private static String way(Group group, String model, boolean isConfigured) {
    if (!group.name().equals(model)) {
      return ", an alias of " + group.name();
    }
    return isConfigured ? "" : ", by a pattern";
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
        .ifPresent(limit -> facts.add("max_parallel_requests " + limit));
    deployment.timeout().ifPresent(timeout -> facts.add("timeout " + Span.say(timeout)));
    deployment
        .streamTimeout()
        .ifPresent(timeout -> facts.add("stream_timeout " + Span.say(timeout)));
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
