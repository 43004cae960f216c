package dev.mainstay.simulator.script;

import dev.mainstay.simulator.script.Script.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads scripts written in YAML; what may stand in a step is {@link StepReader}'s. */
final class ScriptReader {
  private static final Set<String> SCRIPT =
      Set.of("steps", "always", "when", "outages", "limit", "concurrency", "models", "key");
  private static final Set<String> PART = Set.of("model", "prompt", "steps", "always");

  private ScriptReader() {}

  static Script read(String source, String yaml) {
    YamlNode root =
        YamlNode.parse(source, yaml)
            .orElseThrow(() ->
                new ScriptException(
                    source + ":1: the script is empty; write a step such as '- answer: Hello'"));
    return root.isList() ? steps(root) : whole(root.map("a script"));
  }

  private static Script steps(YamlNode root) {
    List<Reply> steps = StepReader.readAll(root);
    return new Script(
        List.of(new Part(Match.ANY, steps, List.of())),
        List.of(),
        List.of(),
        0,
        List.of(),
        Optional.empty());
  }

  private static Script whole(YamlMap script) {
    script.requireOnly(SCRIPT);
    List<Part> parts = new ArrayList<>();
    script.get("when").ifPresent(list -> list.list().forEach(item -> parts.add(part(item))));
    if (script.has("steps") || script.has("always")) {
      parts.add(part(Match.ANY, script));
    }
    int concurrency = script.get("concurrency").map(YamlNode::number).orElse(0);
    return script
        .node()
        .make(() ->
            new Script(
                parts,
                script.get("outages").map(ScriptReader::outages).orElse(List.of()),
                script.get("limit").map(RateLimitYaml::readAll).orElse(List.of()),
                concurrency,
                script.get("models").map(YamlNode::texts).orElse(List.of()),
                script.get("key").map(YamlNode::text)));
  }

  private static Part part(YamlNode node) {
    YamlMap part = node.map("a part");
    part.requireOnly(PART);
    Optional<String> model = part.get("model").map(YamlNode::text);
    Optional<String> prompt = part.get("prompt").map(YamlNode::text);
    if (model.isEmpty() && prompt.isEmpty()) {
      throw node.error(
          "a part of 'when' says for whom it is; add 'model' or 'prompt', or move its steps to the"
              + " top");
    }
    return part(new Match(model, prompt), part);
  }

  private static Part part(Match match, YamlMap part) {
    return new Part(
        match,
        part.get("steps").map(StepReader::readAll).orElse(List.of()),
        part.get("always").map(StepReader::readAll).orElse(List.of()));
  }

  private static List<Outage> outages(YamlNode list) {
    return list.list().stream().map(ScriptReader::outage).toList();
  }

  private static Outage outage(YamlNode node) {
    YamlMap outage = node.map("an outage");
    Duration from = outage.require("from").duration();
    Duration to = outage.require("to").duration();
    Reply reply = StepReader.read(outage, Set.of("from", "to"));
    if (!(reply instanceof Fault fault)) {
      throw node.error("an outage needs a fault; write one such as 'status: 503'");
    }
    return node.make(() -> new Outage(from, to, fault));
  }
}
