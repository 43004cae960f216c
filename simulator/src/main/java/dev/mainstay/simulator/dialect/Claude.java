package dev.mainstay.simulator.dialect;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Claude by its name, in which its cloud's own words may be.
 *
 * @param name the name
 * @param version the version times ten, as in 45; 0 where the name tells none
 */
record Claude(String name, int version) {
  // A date of eight digits is not a version.
  private static final Pattern VERSION =
      Pattern.compile("claude-(?:[a-z]+-)?(\\d{1,2})(?!\\d)(?:[-.](\\d{1,2})(?!\\d))?");

  static Claude of(String name) {
    Matcher found = VERSION.matcher(name);
    if (!found.find()) {
      return new Claude(name, 0);
    }
    int minor = found.group(2) == null ? 0 : Integer.parseInt(found.group(2));
    return new Claude(name, Integer.parseInt(found.group(1)) * 10 + minor);
  }

  /** Whether it is of {@code version} or later. */
  boolean isFrom(int version) {
    return this.version >= version;
  }

  /** Whether its name tells that it is earlier than {@code version}. */
  boolean isBefore(int version) {
    return this.version > 0 && this.version < version;
  }

  /** Whether it is one of {@code models}, each a family and a version, as in {@code opus 55}. */
  boolean isOneOf(Set<String> models) {
    return Stream.of("haiku", "sonnet", "opus", "fable", "mythos")
        .filter(name::contains)
        .anyMatch(family -> models.contains(family + " " + version));
  }
}
