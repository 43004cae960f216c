package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonValue;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Google's names, which may also be spelled as in {@code inline_data}.
 * https://protobuf.dev/programming-guides/json/#field-names
 */
final class GoogleSpelling {
  private static final Pattern LETTER = Pattern.compile("(?<=[a-z0-9])_([a-z0-9])");
  // The names in them are the caller's.
  private static final Set<String> CALLERS =
      Set.of(
          "args",
          "response",
          "parameters",
          "parametersJsonSchema",
          "responseSchema",
          "responseJsonSchema",
          "labels");

  private GoogleSpelling() {}

  /** {@code object} with all its names spelled as in {@code inlineData}. */
  static JsonObject camelCase(JsonObject object) {
    JsonObjectBuilder spelled = JsonObject.builder();
    object.forEach((name, value) -> {
      String own = LETTER.matcher(name).replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
      spelled.put(own, CALLERS.contains(own) ? value : camelCase(value));
    });
    return spelled.build();
  }

  private static JsonValue camelCase(JsonValue value) {
    return switch (value) {
      case JsonObject object -> camelCase(object);
      case JsonArray items ->
          JsonArray.of(items.items().stream().map(GoogleSpelling::camelCase).toList());
      default -> value;
    };
  }
}
