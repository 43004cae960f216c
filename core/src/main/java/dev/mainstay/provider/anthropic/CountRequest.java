package dev.mainstay.provider.anthropic;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import java.util.List;

/**
 * Writes a chat request as a question about its tokens.
 * https://docs.claude.com/en/api/messages-count-tokens
 */
final class CountRequest {
  static final String COUNT = "input_tokens";
  private static final List<String> FIELDS =
      List.of("model", "system", "messages", "tools", "tool_choice", "thinking");

  private CountRequest() {}

  /**
   * The body for {@code deployment}.
   *
   * @throws dev.mainstay.provider.wire.UnsupportedException if the request asks for what the
   *     dialect has not
   */
  static JsonObject of(Deployment deployment, ChatRequest request) {
    JsonObject whole = MessagesRequest.of(deployment, request);
    JsonObjectBuilder body = JsonObject.builder();
    FIELDS.forEach(name -> whole.get(name).ifPresent(value -> body.put(name, value)));
    return body.build();
  }
}
