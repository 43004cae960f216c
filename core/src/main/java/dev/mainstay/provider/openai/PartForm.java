package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** A message without the nulls in its list of content parts: clients look into each part. */
final class PartForm {
  private static final String CONTENT = "content";

  private PartForm() {}

  /**
   * {@code message} without parts that are null, if anything of it is changed.
   *
   * @param repaired the message as it was changed already; given back as it is where no part is
   *     null
   */
  static Optional<JsonObject> of(JsonObject message, Optional<JsonObject> repaired) {
    List<JsonValue> parts = message.array(CONTENT).orElse(JsonArray.of()).items();
    if (!parts.contains(JsonNull.NULL)) {
      return repaired;
    }
    List<JsonValue> some = parts.stream().filter(part -> part != JsonNull.NULL).toList();
    return Optional.of(repaired.orElse(message).with(CONTENT, JsonArray.of(some)));
  }
}
