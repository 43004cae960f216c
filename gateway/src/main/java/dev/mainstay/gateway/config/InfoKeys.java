package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Entry;
import dev.mainstay.gateway.config.words.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keys of {@code model_info} that have no effect. People note there what they like, which is told
 * in one line; a slip of the hand, and what LiteLLM reads, is told for itself.
 */
final class InfoKeys {
  private static final int SHOWN = 8;
  // What belongs in litellm_params and is looked for here.
  private static final Set<String> MISPLACED = Set.of("rpm", "tpm", "weight", "order", "tags");

  private final Problems problems;
  private final Map<String, Location> notes = new LinkedHashMap<>();

  InfoKeys(Problems problems) {
    this.problems = problems;
  }

  /** Tells of what may be a mistake in {@code info}, and keeps the rest. */
  void read(Section info) {
    Unsupported unsupported = new Unsupported(Place.MODEL_INFO, problems);
    for (Entry entry : info.except(Place.MODEL_INFO.own())) {
      String key = entry.key();
      if (unsupported.isFor(key)) {
        unsupported.tell(entry);
      } else if (MISPLACED.contains(key) || Place.MODEL_INFO.isNearOwn(key)) {
        problems.warning(entry.at(), Place.MODEL_INFO.remark(key));
      } else {
        notes.putIfAbsent(key, entry.at());
      }
    }
  }

  /** Tells of what was kept. */
  void tell() {
    if (notes.isEmpty()) {
      return;
    }
    List<String> keys = notes.keySet().stream().map(Words::key).distinct().toList();
    String shown = keys.stream().limit(SHOWN).collect(Collectors.joining(", "));
    String more = keys.size() > SHOWN ? " and " + (keys.size() - SHOWN) + " more" : "";
    problems.warning(
        notes.values().iterator().next(),
        "nothing reads " + shown + more + " in model_info: it is for your information only");
  }
}
