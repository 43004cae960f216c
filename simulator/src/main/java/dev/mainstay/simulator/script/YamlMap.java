package dev.mainstay.simulator.script;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The members of a mapping in a YAML text. */
final class YamlMap {
  private final YamlNode node;
  private final String what;
  private final Map<String, YamlNode> members;

  YamlMap(YamlNode node, String what, Map<String, YamlNode> members) {
    this.node = node;
    this.what = what;
    this.members = members;
  }

  YamlNode node() {
    return node;
  }

  boolean has(String key) {
    return members.containsKey(key);
  }

  boolean hasAny(Collection<String> keys) {
    return keys.stream().anyMatch(members::containsKey);
  }

  Optional<YamlNode> get(String key) {
    return Optional.ofNullable(members.get(key));
  }

  YamlNode require(String key) {
    return get(key).orElseThrow(() -> node.error(what + " needs '" + key + "'; add it"));
  }

  Map<String, YamlNode> members() {
    return members;
  }

  /** Complains about the first key that is not among {@code known}. */
  void requireOnly(Collection<String> known) {
    for (Map.Entry<String, YamlNode> member : members.entrySet()) {
      if (!known.contains(member.getKey())) {
        throw member.getValue().error(unknown(member.getKey(), known));
      }
    }
  }

  /** The one key of {@code keys} that is there, if any; complains about two. */
  Optional<String> one(Set<String> keys) {
    List<String> found = members.keySet().stream().filter(keys::contains).toList();
    if (found.size() > 1) {
      throw node.error(
          "'" + found.get(0) + "' and '" + found.get(1) + "' exclude each other; keep one of them");
    }
    return found.stream().findFirst();
  }

  private String unknown(String key, Collection<String> known) {
    String meant = key.toLowerCase(Locale.ROOT).replace('_', '-');
    if (known.contains(meant)) {
      return what + " has no '" + key + "'; write '" + meant + "'";
    }
    List<String> sorted = new ArrayList<>(known);
    sorted.sort(null);
    return what + " has no '" + key + "'; it may have " + String.join(", ", sorted);
  }
}
