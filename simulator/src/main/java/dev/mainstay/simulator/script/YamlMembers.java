package dev.mainstay.simulator.script;

import dev.mainstay.simulator.exchange.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The members of a YAML mapping, written one after the other on one line. */
final class YamlMembers {
  private final List<String> members = new ArrayList<>();

  void put(String name, String yaml) {
    members.add(name + ": " + yaml);
  }

  void text(String name, String text) {
    put(name, YamlText.quote(text));
  }

  void textOrNull(String name, Optional<String> text) {
    put(name, text.map(YamlText::quote).orElse("null"));
  }

  /** A duration, unless it is the usual one. */
  void wait(String name, Duration wait, Duration usual) {
    if (!wait.equals(usual)) {
      put(name, YamlDuration.format(wait));
    }
  }

  /** Headers, if there are any: as a mapping, unless a name occurs twice. */
  void headers(List<Header> headers) {
    if (headers.isEmpty()) {
      return;
    }
    Set<String> names = new HashSet<>();
    if (!headers.stream().allMatch(header -> names.add(header.name()))) {
      List<String> lines = headers.stream().map(h -> h.name() + ": " + h.value()).toList();
      put("headers", YamlText.list(lines));
      return;
    }
    YamlMembers values = new YamlMembers();
    headers.forEach(header -> values.text(YamlText.quote(header.name()), header.value()));
    put("headers", "{" + values + "}");
  }

  @Override
  public String toString() {
    return String.join(", ", members);
  }
}
