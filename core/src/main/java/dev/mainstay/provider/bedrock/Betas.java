package dev.mainstay.provider.bedrock;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The betas of Anthropic's API that a request opts into. A client of that API names many that
 * Bedrock has not, and Bedrock refuses a request for one of those.
 */
final class Betas {
  /** The request's field that names them. */
  static final String FIELD = "anthropic_beta";

  // https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages-request-response.html
  private static final Set<String> KNOWN =
      Set.of(
          "computer-use-2024-10-22",
          "computer-use-2025-01-24",
          "computer-use-2025-11-24",
          "token-efficient-tools-2025-02-19",
          "interleaved-thinking-2025-05-14",
          "output-128k-2025-02-19",
          "dev-full-thinking-2025-05-14",
          "context-1m-2025-08-07",
          "context-management-2025-06-27",
          "effort-2025-11-24",
          "tool-search-tool-2025-10-19",
          "tool-examples-2025-10-29");

  private Betas() {}

  /** Those of {@code request} that Bedrock has. */
  static Optional<JsonArray> of(JsonObject request) {
    List<JsonValue> names =
        request
            .array(FIELD)
            .map(JsonArray::items)
            .orElseGet(() -> request.get(FIELD).stream().toList())
            .stream()
            .flatMap(value ->
                value instanceof JsonString(String text)
                    ? Arrays.stream(text.split(","))
                    : Arrays.stream(new String[0]))
            .map(String::strip)
            .filter(KNOWN::contains)
            .distinct()
            .<JsonValue>map(JsonString::new)
            .toList();
    return names.isEmpty() ? Optional.empty() : Optional.of(JsonArray.of(names));
  }
}
