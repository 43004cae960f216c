package dev.mainstay.program.event;

import java.util.Set;

/**
 * To fields by their names.
 *
 * @param names their names
 */
record NamedFields(Set<String> names) implements Listen {
  NamedFields {
    names = Set.copyOf(names);
  }

  @Override
  public boolean to(String path, String field) {
    return names.contains(field);
  }

  @Override
  public Set<String> names(String path) {
    return names;
  }
}
