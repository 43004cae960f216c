package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Entry;
import dev.mainstay.gateway.config.Yaml.Mapping;
import dev.mainstay.gateway.config.Yaml.Scalar;
import dev.mainstay.gateway.config.Yaml.Sequence;
import dev.mainstay.gateway.config.words.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads one YAML text into values that know their lines. What a text may not do (repeat a key,
 * refer to itself, grow without end) is a problem; broken syntax is one too, and ends the reading,
 * and so does what nests too deep or has too many values.
 */
final class YamlReader {
  // Far beyond any real file, and far from the end of a stack or a heap.
  private static final int MAX_DEPTH = 100;
  private static final int MAX_VALUES = 500_000;
  private static final int MAX_VALUES_BY_ALIASES = 100_000;

  private static final String MERGE = "<<";
  private static final String STANDARD_TAG = "tag:yaml.org,2002:";
  private static final Set<String> TAGS =
      Set.of("str", "int", "float", "bool", "null", "map", "seq", "merge");

  private final String file;
  private final Problems problems;
  private final Iterator<Event> events;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private int values;
  private boolean isFull;

  private YamlReader(String file, Iterator<Event> events, Problems problems) {
    this.file = file;
    this.events = events;
    this.problems = problems;
  }

  /** What {@code text} holds; nothing where it is empty or broken. */
  static Optional<Yaml> read(String file, String text, Problems problems) {
    try {
      LoadSettings settings =
          LoadSettings.builder().setLabel(file).setCodePointLimit(Integer.MAX_VALUE).build();
      Iterator<Event> events = new ParserImpl(settings, new StreamReader(settings, text));
      return new YamlReader(file, events, problems).stream();
    } catch (YamlEngineException e) {
      SyntaxMessage message = SyntaxMessage.of(e, file, text);
      problems.error(message.at(), message.text());
      return Optional.empty();
    } catch (TooMuchException e) {
      problems.error(e.at, e.what);
      return Optional.empty();
    }
  }

