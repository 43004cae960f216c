package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A plain answer as the one chunk of a stream: for servers that answer plainly when asked to
 * stream.
 */
final class ChunkForm {
  private ChunkForm() {}

  static JsonObject of(JsonObject answer) {
    List<JsonValue> choices =
        answer.array("choices").orElse(JsonArray.of()).items().stream()
            .map(choice -> choice instanceof JsonObject object ? choice(object) : choice)
            .toList();
    return answer.toBuilder()
        .put("object", new JsonString("chat.completion.chunk"))
        .put("choices", JsonArray.of(choices))
        .build();
  }

  /** {@code choice} with its message, where it has one, as its delta. */
  static JsonObject choice(JsonObject choice) {
    Optional<JsonObject> message = choice.object("message");
    return message.isEmpty()
        ? choice
        : choice.without(Set.of("message")).with("delta", delta(message.get()));
  }

  // Clients put streamed tool calls together by their index, which a message's have not.
  private static JsonObject delta(JsonObject message) {
    List<JsonValue> calls = new ArrayList<>();
    for (JsonValue call : message.array("tool_calls").orElse(JsonArray.of())) {
      calls.add(
          call instanceof JsonObject object && !object.has("index")
              ? object.with("index", JsonNumber.of(calls.size()))
              : call);
    }
    return calls.isEmpty() ? message : message.with("tool_calls", JsonArray.of(calls));
  }
}
