package dev.mainstay.stream;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A chunk's JSON with its finish reasons taken away, or left alone. */
final class ChunkFinish {
  private static final List<String> REASONS = List.of("finish_reason", "native_finish_reason");
  private static final Set<String> SAID = Set.of("delta", "message", "text", "logprobs");

  private ChunkFinish() {}

  /** {@code json} in which {@code choices} have no finish reason, and everything else as it is. */
  static JsonObject without(JsonObject json, Set<Integer> choices) {
    List<JsonValue> kept = new ArrayList<>();
    for (JsonValue choice : choices(json)) {
      boolean isMeant =
          choice instanceof JsonObject && choices.contains(index(choice, kept.size()));
      kept.add(isMeant ? unfinished((JsonObject) choice) : choice);
    }
    return json.with("choices", JsonArray.of(kept));
  }

  /** {@code json} in which only {@code choices} are left, with nothing but their finish reason. */
  static JsonObject only(JsonObject json, Set<Integer> choices) {
    List<JsonValue> kept = new ArrayList<>();
    int position = 0;
    for (JsonValue choice : choices(json)) {
      if (choice instanceof JsonObject object && choices.contains(index(choice, position))) {
        JsonObject reason = object.without(SAID).with("delta", JsonObject.empty());
        // Where it has no index, its place tells whose it is.
        boolean isMoved = object.number("index").isEmpty() && position != kept.size();
        kept.add(isMoved ? reason.with("index", JsonNumber.of(position)) : reason);
      }
      position++;
    }
    return json.without(Set.of("usage")).with("choices", JsonArray.of(kept));
  }

  private static JsonObject unfinished(JsonObject choice) {
    JsonObject open = choice;
    for (String reason : REASONS) {
      open = open.has(reason) ? open.with(reason, JsonNull.NULL) : open;
    }
    return open;
  }

  private static JsonArray choices(JsonObject json) {
    return json.array("choices").orElse(JsonArray.of());
  }

  private static int index(JsonValue choice, int position) {
    return choice instanceof JsonObject object
        ? Math.clamp(object.number("index").orElse(position), 0, Integer.MAX_VALUE)
        : position;
  }
}
