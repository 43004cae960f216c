package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Entry;
import dev.mainstay.gateway.config.Yaml.Mapping;
import dev.mainstay.gateway.config.words.Words;
import dev.mainstay.routing.Fallbacks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads where calls go when a group cannot serve them. */
record FallbackReader(Values values, GroupNames names, Section router, Section litellm) {

  Fallbacks read() {
    Fallbacks fallbacks =
        Fallbacks.none()
            .withGeneric(lists("fallbacks", true))
            .withContextWindow(lists("context_window_fallbacks", false))
            .withContentPolicy(lists("content_policy_fallbacks", false))
            .withDefault(byDefault());
    return router
        .get("max_fallbacks", values.whole(0, 100))
        .map(fallbacks::withMax)
        .orElse(fallbacks);
  }

  private Map<String, List<String>> lists(String key, boolean mayBeForAny) {
    return stronger(key)
        .map(entry -> new Lists(key, mayBeForAny).read(entry.value()))
        .orElse(Map.of());
  }

  private List<String> byDefault() {
    List<Text> texts =
        stronger("default_fallbacks")
            .flatMap(entry -> values.texts(entry.key(), entry.value()))
            .orElse(List.of());
    return names.targets(texts, "", "every group falls back to ");
  }

  private Optional<Entry> stronger(String key) {
    Optional<Entry> strong = router.entry(key);
    Optional<Entry> weak = litellm.entry(key);
    if (strong.isPresent() && weak.isPresent()) {
      values
          .problems()
          .warning(
              weak.get().at(),
              key
                  + " of router_settings takes precedence over this one, which has no effect; remove one of"
                  + " them");
    }
    return strong.or(() -> weak);
  }

  /** What one of the keys says: for each group its list. */
  private final class Lists {
    private final String key;
    private final boolean mayBeForAny;
    private final Map<String, List<String>> lists = new LinkedHashMap<>();
    private final Map<String, Location> places = new LinkedHashMap<>();

    Lists(String key, boolean mayBeForAny) {
      this.key = key;
      this.mayBeForAny = mayBeForAny;
    }

    Map<String, List<String>> read(Yaml value) {
      if (value instanceof Mapping mapping) {
        mapping.entries().forEach(this::read);
      } else {
        values.list(key, value).ifPresent(list -> list.items().forEach(this::readItem));
      }
      return lists;
    }

    private void readItem(Yaml item) {
      if (item instanceof Mapping mapping) {
        mapping.entries().forEach(this::read);
      } else {
        values
            .problems()
            .error(
                item.at(),
                "an entry of " + key + " is " + item.kind() + "; write '- group: [first, second]'");
      }
    }

    private void read(Entry entry) {
      String from = entry.key();
      boolean isForAny = mayBeForAny && from.equals(Fallbacks.ANY);
      if (!isForAny && !names.isOwner(from, entry.at(), key + " lead from ")) {
        return;
      }
      Location first = places.putIfAbsent(from, entry.at());
      if (first != null) {
        values
            .problems()
            .warning(
                entry.at(),
                Words.quoted(from)
                    + " has "
                    + key
                    + " in line "
                    + first.line()
                    + " already; these come after them");
      }
      values.texts("the list of " + key, entry.value()).ifPresent(texts -> add(from, texts));
    }

    private void add(String from, List<Text> texts) {
      String what = Words.quoted(from) + " falls back to ";
      texts.stream()
          .filter(to -> names.leadsTo(from, to, what))
          .forEach(to ->
              values
                  .problems()
                  .warning(
                      to.at(), Words.quoted(from) + " falls back to itself, which has no effect"));
      List<String> targets = names.targets(texts, from, what);
      if (!targets.isEmpty()) {
        lists.computeIfAbsent(from, f -> new ArrayList<>()).addAll(targets);
      }
    }
  }
}
