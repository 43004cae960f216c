package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Entry;
import dev.mainstay.gateway.config.Yaml.Mapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads where calls go when a group cannot serve them: {@code fallbacks}, and after them {@code
 * default_fallbacks}, for which {@code "*"} in {@code fallbacks} is another name.
 */
final class FallbackReader {
  private static final String EVERY_GROUP = "*";
  private static final String FORM = "; write '- group: [first, second]'";

  private final Values values;
  private final Set<String> groups;
  private final Map<String, List<String>> lists = new LinkedHashMap<>();
  private final Map<String, Location> places = new LinkedHashMap<>();

  FallbackReader(Values values, Set<String> groups) {
    this.values = values;
    this.groups = groups;
  }

  /** For each group, the groups to go to, in order. */
  Map<String, List<String>> read(Section router, Section litellm) {
    stronger("fallbacks", router, litellm).ifPresent(this::readLists);
    stronger("default_fallbacks", router, litellm)
        .flatMap(entry -> values.texts(entry.key(), entry.value()))
        .ifPresent(texts -> add(EVERY_GROUP, texts));
    return complete();
  }

  private Optional<Entry> stronger(String key, Section router, Section litellm) {
    Optional<Entry> strong = router.entry(key);
    Optional<Entry> weak = litellm.entry(key);
    if (strong.isPresent() && weak.isPresent()) {
      values
          .problems()
          .warning(
              weak.get().at(),
              key
                  + " of router_settings goes before this one, which has no effect; remove one of"
                  + " them");
    }
    return strong.or(() -> weak);
  }

  private void readLists(Entry fallbacks) {
    if (fallbacks.value() instanceof Mapping mapping) {
      mapping.entries().forEach(this::readList);
      return;
    }
    values
        .list("fallbacks", fallbacks.value())
        .ifPresent(list -> {
          for (Yaml item : list.items()) {
            if (item instanceof Mapping mapping) {
              mapping.entries().forEach(this::readList);
            } else {
              error(item.at(), "an entry of fallbacks is " + item.kind() + FORM);
            }
          }
        });
  }

  private void readList(Entry entry) {
    requireGroup(entry.key(), entry.at(), "fallbacks lead from ");
    Location first = places.putIfAbsent(entry.key(), entry.at());
    if (first != null) {
      values
          .problems()
          .warning(
              entry.at(),
              Words.quoted(entry.key())
                  + " has fallbacks in line "
                  + first.line()
                  + " already; these come after them");
    }
    values
        .texts("the list of fallbacks", entry.value())
        .ifPresent(texts -> add(entry.key(), texts));
  }

  private void add(String group, List<Text> texts) {
    List<String> list = lists.computeIfAbsent(group, g -> new ArrayList<>());
    for (Text text : texts) {
      requireGroup(text.value(), text.at(), Words.quoted(group) + " falls back to ");
      if (text.value().equals(group)) {
        values
            .problems()
            .warning(text.at(), Words.quoted(group) + " falls back to itself, which has no effect");
      }
      list.add(text.value());
    }
  }

  private void requireGroup(String name, Location at, String what) {
    if (!groups.contains(name) && !name.equals(EVERY_GROUP)) {
      error(
          at,
          what + Words.quoted(name) + ", which is no model_name" + Words.suggestion(name, groups));
    }
  }

  private Map<String, List<String>> complete() {
    List<String> always = lists.getOrDefault(EVERY_GROUP, List.of());
    Map<String, List<String>> complete = new LinkedHashMap<>();
    for (String group : groups) {
      Set<String> to = new LinkedHashSet<>(lists.getOrDefault(group, List.of()));
      to.addAll(always);
      to.remove(group);
      if (!to.isEmpty()) {
        complete.put(group, List.copyOf(to));
      }
    }
    return complete;
  }

  private void error(Location at, String message) {
    values.problems().error(at, message);
  }
}
