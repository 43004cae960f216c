package dev.mainstay.gateway.config;

import java.util.List;
import java.util.Set;

/** A YAML value that knows where it stands. */
sealed interface Yaml {
  /** Where it begins. */
  Location at();

  /** What it is, for a message. */
  default String kind() {
    return switch (this) {
      case Mapping mapping -> "a mapping";
      case Sequence sequence -> "a list";
      case Scalar scalar -> scalar.isNull() ? "empty" : "text";
    };
  }

  /** Whether it is YAML's null: nothing, {@code ~} or {@code null}. */
  default boolean isNull() {
    return false;
  }

  /** Keys with values, in their order, each key once. */
  record Mapping(List<Entry> entries, Location at) implements Yaml {
    public Mapping {
      entries = List.copyOf(entries);
    }
  }

  /** A key with its value; {@code at} is where the key stands. */
  record Entry(String key, Location at, Yaml value) {}

  /** Values in order. */
  record Sequence(List<Yaml> items, Location at) implements Yaml {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /**
   * A single value.
   *
   * @param text its text, without quotes
   * @param plain whether it stood without quotes, so that it may be a number, a boolean or null
   */
  record Scalar(String text, boolean plain, Location at) implements Yaml {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    static Scalar nothing(Location at) {
      return new Scalar("", true, at);
    }

    @Override
    public boolean isNull() {
      return plain && NULLS.contains(text);
    }
  }
}
