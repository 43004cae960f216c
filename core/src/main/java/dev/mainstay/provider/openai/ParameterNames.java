package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The parameters of a request under the names that a vendor has for them. */
final class ParameterNames {
  private static final String MAX_TOKENS = "max_tokens";
  // They refuse max_tokens: https://platform.openai.com/docs/guides/reasoning
  private static final Pattern REASONING = Pattern.compile("(?:.*/)?(?:o[1-9]|gpt-[5-9]).*");

  private ParameterNames() {}

  /**
   * {@code request} as {@code vendor} takes it; the very same where nothing is called otherwise.
   */
  static JsonObject write(Vendor vendor, JsonObject request) {
    Map<String, String> names = new HashMap<>(vendor.renamed());
    if (vendor.has(Vendor.Quirk.REASONING_LIMIT)
        && REASONING.matcher(request.text("model").orElse("")).matches()) {
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
