package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** A message whose content is a list of parts without what is none: clients look into each. */
final class PartForm {
  private static final String CONTENT = "content";

  private PartForm() {}

  /**
   * {@code repaired}, or where that is nothing {@code message}, without parts that are null; {@code
   * repaired} where there are none of those.
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
