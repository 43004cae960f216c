package dev.mainstay.gateway.config.request;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import java.util.Map;
import java.util.Set;

/** LiteLLM's names for what a request says of its parameters, and the library's for the same. */
final class ParameterFields {
  private static final Map<String, String> NAMES =
      Map.of(
          "drop_params", "drops_unsupported",
          "additional_drop_params", "dropped_params",
          "allowed_openai_params", "allowed_params");

  /** Them and the library's own that a caller may write. */
  static final Set<String> ALL =
      Set.of(
          "drop_params",
          "additional_drop_params",
          "allowed_openai_params",
          "optional_openai_params");

  private ParameterFields() {}

  /** {@code body} under the library's names; the very same where it has none of these fields. */
  static JsonObject renamedIn(JsonObject body) {
    if (!hasAny(body)) {
      return body;
    }
    JsonObjectBuilder renamed = JsonObject.builder();
    body.forEach((name, value) -> renamed.put(NAMES.getOrDefault(name, name), value));
    return renamed.build();
  }

  private static boolean hasAny(JsonObject body) {
    for (String name : body.names()) {
      if (NAMES.containsKey(name)) {
        return true;
      }
    }
    return false;
  }
}
