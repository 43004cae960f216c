package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Whether the results in a conversation are those of the calls in the turn before, each by its id,
 * and whether an id is used twice.
 */
final class CallsAnswered {
  private CallsAnswered() {}

  /**
   * The ids of the first calls without results, or else of the first results without calls.
   *
   * @param calls the ids of the calls in a turn
   * @param results the ids of the results in a turn
   */
  static Optional<List<String>> firstMismatch(
      List<JsonObject> turns,
      Function<JsonObject, List<String>> calls,
      Function<JsonObject, List<String>> results) {
    List<String> open = List.of();
    for (JsonObject turn : turns) {
      List<String> given = results.apply(turn);
      List<String> unanswered = open.stream().filter(id -> !given.contains(id)).toList();
      List<String> called = open;
      List<String> uncalled = given.stream().filter(id -> !called.contains(id)).toList();
      if (!unanswered.isEmpty() || !uncalled.isEmpty()) {
        return Optional.of(unanswered.isEmpty() ? uncalled : unanswered);
      }
      open = calls.apply(turn);
    }
    return open.isEmpty() ? Optional.empty() : Optional.of(open);
  }

  /**
   * Whether two calls have the same id.
   *
   * @param calls the ids of the calls in a turn
   */
  static boolean areRepeated(List<JsonObject> turns, Function<JsonObject, List<String>> calls) {
    Set<String> seen = new HashSet<>();
    return turns.stream().flatMap(turn -> calls.apply(turn).stream()).anyMatch(id -> !seen.add(id));
  }
}
