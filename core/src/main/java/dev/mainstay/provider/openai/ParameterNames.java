package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import java.util.HashMap;
import java.util.Map;

/** The parameters of a request under the names that a vendor has for them. */
final class ParameterNames {
  private static final String MAX_TOKENS = "max_tokens";

  private ParameterNames() {}

  /**
   * {@code request} as {@code vendor} takes it; the very same where nothing is called otherwise.
   */
  static JsonObject write(Vendor vendor, JsonObject request) {
    Map<String, String> names = new HashMap<>(vendor.renamed());
    if (vendor.has(Vendor.Quirk.REASONING) && ReasoningModels.isAsked(request)) {
      names.put(MAX_TOKENS, "max_completion_tokens");
    }
    names.keySet().removeIf(name -> !request.has(name));
    return names.isEmpty() ? request : renamed(request, names);
  }

  private static JsonObject renamed(JsonObject request, Map<String, String> names) {
    JsonObjectBuilder written = JsonObject.builder();
    request.forEach((name, value) -> {
      String own = names.getOrDefault(name, name);
      if (own.equals(name) || !request.has(own)) {
        written.put(own, value);
      }
    });
    return written.build();
  }
}
