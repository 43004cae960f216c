package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.ParameterPolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * OpenAI's parameters as a dialect of another kind reads them: each is what its name says, and an
 * effort is one of the words that there are.
 */
final class RequestWords {
  private static final String EFFORT = "reasoning_effort";
  private static final String NONE = "none";
  private static final Set<String> EFFORTS =
      Set.of(NONE, "minimal", "low", "medium", "high", "xhigh", "max");

  private static final Map<String, Kind> KINDS = kinds();

  private RequestWords() {}

  private enum Kind {
    NUMBER("a number", JsonNumber.class::isInstance),
    FLAG("true or false", JsonBoolean.class::isInstance),
    WORD("a word", JsonString.class::isInstance),
    OBJECT("an object", JsonObject.class::isInstance),
    LIST("an array", JsonArray.class::isInstance),
    TEXTS("a text or an array of texts", RequestWords::isTexts);

    private final String words;
    private final Predicate<JsonValue> fits;

    Kind(String words, Predicate<JsonValue> fits) {
      this.words = words;
      this.fits = fits;
    }
  }

  /**
   * {@code request} with an effort that is a word of OpenAI's, or none where it asks for nothing:
   * {@code default}, as Groq's users write it, leaves the effort to the model; {@code disable}, as
   * LiteLLM's do, wants none.
   *
   * @throws UnsupportedException if a parameter is not what its name says
   */
  static JsonObject read(String provider, JsonObject request, ParameterPolicy policy) {
    KINDS.forEach((name, kind) -> {
      JsonValue value = request.get(name).orElse(JsonNull.NULL);
      if (value != JsonNull.NULL && !kind.fits.test(value)) {
        throw UnsupportedException.malformed(
            name, provider + " takes '" + name + "' as " + kind.words + " and nothing else");
      }
    });
    return request.hasValue(EFFORT) ? withEffort(provider, request, policy) : request;
  }

  private static JsonObject withEffort(
      String provider, JsonObject request, ParameterPolicy policy) {
    String effort = request.text(EFFORT).orElse("");
    if (EFFORTS.contains(effort)) {
      return request;
    }
    if (effort.equals("disable")) {
      return request.with(EFFORT, NONE);
    }
    if (effort.equals("default") || policy.dropsUnsupported()) {
      return request.without(Set.of(EFFORT));
    }
    throw UnsupportedException.value(
        provider, EFFORT, effort, "none, minimal, low, medium, high, xhigh, max or default");
  }

  private static boolean isTexts(JsonValue value) {
    return value instanceof JsonString
        || (value instanceof JsonArray texts
            && texts.items().stream().allMatch(JsonString.class::isInstance));
  }

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    put(kinds, Kind.NUMBER, "max_tokens max_completion_tokens temperature top_p n seed");
    put(kinds, Kind.NUMBER, "presence_penalty frequency_penalty top_logprobs");
    put(kinds, Kind.FLAG, "parallel_tool_calls logprobs");
    put(kinds, Kind.WORD, "reasoning_effort service_tier verbosity");
    put(kinds, Kind.OBJECT, "thinking output_config logit_bias web_search_options");
    put(kinds, Kind.LIST, "modalities");
    put(kinds, Kind.TEXTS, "stop");
    return kinds;
  }

  private static void put(Map<String, Kind> kinds, Kind kind, String names) {
    for (String name : names.split(" ")) {
      kinds.put(name, kind);
    }
  }
}
