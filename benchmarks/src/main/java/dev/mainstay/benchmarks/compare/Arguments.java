package dev.mainstay.benchmarks.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a script says to its program.
 *
 * @param options the words {@code --name=value}, by name
 * @param names the others, in order
 */
record Arguments(Map<String, String> options, List<String> names) {
  static Arguments of(List<String> words) {
    Map<String, String> options = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (word.startsWith("--") && equals > 0) {
        options.put(word.substring(2, equals), word.substring(equals + 1));
      } else {
        names.add(word);
      }
    }
    return new Arguments(Map.copyOf(options), List.copyOf(names));
  }

  Optional<String> find(String option) {
    return Optional.ofNullable(options.get(option));
  }

  /**
   * The value of {@code option}.
   *
   * @throws IllegalArgumentException if it is not there
   */
  String option(String option) {
    return find(option)
        .orElseThrow(() -> new IllegalArgumentException("--" + option + "=VALUE is missing"));
  }

  /**
   * The number that is the value of {@code option}.
   *
   * @throws IllegalArgumentException if it is not there, or is not a number
   */
  int number(String option) {
    return Integer.parseInt(option(option));
  }
}