  private Optional<Yaml> stream() {
    events.next();
    if (events.next().getEventId() == Event.ID.StreamEnd) {
      return Optional.empty();
    }
    Yaml root = value(events.next(), 0);
    events.next();
    Event after = events.next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      problems.error(at(after), "a second document begins here; a configuration is one document");
    }
    return Optional.of(root);
  }

  private Yaml value(Event event, int depth) {
    int before = values++;
    if (values > MAX_VALUES) {
      throw new TooMuchException(
          at(event), "this file has more than 500,000 values up to here; write fewer");
    }
    Yaml value = composed(event, depth);
    if (event instanceof NodeEvent node && !(event instanceof AliasEvent)) {
      node.getAnchor()
          .ifPresent(name -> anchors.put(name.getValue(), new Anchored(value, values - before)));
    }
    return value;
  }

  private Yaml composed(Event event, int depth) {
    return switch (event) {
      case AliasEvent alias -> anchored(alias);
      case ScalarEvent scalar -> scalar(scalar);
      case SequenceStartEvent start -> sequence(start, depth);
      case MappingStartEvent start -> mapping(start, depth);
      default -> throw new IllegalStateException("no value begins with " + event.getEventId());
    };
  }

  private Yaml anchored(AliasEvent alias) {
    Anchored anchored = anchors.get(alias.getAlias().getValue());
    if (anchored == null) {
      problems.error(
          at(alias),
          "no anchor of this name comes before this alias ('*...'); quote the text if no alias is"
              + " meant");
      return Scalar.nothing(at(alias));
    }
    if (isFull || values + anchored.size() > MAX_VALUES_BY_ALIASES) {
      refuseMore(at(alias));
      return Scalar.nothing(at(alias));
    }
    values += anchored.size();
    return anchored.value();
  }

  private void refuseMore(Location at) {
    if (!isFull) {
      problems.error(at, "the aliases up to here repeat more than 100,000 values; use fewer");
    }
    isFull = true;
  }

  private Scalar scalar(ScalarEvent event) {
    event.getTag().ifPresent(tag -> requireStandard(event, tag));
    boolean isText = event.getTag().filter(tag -> tag.equals(STANDARD_TAG + "str")).isPresent();
    return new Scalar(event.getValue(), event.isPlain() && !isText, at(event));
  }

  private Sequence sequence(SequenceStartEvent start, int depth) {
    requireNotTooDeep(start, depth);
    start.getTag().ifPresent(tag -> requireStandard(start, tag));
    List<Yaml> items = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      items.add(value(event, depth + 1));
    }
    return new Sequence(items, at(start));
  }

  private Mapping mapping(MappingStartEvent start, int depth) {
    requireNotTooDeep(start, depth);
    start.getTag().ifPresent(tag -> requireStandard(start, tag));
    Map<String, Entry> entries = new LinkedHashMap<>();
    List<Yaml> merged = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      Yaml key = value(event, depth + 1);
      Yaml value = value(events.next(), depth + 1);
      if (key instanceof Scalar(String text, boolean plain, Location at)) {
        if (plain && text.equals(MERGE)) {
          merged.add(value);
        } else {
          put(entries, new Entry(text, at, value));
        }
      } else {
        problems.error(key.at(), "a key must be a word, but this one is " + key.kind());
      }
    }
    merged.forEach(value -> merge(entries, value));
    return new Mapping(List.copyOf(entries.values()), at(start));
  }

  private void put(Map<String, Entry> entries, Entry entry) {
    Entry first = entries.putIfAbsent(entry.key(), entry);
    if (first != null) {
      problems.error(
          entry.at(),
          "the key "
              + Words.key(entry.key())
              + " is set twice, first in line "
              + first.at().line()
              + "; remove one of them");
    }
  }

  /**
   * YAML 1.1's merge key, which LiteLLM's users write: what is set beside it takes precedence over
   * it.
   */
  private void merge(Map<String, Entry> entries, Yaml value) {
    switch (value) {
      case Mapping mapping -> mapping.entries().forEach(e -> entries.putIfAbsent(e.key(), e));
      case Sequence sequence when sequence.items().stream().allMatch(Mapping.class::isInstance) ->
          sequence.items().forEach(item -> merge(entries, item));
      case Sequence sequence -> problems.error(value.at(), mergeMessage(value));
      case Scalar scalar -> problems.error(value.at(), mergeMessage(value));
    }
  }

  private static String mergeMessage(Yaml value) {
    return "'<<' merges a mapping, or a list of them, into this one, but its value is "
        + value.kind()
        + "; write '<<: *name'";
  }

  private void requireNotTooDeep(Event start, int depth) {
    if (depth >= MAX_DEPTH) {
      throw new TooMuchException(
          at(start), "values nest more than " + MAX_DEPTH + " deep here; nest fewer");
    }
  }

  private void requireStandard(Event event, String tag) {
    boolean isStandard =
        tag.equals("!")
            || (tag.startsWith(STANDARD_TAG)
                && TAGS.contains(tag.substring(STANDARD_TAG.length())));
    if (!isStandard) {
      problems.error(
          at(event), "this value has a tag ('!...') that means nothing here; remove it, or quote");
    }
  }

  private Location at(Event event) {
    return at(file, event.getStartMark());
  }

  static Location at(String file, Optional<Mark> mark) {
    return mark.map(m -> new Location(file, m.getLine() + 1, m.getColumn() + 1))
        .orElseGet(() -> Location.whole(file));
  }

  /** A value that aliases may repeat, and how many values it is made of. */
  private record Anchored(Yaml value, int size) {}

  /** A text goes beyond what is read of one. */
  private static final class TooMuchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Location at;
    private final String what;

    TooMuchException(Location at, String what) {
      super(what, null, false, false);
      this.at = at;
      this.what = what;
    }
  }
}
