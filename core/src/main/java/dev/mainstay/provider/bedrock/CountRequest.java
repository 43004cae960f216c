package dev.mainstay.provider.bedrock;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import java.util.List;

/**
 * Writes a chat request as a question about its tokens.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html
 */
final class CountRequest {
  static final String COUNT = "inputTokens";
  private static final List<String> FIELDS =
      List.of("messages", "system", "toolConfig", "additionalModelRequestFields");

  private CountRequest() {}

  /**
   * The body for {@code deployment}.
   *
   * @throws dev.mainstay.provider.wire.UnsupportedException if the request asks for what the
   *     dialect has not
   */
  static JsonObject of(Deployment deployment, ChatRequest request) {
    JsonObject whole = ConverseRequest.of(deployment, request);
    JsonObjectBuilder counted = JsonObject.builder();
    FIELDS.forEach(name -> whole.get(name).ifPresent(value -> counted.put(name, value)));
    return JsonObject.of("input", JsonObject.of("converse", counted.build()));
  }
}
