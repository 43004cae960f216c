package dev.mainstay.simulator.script;

import dev.mainstay.simulator.script.Script.Part;
import java.util.List;
import java.util.Optional;

/** Writes scripts as YAML; what a step is, is {@link StepWriter}'s. */
final class ScriptWriter {
  private final StringBuilder out = new StringBuilder();

  String write(Script script) {
    script.key().ifPresent(key -> line("key", YamlText.quote(key)));
    if (!script.models().isEmpty()) {
      line("models", YamlText.list(script.models()));
    }
    if (!script.limits().isEmpty()) {
      line("limit", RateLimitYaml.write(script.limits()));
    }
    if (script.concurrency() > 0) {
      line("concurrency", Integer.toString(script.concurrency()));
    }
    outages(script.outages());
    when(script.parts());
    rest(script.parts());
    return out.isEmpty() ? "steps: []\n" : out.toString();
  }

  private void outages(List<Outage> outages) {
    if (outages.isEmpty()) {
      return;
    }
    line("outages", "");
    for (Outage outage : outages) {
      String from = "from: " + YamlDuration.format(outage.from());
      String to = "to: " + YamlDuration.format(outage.to());
      out.append("  - {").append(from).append(", ").append(to).append(", ");
      out.append(StepWriter.members(outage.fault())).append("}\n");
    }
  }

  private void when(List<Part> parts) {
    List<Part> some = parts.stream().filter(part -> !part.match().equals(Match.ANY)).toList();
    if (some.isEmpty()) {
      return;
    }
    line("when", "");
    for (Part part : some) {
      String start = "  - ";
      Optional<String> model = part.match().model();
      if (model.isPresent()) {
        out.append(start).append("model: ").append(YamlText.quote(model.get())).append('\n');
        start = "    ";
      }
      Optional<String> prompt = part.match().prompt();
      if (prompt.isPresent()) {
        out.append(start).append("prompt: ").append(YamlText.quote(prompt.get())).append('\n');
      }
      steps("    ", part);
    }
  }

  private void rest(List<Part> parts) {
    parts.stream().filter(part -> part.match().equals(Match.ANY)).forEach(part -> steps("", part));
  }

  private void steps(String indent, Part part) {
    steps(indent, "steps", part.steps());
    if (!part.always().isEmpty()) {
      steps(indent, "always", part.always());
    }
  }

  private void steps(String indent, String name, List<Reply> steps) {
    if (steps.isEmpty()) {
      out.append(indent).append(name).append(": []\n");
      return;
    }
    out.append(indent).append(name).append(":\n");
    int from = 0;
    while (from < steps.size()) {
      int to = endOfRun(steps, from);
      String times = to - from > 1 ? "times: " + (to - from) + ", " : "";
      String members = times + StepWriter.members(steps.get(from));
      out.append(indent).append("  - {").append(members).append("}\n");
      from = to;
    }
  }

  /** Where the steps that are equal to the one at {@code from} end. */
  private static int endOfRun(List<Reply> steps, int from) {
    int to = from + 1;
    while (to < steps.size()
        && to - from < ScriptBuilder.MAX_TIMES
        && steps.get(to).equals(steps.get(from))) {
      to++;
    }
    return to;
  }

  private void line(String name, String value) {
    out.append(name).append(':').append(value.isEmpty() ? "" : " " + value).append('\n');
  }
}
