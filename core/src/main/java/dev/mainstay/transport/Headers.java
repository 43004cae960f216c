package dev.mainstay.transport;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * HTTP headers: immutable, in order, names compared without regard to case. A name may occur more
 * than once. Headers with the same entries in the same order are equal.
 */
public final class Headers {
  private static final Headers NONE = new Headers(List.of());

  private final List<Field> entries;

  private Headers(List<Field> entries) {
    this.entries = entries;
  }

  /** No headers. */
  public static Headers none() {
    return NONE;
  }

  /**
   * Headers from names and values in turn.
   *
   * @throws IllegalArgumentException if their number is odd
   */
  public static Headers of(String... namesAndValues) {
    Objects.requireNonNull(namesAndValues, "namesAndValues");
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "headers come in pairs of name and value, but there are " + namesAndValues.length);
    }
    List<Field> entries = new ArrayList<>(namesAndValues.length / 2);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      entries.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
    }
    return of(entries);
  }

  /** Headers from {@code entries}, in their order. */
  public static Headers of(List<Field> entries) {
    Objects.requireNonNull(entries, "entries");
    for (Field entry : entries) {
      Objects.requireNonNull(entry, "entry");
    }
    return entries.isEmpty() ? NONE : new Headers(List.copyOf(entries));
  }

  /** The first value of {@code name}. */
  public Optional<String> first(String name) {
    Objects.requireNonNull(name, "name");
    for (Field entry : entries) {
      if (entry.name().equalsIgnoreCase(name)) {
        return Optional.of(entry.value());
      }
    }
    return Optional.empty();
  }

  /** All values of {@code name}, in order. */
  public List<String> all(String name) {
    Objects.requireNonNull(name, "name");
    List<String> values = List.of();
    for (Field entry : entries) {
      if (entry.name().equalsIgnoreCase(name)) {
        values = values.isEmpty() ? new ArrayList<>(2) : values;
        values.add(entry.value());
      }
    }
    return Collections.unmodifiableList(values);
  }

  /** These headers with {@code name} set to {@code value} alone. */
  public Headers with(String name, String value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    List<Field> changed = new ArrayList<>(entries.size() + 1);
    for (Field entry : entries) {
      if (!entry.name().equalsIgnoreCase(name)) {
        changed.add(entry);
      }
    }
    changed.add(new Field(name, value));
    return of(changed);
  }

  /** Calls {@code action} with each name and value, in order. */
  public void forEach(BiConsumer<String, String> action) {
    Objects.requireNonNull(action, "action");
    entries.forEach(entry -> action.accept(entry.name(), entry.value()));
  }

  /** The headers in order; unmodifiable. */
  public List<Field> entries() {
    return entries;
  }

  /**
   * Whether {@code other} holds the same names, as they are written, and values in the same order.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Headers that && entries.equals(that.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  // Values may hold keys: only the names are shown.
  @Override
  public String toString() {
    return entries.stream().map(Field::name).toList().toString();
  }

  /** One header. */
  public record Field(String name, String value) {
    /** Null is refused. */
    public Field {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
    }

    // The value may be a key.
    @Override
    public String toString() {
      return name;
    }
  }
}
