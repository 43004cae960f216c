package dev.mainstay.temporal.batch;

import dev.mainstay.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/** What a line of the answers tells that is a failure. */
final class FailedLine {
  // The same would come of it again, whenever it is asked.
  private static final Set<String> OF_ITSELF =
      Set.of(
          "BadRequest",
          "UnsupportedParameter",
          "Unprocessable",
          "RequestTooLarge",
          "ContextWindowExceeded",
          "ContentPolicyViolation");

  private FailedLine() {}

  /** Whether {@code line} tells a failure. */
  static boolean is(JsonObject line) {
    return line.object("error").isPresent();
  }

  /**
   * Whether it tells one that is not the line's own: of the provider, of the way there, or of the
   * configuration. Another start may do better.
   */
  static boolean mayPass(JsonObject line) {
    Optional<String> type = line.object("error").flatMap(error -> error.text("type"));
    return is(line) && type.filter(OF_ITSELF::contains).isEmpty();
  }
}
