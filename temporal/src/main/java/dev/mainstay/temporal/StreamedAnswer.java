package dev.mainstay.temporal;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import java.util.Objects;
import java.util.Optional;

/**
 * A streamed answer when it is whole.
 *
 * @param response the whole answer
 * @param messageId under which the sink has it
 * @param sinkFailure the kind of failure that the sink met, where the call went on without it: its
 *     readers have a part of the answer only
 */
public record StreamedAnswer(
    ChatResponse response, String messageId, Optional<String> sinkFailure) {
  /** Null is refused. */
  public StreamedAnswer {
    Objects.requireNonNull(response, "response");
    Objects.requireNonNull(messageId, "messageId");
    Objects.requireNonNull(sinkFailure, "sinkFailure");
  }

  /** The text of the answer. */
  public String text() {
    return response.text();
  }

  /** The answer as it travels. */
  public JsonObject json() {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("response", ResponseJson.of(response))
            .put("message_id", messageId);
    sinkFailure.ifPresent(kind -> json.put("sink_failure", kind));
    return json.build();
  }

  /** The answer that travelled as {@code json}. */
  public static StreamedAnswer of(JsonObject json) {
    return new StreamedAnswer(
        ResponseJson.read(json.object("response").orElse(JsonObject.empty())),
        json.text("message_id").orElse(""),
        json.text("sink_failure"));
  }
}
