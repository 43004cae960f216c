package dev.mainstay.simulator.script;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** A value in a YAML text that knows its place in it, so that every complaint names the line. */
final class YamlNode {
  private final String source;
  private final Node node;

  private YamlNode(String source, Node node) {
    this.source = source;
    this.node = node;
  }

  /** The value that {@code yaml} holds; nothing where it holds none. */
  static Optional<YamlNode> parse(String source, String yaml) {
    LoadSettings settings = LoadSettings.builder().setLabel(source).setUseMarks(true).build();
    try {
      ParserImpl parser = new ParserImpl(settings, new StreamReader(settings, yaml));
      return new Composer(settings, parser).getSingleNode().map(node -> new YamlNode(source, node));
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
      throw new ScriptException(
          source + ":" + line + ": this is not valid YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new ScriptException(source + ": this is not valid YAML: " + e.getMessage());
    }
  }

  /** A complaint about this value. */
  ScriptException error(String what) {
    int line = node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    return new ScriptException(source + ":" + line + ": " + what);
  }

  /** What {@code making} makes; its complaint about an argument becomes one about this value. */
  <T> T make(Supplier<T> making) {
    try {
      return making.get();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw error(String.valueOf(e.getMessage()));
    }
  }

  boolean isMap() {
    return node instanceof MappingNode;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  boolean isNull() {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
  }

  /** The members of a mapping; {@code what} says what it is, as in "a step". */
  YamlMap map(String what) {
    if (!(node instanceof MappingNode mapping)) {
      throw error(what + " is written as 'key: value' lines, not as " + kind());
    }
    Map<String, YamlNode> members = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      YamlNode key = new YamlNode(source, tuple.getKeyNode());
      YamlNode value = new YamlNode(source, tuple.getValueNode());
      if (members.put(key.text(), value) != null) {
        throw key.error("'" + key.text() + "' stands here twice; keep one of them");
      }
    }
    return new YamlMap(this, what, members);
  }

  List<YamlNode> list() {
    if (!(node instanceof SequenceNode sequence)) {
      throw error("a list of '- …' lines is wanted here, not " + kind());
    }
    List<YamlNode> items = new ArrayList<>();
    sequence.getValue().forEach(item -> items.add(new YamlNode(source, item)));
    return items;
  }

  String text() {
    if (isNull()) {
      throw error("there is no value; write one, or \"\" for empty text");
    }
    if (!(node instanceof ScalarNode scalar)) {
      throw error("text is wanted here, not " + kind());
    }
    return scalar.getValue();
  }

  /** This text, or the texts of this list. */
  List<String> texts() {
    return isList() ? list().stream().map(YamlNode::text).toList() : List.of(text());
  }

  int number() {
    try {
      return Integer.parseInt(text());
    } catch (NumberFormatException e) {
      throw error("'" + text() + "' is not a whole number; write one such as 3");
    }
  }

  long longNumber() {
    try {
      return Long.parseLong(text());
    } catch (NumberFormatException e) {
      throw error("'" + text() + "' is not a whole number; write one such as 3");
    }
  }

  boolean flag() {
    return switch (text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw error("'" + text() + "' is neither true nor false; write one of them");
    };
  }

  Duration duration() {
    return make(() -> YamlDuration.parse(text()));
  }

  private String kind() {
    return switch (node) {
      case MappingNode mapping -> "'key: value' lines";
      case SequenceNode sequence -> "a list";
      default -> "a single value";
    };
  }
}
