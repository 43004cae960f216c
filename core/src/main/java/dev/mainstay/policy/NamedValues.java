package dev.mainstay.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings as a text, each by its name; those that nobody set are left out. */
final class NamedValues {
  private final List<String> told = new ArrayList<>();

  NamedValues and(String name, Object value) {
    switch (value) {
      case Optional<?> maybe -> maybe.ifPresent(set -> add(name, set));
      case OptionalInt maybe -> maybe.ifPresent(set -> add(name, set));
      case Map<?, ?> none when none.isEmpty() -> {}
      case Collection<?> none when none.isEmpty() -> {}
      default -> add(name, value);
    }
    return this;
  }

  private void add(String name, Object value) {
    told.add(name + "=" + value);
  }

  /** The text of what is called {@code type}. */
  String of(String type) {
    return type + told;
  }
}
