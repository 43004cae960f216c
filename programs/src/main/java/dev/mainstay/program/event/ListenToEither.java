package dev.mainstay.program.event;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * To what one of two listens to.
 *
 * @param one the one
 * @param other the other
 */
record ListenToEither(Listen one, Listen other) implements Listen {
  ListenToEither {
    Objects.requireNonNull(other, "other");
  }

  @Override
  public boolean to(String path, String field) {
    return one.to(path, field) || other.to(path, field);
  }

  @Override
  public Set<String> names(String path) {
    Set<String> names = new HashSet<>(one.names(path));
    names.addAll(other.names(path));
    return names;
  }
}
