package dev.mainstay.program.event;

import dev.mainstay.program.signature.FieldAccessor;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Which fields somebody wants to see while they come. What nobody sees may be done again, unseen,
 * where an attempt breaks, and costs nothing. An answer is whole in any case.
 */
@FunctionalInterface
public interface Listen {
  /** Whether {@code field} of the program at {@code path} is seen. */
  boolean to(String path, String field);

  /**
   * The names by which fields of the program at {@code path} are asked for. A program that is
   * streamed refuses those that it has not; those of the programs that it calls are not known yet.
   */
  default Set<String> names(String path) {
    Objects.requireNonNull(path, "path");
    return Set.of();
  }

  /** To every field. */
  static Listen all() {
    return (path, field) -> true;
  }

  /** To no field. */
  static Listen none() {
    return (path, field) -> false;
  }

  /** To the fields called {@code names}, of whichever program. */
  static Listen to(String... names) {
    Objects.requireNonNull(names, "names");
    Set<String> wanted = new HashSet<>();
    for (String name : names) {
      wanted.add(Objects.requireNonNull(name, "name"));
    }
    return new NamedFields(wanted);
  }

  /**
   * To {@code fields}, of whichever program.
   *
   * @throws IllegalArgumentException if one is a lambda and not an accessor
   */
  @SafeVarargs
  static <T> Listen to(FieldAccessor<T>... fields) {
    Objects.requireNonNull(fields, "fields");
    Set<String> wanted = new HashSet<>();
    for (FieldAccessor<T> field : fields) {
      wanted.add(Objects.requireNonNull(field, "field").name());
    }
    return new NamedFields(wanted);
  }

  /** To these fields, at the program at {@code path} alone. */
  default Listen at(String path) {
    return new ListenAt(this, path);
  }

  /** To what either listens to. */
  default Listen or(Listen other) {
    return new ListenToEither(this, other);
  }
}
